/** The writer of a folder that another program writes: it answers what reads, and refuses the rest by name. */
import { CHANGE_KINDS, EVERYTHING, type Changed } from "../../../../shared/contract/cache-change.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Implementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { changedKinds, countsOf } from "../change-counts.ts";
import type { writerContract } from "./writer-contract.ts";

/** Methods that change nothing. What is not named here is refused: a new one has to be looked at first. */
const READS: { readonly [S in keyof typeof writerContract]: readonly (keyof (typeof writerContract)[S])[] } =
  {
    imports: ["reports", "known", "mappings"],
    demo: [],
    feeds: ["state", "parked", "files", "segmentsWanted"],
    plants: ["list", "pins"],
    outbox: ["open", "counts"],
    changeRequests: ["list", "get", "watch"],
    opcua: ["endpoints", "signals"],
    claims: ["list"],
    links: ["list", "all"],
    partLinks: ["all", "tried"],
    retention: ["kept", "space"],
    settings: ["get"],
    content: ["watch"],
    control: ["close"],
  };

export const OPEN_ELSEWHERE =
  "This data folder is open in another Throughline, which keeps it up to date. Here everything can be read; to change something, use the other one or close it and start anew.";

/** ms between two looks at whether the other program changed something. */
const LOOK = 1_000;

/** µs after which something that was committed, but not counted by the other program, is taken for a change of anything. */
const UNCOUNTED = 60_000_000;

type Writer = Implementation<typeof writerContract>;

export function onlyReading(writer: Writer): Writer {
  const services = Object.entries(writer).map(([service, methods]) => {
    const reads = READS[service as keyof typeof READS] as readonly string[];
    const allowed = Object.keys(methods).map((name) => [
      name,
      reads.includes(name) ? (methods as Record<string, unknown>)[name] : refuse,
    ]);
    return [service, Object.fromEntries(allowed)];
  });
  return Object.fromEntries(services) as Writer;
}

function refuse(): never {
  throw new Failure("refused", OPEN_ELSEWHERE);
}

/**
 * Tells what another program changed: as it counts its changes, and everything where it committed something that it
 * may not have come to count (it was killed). Which signals samples are of is not counted. Returns how to stop.
 * @param now µs since the epoch
 */
export function watchOthers(
  cache: Connection,
  now: () => number,
  tell: (changed: Changed) => void,
): () => void {
  // Counts what other connections have committed: sqlite.org/pragma.html#pragma_data_version.
  const version = (): unknown => cache.pragma("data_version", { simple: true });
  const counts = countsOf(cache, CHANGE_KINDS);
  /** As of the last telling of everything. */
  let whole = version();
  /** When something was committed after it, first. */
  let since: number | undefined;
  let counted = counts();
  const look = (): void => {
    const next = counts();
    const kinds = changedKinds(counted, next);
    counted = next;
    const current = version();
    if (current !== whole) since ??= now();
    if (since !== undefined && Math.abs(now() - since) >= UNCOUNTED) {
      whole = current;
      since = undefined;
      tell(EVERYTHING);
    } else if (kinds.length > 0) tell({ kinds });
  };
  const timer = setInterval(look, LOOK);
  return () => clearInterval(timer);
}
