/** `cli sync --data DIR [--json]`: brings every plant level once, sends what waits, and ends. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { PlantsReport } from "../../shared/contract/plants.ts";
import { createHost } from "../host/host.ts";
import { productVersion } from "../host/locations.ts";
import { fileSecrets } from "../host/secrets.ts";
import { dataFolder } from "./data-folder.ts";

export async function syncCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const folder = dataFolder(values.data);
  const host = await createHost({
    dataFolder: folder,
    version: productVersion(),
    secrets: fileSecrets(join(folder, "secrets.json")),
    log: (line) => console.error(line),
  });
  const ended = new AbortController();
  process.once("SIGINT", () => ended.abort());
  try {
    const report = await settled(host.implementation.plants.watch, ended, (line) => {
      if (!values.json) console.error(line);
    });
    const feeds = (report?.plants ?? []).flatMap((plant) => plant.feeds.map((feed) => ({ plant, feed })));
    if (values.json) console.log(JSON.stringify(report?.plants ?? [], undefined, 2));
    else if (feeds.length === 0) console.log("no plant is followed");
    else for (const { plant, feed } of feeds) console.log(line(plant, feed));
    return feeds.every(({ plant, feed }) => isLevel(feed) && plant.outgoing === 0) ? 0 : 1;
  } finally {
    await host.close();
  }
}

type Plant = PlantsReport["plants"][number];
type Feed = Plant["feeds"][number];
type Watch = (
  input: Record<string, never>,
  emit: (report: PlantsReport) => void,
  context: { readonly signal: AbortSignal },
) => Promise<void>;

/** The first report at which every feed is level or can't become it, and nothing is on its way. */
async function settled(
  watch: Watch,
  ended: AbortController,
  tell: (line: string) => void,
): Promise<PlantsReport | undefined> {
  let last: PlantsReport | undefined;
  let told = "";
  await watch(
    {},
    (report) => {
      last = report;
      const text = report.plants.flatMap((plant) => plant.feeds.map((feed) => line(plant, feed))).join("\n");
      if (text !== told) tell(text);
      told = text;
      if (report.plants.every(isSettled)) ended.abort();
    },
    { signal: ended.signal },
  );
  return last;
}

const STUCK: ReadonlySet<string> = new Set(["paused", "offline", "refused", "failed", "waiting"]);

const isLevel = ({ state, coverage }: Feed): boolean =>
  state === "idle" && coverage.complete && !coverage.rereading;

/** A plant whose feeds are not told yet has not been looked at. */
function isSettled(plant: Plant): boolean {
  const isStuck = STUCK.has(plant.state);
  // One that is not followed in this program tells of no feeds: the demo's, for example.
  const isAbsent = isStuck && plant.feeds.length === 0;
  const scopes = plant.systems.reduce((sum, system) => sum + system.scopes.length, 0);
  return (
    (isAbsent || plant.feeds.length === scopes) &&
    plant.feeds.every((feed) => isLevel(feed) || STUCK.has(feed.state)) &&
    (isStuck || plant.outgoing === 0)
  );
}

function line(plant: Plant, { system, scope, state, message, behind, coverage }: Feed): string {
  const rest = state === "syncing" ? `, ${behind} to come` : message === undefined ? "" : `: ${message}`;
  return `${plant.name} ${system} ${scope}: ${state}, ${coverage.records} records${rest}`;
}
