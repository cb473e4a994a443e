/**
 * `cli retention --data DIR [--apply] [--json]`: what the rules that a person set in the app would remove of the
 * folder now; with `--apply` it is removed.
 */
import { parseArgs } from "node:util";
import type {
  PreviewEvent,
  RetentionPreview,
  RetentionReport,
  retentionService,
} from "../../shared/contract/retention.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../shared/rpc/service.ts";
import { createHost } from "../host/host.ts";
import { productVersion } from "../host/locations.ts";
import { OPEN_ELSEWHERE } from "../host/store/writer/only-reading.ts";
import { dataFolder } from "./data-folder.ts";

export async function retentionCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      apply: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const host = await createHost({
    dataFolder: dataFolder(values.data),
    version: productVersion(),
    follow: false,
    log: (line) => console.error(line),
  });
  try {
    const { retention } = host.implementation;
    const context = { signal: new AbortController().signal };
    const report = await reportWhen(retention.watch, () => true);
    // A rule of a plant that is not followed any more waits in the settings.
    const rules = (report?.sources ?? []).flatMap(({ rule }) => rule ?? []);
    if (rules.length === 0) console.error("no source has a rule: set one in Sources");
    if (!values.apply) {
      let previews: readonly RetentionPreview[] = [];
      const take = (event: PreviewEvent): void => {
        if (event.type === "previews") ({ previews } = event);
      };
      await retention.preview({ rules }, take, context);
      if (values.json) console.log(JSON.stringify(previews, undefined, 2));
      else for (const preview of previews) console.log(line(preview));
      return 0;
    }
    if (host.store.readOnly) throw new Failure("refused", OPEN_ELSEWHERE);
    if (rules.length === 0) return 0;
    process.once("SIGINT", () => void retention.cancel({}, context));
    await retention.run({ rules }, context);
    const last = (await reportWhen(retention.watch, (each) => each.last !== undefined))?.last;
    if (last === undefined) return 0;
    if (values.json) console.log(JSON.stringify(last, undefined, 2));
    else if (last.state === "failed") console.error(last.message);
    else
      console.log(
        `${last.state}: ${last.events} events, ${last.measurements} measurements, ${last.samples} samples removed, ${last.reduced} samples reduced to levels, ${last.freed} bytes free for what comes next`,
      );
    return last.state === "done" ? 0 : 1;
  } finally {
    await host.close();
  }
}

async function reportWhen(
  watch: ServiceImplementation<typeof retentionService>["watch"],
  isWanted: (report: RetentionReport) => boolean,
): Promise<RetentionReport | undefined> {
  const ended = new AbortController();
  let found: RetentionReport | undefined;
  await watch(
    {},
    (report) => {
      if (found !== undefined || !isWanted(report)) return;
      found = report;
      ended.abort();
    },
    { signal: ended.signal },
  );
  return found;
}

const line = ({ sourceId, events, measurements, samples, reduced, bytes }: RetentionPreview): string =>
  `${sourceId}: ${events} events, ${measurements} measurements, ${samples} samples would be removed, ${reduced} samples reduced to levels, about ${bytes} bytes`;
