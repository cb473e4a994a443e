/** History from a time on: the same of changes, snapshot and ids, and nothing left out but what was over. */
import * as v from "valibot";
import { idsSchema, manifestSchema } from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, Skipped, type Check } from "../check.ts";
import type { Line } from "../page.ts";
import {
  addressOf,
  changesOf,
  stateAfter,
  streamName,
  type PlantUnderTest,
  type Stream,
} from "../plant-under-test.ts";
import { expectProblem } from "./service.ts";
import { readSegments } from "./snapshots.ts";

const dated = v.looseObject({
  record: v.looseObject({
    record: v.picklist(["event", "gap", "measurement", "samples"]),
    startedAt: v.optional(v.number()),
    endedAt: v.optional(v.number()),
    takenAt: v.optional(v.number()),
    times: v.optional(v.array(v.number())),
  }),
});

/** When a record was over; undefined: it has no time, or is not over. */
function lastTime({ json }: Line): number | undefined {
  const result = v.safeParse(dated, json);
  if (!result.success) return undefined;
  const { record, startedAt, endedAt, takenAt, times } = result.output.record;
  if (record === "gap") return endedAt;
  return record === "event" ? (endedAt ?? startedAt) : (takenAt ?? times?.at(-1));
}

/** What a reader of `since` is to get, worked out from all changes. */
function inRange(changes: readonly Line[], since: number): readonly Line[] {
  const handed = new Set<string>();
  return changes.filter((line) => {
    if (line.op === "put" && (lastTime(line) ?? Infinity) >= since) handed.add(line.id);
    return handed.has(line.id);
  });
}

/** Streams that hold something with a time, each with a time in the middle of it. */
async function datedStreams(
  plant: PlantUnderTest,
): Promise<
  readonly { readonly stream: Stream; readonly since: string; readonly expected: readonly Line[] }[]
> {
  const found = [];
  for (const stream of await plant.streams()) {
    const whole = changesOf(await plant.pagesByNow(stream));
    const times = whole.map(lastTime).filter((time) => time !== undefined);
    const since = times.toSorted((a, b) => a - b)[times.length >> 1];
    if (since !== undefined) found.push({ stream, since: String(since), expected: inRange(whole, since) });
  }
  if (found.length === 0) throw new Skipped("no scope holds anything with a time");
  return found;
}

const keyOf = ({ id, revision, sha256 }: Line): string => `${id} ${revision} ${sha256}`;

export const RANGE_CHECKS: readonly Check[] = [
  {
    rule: "With `since` events, measurements, samples and gaps that were over before that time are left out, those excepted of which an earlier revision was handed on, and nothing else is.",
    async run(plant) {
      for (const { stream, since, expected } of await datedStreams(plant)) {
        const lines: Line[] = [];
        let head = 0;
        for (let cursor: string | undefined, more = true; more;) {
          const query = { since, limit: "10000", ...(cursor === undefined ? {} : { cursor }) };
          const page = await plant.page(stream, query);
          expectRule(page.head.since === Number(since), `${streamName(stream)}: the head names no since`);
          expectRule(
            page.changes.length > 0 || !page.end.more,
            `${streamName(stream)}: an empty page with more for since=${since}`,
          );
          lines.push(...page.changes);
          ({ cursor, more, head } = page.end);
        }
        const wanted = expected.filter(({ position }) => position <= head).map(keyOf);
        const got = lines.map(keyOf);
        const wrong = wanted.findIndex((key, i) => got[i] !== key);
        expectRule(
          wrong === -1,
          `${streamName(stream)}: since ${since} change ${wrong + 1} is ${got[wrong]}, not ${wanted[wrong]}`,
        );
      }
    },
  },
  {
    rule: "Snapshot and ids of a `since` come to what its changes come to.",
    async run(plant) {
      for (const { stream, since, expected } of await datedStreams(plant)) {
        const manifest = await plant.json(addressOf(stream, "snapshot", { since }), manifestSchema);
        expectRule(manifest.since === Number(since), `${streamName(stream)}: the manifest names no since`);
        const { lines, cursor } = await readSegments(plant, stream, { since });
        const behind = await plant.page(stream, { since, cursor, limit: "10000" });
        const known = expected.filter(({ position }) => position <= behind.end.head);
        const state = [...stateAfter(known).values()].map(keyOf).toSorted();
        if (lines.length > 0) {
          const read = [...stateAfter([...lines, ...behind.changes]).values()].map(keyOf).toSorted();
          const wrong = state.findIndex((key, i) => read[i] !== key);
          expectRule(
            read.length === state.length && wrong === -1,
            `${streamName(stream)}: the snapshot since ${since} holds ${read.length} records, its changes ${state.length}`,
          );
        }
        const ids = await plant.json(addressOf(stream, "ids", { since }), idsSchema);
        expectRule(ids.since === Number(since), `${streamName(stream)}: the ids name no since`);
        const exist = stateAfter(expected.filter(({ position }) => position <= ids.head));
        const tooMuch = ids.ids.find(([id]) => !exist.has(id));
        expectRule(tooMuch === undefined, `${streamName(stream)}: ${tooMuch?.[0]} is among the ids`);
      }
    },
  },
  {
    rule: "A cursor of another `since`, or of none, is answered 400 `invalid`, and so is a `since` that is no whole number.",
    async run(plant) {
      const [first] = await datedStreams(plant);
      if (first === undefined) throw new Skipped("no scope holds anything with a time");
      const { stream, since } = first;
      const { cursor } = (await plant.page(stream, { limit: "1" })).end;
      const limited = (await plant.page(stream, { since, limit: "1" })).end.cursor;
      for (const [query, what] of [
        [{ since, cursor }, "a cursor of no since"],
        [{ since: String(Number(since) + 1), cursor: limited }, "a cursor of another since"],
        [{ cursor: limited }, "a cursor of a since without it"],
        [{ since: "yesterday" }, "since=yesterday"],
        [{ since: "1.5" }, "since=1.5"],
      ] as const)
        expectProblem(await plant.ask(addressOf(stream, "changes", query)), 400, "invalid", what);
    },
  },
];
