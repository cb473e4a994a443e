/** A span of history: the same of changes, snapshot and ids, and nothing left out but what was over or began later. */
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

/** When a record began; undefined: it has no time. */
function firstTime({ json }: Line): number | undefined {
  const result = v.safeParse(dated, json);
  if (!result.success) return undefined;
  const { record, startedAt, endedAt, takenAt, times } = result.output.record;
  if (record === "gap") return startedAt;
  return record === "event" ? (startedAt ?? endedAt) : (takenAt ?? times?.[0]);
}

/** A span as it is asked for, and as head, manifest and ids name it. */
interface Bounds {
  readonly since?: string;
  readonly until?: string;
}
const isNamed = (named: { readonly since?: unknown; readonly until?: unknown }, bounds: Bounds): boolean =>
  (["since", "until"] as const).every(
    (bound) => named[bound] === (bounds[bound] === undefined ? undefined : Number(bounds[bound])),
  );
const nameOf = (bounds: Bounds): string =>
  Object.entries(bounds)
    .map(([bound, time]) => `${bound} ${time}`)
    .join(" ");

/** What a reader of a span is to get, worked out from all changes. */
function inRange(changes: readonly Line[], { since, until }: Bounds): readonly Line[] {
  const handed = new Set<string>();
  return changes.filter((line) => {
    const isOver = since !== undefined && (lastTime(line) ?? Infinity) < Number(since);
    const isLater = until !== undefined && (firstTime(line) ?? -Infinity) >= Number(until);
    if (line.op === "put" && !isOver && !isLater) handed.add(line.id);
    return handed.has(line.id);
  });
}

/** Streams that hold something with a time, each from the middle of it on, until then, and between two times. */
async function datedStreams(
  plant: PlantUnderTest,
  which: "since" | "until",
): Promise<
  readonly { readonly stream: Stream; readonly bounds: Bounds; readonly expected: readonly Line[] }[]
> {
  const found = [];
  for (const stream of await plant.streams()) {
    const whole = changesOf(await plant.pagesByNow(stream));
    const times = whole
      .map(lastTime)
      .filter((time) => time !== undefined)
      .toSorted((a, b) => a - b);
    const at = (share: number): string | undefined => {
      const time = times[Math.floor(times.length * share)];
      return time === undefined ? undefined : String(time);
    };
    const [early, middle] = [at(0.25), at(0.5)];
    if (early === undefined || middle === undefined) continue;
    const spans: readonly Bounds[] =
      which === "since" ? [{ since: middle }] : [{ until: middle }, { since: early, until: middle }];
    for (const bounds of spans) found.push({ stream, bounds, expected: inRange(whole, bounds) });
  }
  if (found.length === 0) throw new Skipped("no scope holds anything with a time");
  return found;
}

const keyOf = ({ id, revision, sha256 }: Line): string => `${id} ${revision} ${sha256}`;

async function expectChanges(plant: PlantUnderTest, which: "since" | "until"): Promise<void> {
  for (const { stream, bounds, expected } of await datedStreams(plant, which)) {
    const lines: Line[] = [];
    let head = 0;
    for (let cursor: string | undefined, more = true; more;) {
      const query = { ...bounds, limit: "10000", ...(cursor === undefined ? {} : { cursor }) };
      const page = await plant.page(stream, query);
      expectRule(
        isNamed(page.head, bounds),
        `${streamName(stream)}: the head does not name ${nameOf(bounds)}`,
      );
      expectRule(
        page.changes.length > 0 || !page.end.more,
        `${streamName(stream)}: an empty page with more for ${nameOf(bounds)}`,
      );
      lines.push(...page.changes);
      ({ cursor, more, head } = page.end);
    }
    const wanted = expected.filter(({ position }) => position <= head).map(keyOf);
    const got = lines.map(keyOf);
    const wrong = wanted.findIndex((key, i) => got[i] !== key);
    expectRule(
      wrong === -1 && got.length === wanted.length,
      `${streamName(stream)}: ${nameOf(bounds)} change ${wrong + 1} is ${got[wrong]}, not ${wanted[wrong]}`,
    );
  }
}

