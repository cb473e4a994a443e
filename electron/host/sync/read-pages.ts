/** The pages of a feed as the store takes them: each is on its way while the one before is checked line by line. */
import { setImmediate } from "node:timers/promises";
import type { FeedPage } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { SourceConnection, SourcePage, SourceStream } from "../connectors/connector.ts";
import type { Delivery } from "../store/staged-events.ts";
import { createStager, WORTH_IT } from "../store/stager.ts";
import type { Time } from "./time.ts";

/** Changes asked for at once, at most. */
export const LARGEST_PAGE = 10_000;

export interface ReadPage {
  /** The cursor that it was asked for with. */
  readonly after: string | undefined;
  /** Its changes, those in the file among them. */
  readonly count: number;
  /** As the store takes it. */
  readonly page: FeedPage & Delivery;
  /** When it was asked for, µs. */
  readonly asOf: number;
}

export interface ReadPagesParts {
  readonly connection: Pick<SourceConnection, "page">;
  readonly time: Time;
  /** Changes asked for at once; doubled with each page that came whole. */
  readonly memory: { limit: number };
}

/**
 * Page by page until the last. `corrupt` for a page that leads to itself, or holds a line that is no change.
 * @param newFile path of a file for the plain events of a page; undefined: they stay a list
 */
export async function* readPages(
  stream: SourceStream & { readonly sourceName: string },
  first: string | undefined,
  newFile: () => string | undefined,
  { connection, time, memory }: ReadPagesParts,
  signal: AbortSignal,
): AsyncGenerator<ReadPage> {
  const { sourceName, ...asked } = stream;
  const ask = (after: string | undefined) => {
    const asOf = time.now();
    const coming = connection.page(asked, after, memory.limit, signal);
    // Whoever waits for it hears of a failure; if nobody does any more, it is of no interest.
    coming.catch(() => undefined);
    return { after, asOf, coming };
  };
  for (let next = ask(first); ;) {
    const { after, asOf, coming } = next;
    const page = await coming;
    if (signal.aborted) throw new Failure("cancelled", "cancelled");
    if (page.more && page.cursor === after)
      throw new Failure("corrupt", `${sourceName} sends the same page again and again.`);
    memory.limit = Math.min(LARGEST_PAGE, memory.limit * 2);
    if (page.more) next = ask(page.cursor);
    const { count, epoch, cursor, more, head, bytes } = page;
    const delivery = await deliver(newFile(), page);
    page.done?.();
    yield { after, count, asOf, page: { epoch, cursor, more, head, bytes, ...delivery } };
    if (!more) return;
  }
}

/** By way of the file, which is let go of where one of the changes can't be read. */
async function deliver(path: string | undefined, { changes, count, stage }: SourcePage): Promise<Delivery> {
  // Few events are not worth a file.
  if (path === undefined || stage === undefined || count < WORTH_IT)
    return { changes: [...changes], staged: undefined };
  const stager = createStager(path);
  try {
    for (const _step of stage(stager)) await setImmediate();
    return stager.end();
  } catch (thrown) {
    stager.drop();
    throw thrown;
  }
}