async function expectSnapshot(plant: PlantUnderTest, which: "since" | "until"): Promise<void> {
  for (const { stream, bounds, expected } of await datedStreams(plant, which)) {
    const name = `${streamName(stream)}, ${nameOf(bounds)}`;
    const manifest = await plant.json(addressOf(stream, "snapshot", { ...bounds }), manifestSchema);
    expectRule(isNamed(manifest, bounds), `${name}: the manifest does not name it`);
    const { lines, cursor } = await readSegments(plant, stream, { ...bounds });
    const behind = await plant.page(stream, { ...bounds, cursor, limit: "10000" });
    const known = expected.filter(({ position }) => position <= behind.end.head);
    const state = [...stateAfter(known).values()].map(keyOf).toSorted();
    if (lines.length > 0) {
      const read = [...stateAfter([...lines, ...behind.changes]).values()].map(keyOf).toSorted();
      const wrong = state.findIndex((key, i) => read[i] !== key);
      expectRule(
        read.length === state.length && wrong === -1,
        `${name}: the snapshot holds ${read.length} records, its changes ${state.length}`,
      );
    }
    const ids = await plant.json(addressOf(stream, "ids", { ...bounds }), idsSchema);
    expectRule(isNamed(ids, bounds), `${name}: the ids do not name it`);
    const exist = stateAfter(expected.filter(({ position }) => position <= ids.head));
    const tooMuch = ids.ids.find(([id]) => !exist.has(id));
    expectRule(tooMuch === undefined, `${name}: ${tooMuch?.[0]} is among the ids`);
  }
}

/** Cursors are bound to their span; what is none is no span. */
async function expectBound(plant: PlantUnderTest, which: "since" | "until"): Promise<void> {
  const [first] = await datedStreams(plant, which);
  if (first === undefined) throw new Skipped("no scope holds anything with a time");
  const { stream, bounds } = first;
  const time = bounds[which] ?? "0";
  const { cursor } = (await plant.page(stream, { limit: "1" })).end;
  const limited = (await plant.page(stream, { [which]: time, limit: "1" })).end.cursor;
  const queries: readonly (readonly [query: Readonly<Record<string, string>>, what: string])[] = [
    [{ [which]: time, cursor }, `a cursor of no ${which}`],
    [{ [which]: String(Number(time) + 1), cursor: limited }, `a cursor of another ${which}`],
    [{ cursor: limited }, `a cursor of ${which} without it`],
    [{ [which]: "yesterday" }, `${which}=yesterday`],
    [{ [which]: "1.5" }, `${which}=1.5`],
  ];
  for (const [query, what] of queries)
    expectProblem(await plant.ask(addressOf(stream, "changes", query)), 400, "invalid", what);
}

export const RANGE_CHECKS: readonly Check[] = [
  {
    rule: "With `since` events, measurements, samples and gaps that were over before that time are left out, those excepted of which an earlier revision was handed on, and nothing else is.",
    run: (plant) => expectChanges(plant, "since"),
  },
  {
    rule: "With `until` those that began at that time or later are left out, with the same exception, and nothing else is; both bounds together leave out what either does.",
    run: (plant) => expectChanges(plant, "until"),
  },
  {
    rule: "Snapshot and ids of a `since` come to what its changes come to.",
    run: (plant) => expectSnapshot(plant, "since"),
  },
  {
    rule: "Snapshot and ids of an `until` come to what its changes come to.",
    run: (plant) => expectSnapshot(plant, "until"),
  },
  {
    rule: "A cursor of another `since`, or of none, is answered 400 `invalid`, and so is a `since` that is no whole number.",
    run: (plant) => expectBound(plant, "since"),
  },
  {
    rule: "So it is with `until`: a cursor of another one, or of none, and one that is no whole number are answered 400 `invalid`.",
    run: (plant) => expectBound(plant, "until"),
  },
];
