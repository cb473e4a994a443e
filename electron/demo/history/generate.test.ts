import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { UnitReference } from "../../../shared/model/record.ts";
import { createCalendar, DAY_MINUTES, DAY_START } from "./calendar.ts";
import { DEMO_OPTIONS, generateHistory, type HistoryBatch } from "./generate.ts";
import { MINUTE, plantAt, plantDay, plantMinute, plantOffset } from "./plant-time.ts";
import { BOM, ITEMS, PRODUCT, TRACKING } from "./product-structure.ts";
import type { HistoryRecord } from "./sources/source.ts";
import { STORY } from "./story.ts";

const batches = [...generateHistory(DEMO_OPTIONS)];
const records = batches.flatMap((batch) => batch.records);
const of = <K extends HistoryRecord["record"]>(kind: K): readonly Extract<HistoryRecord, { record: K }>[] =>
  records.filter((record): record is Extract<HistoryRecord, { record: K }> => record.record === kind);
const events = of("event");
const failing = (severity: string | undefined): boolean => severity === "fail" || severity === "critical";

function digest(all: Iterable<HistoryBatch>): string {
  const sum = createHash("sha256");
  for (const batch of all)
    sum.update(
      JSON.stringify(batch, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)),
    );
  return sum.digest("hex");
}

const nameOf = ({ part, serial, lot }: UnitReference): string => `${part.name} ${serial ?? lot ?? "?"}`;

test("the same seed gives the same bytes, another seed others", () => {
  const first = digest(batches);
  expect(digest(generateHistory(DEMO_OPTIONS))).toBe(first);
  expect(digest(generateHistory({ seed: DEMO_OPTIONS.seed + 1 }))).not.toBe(first);
});

test("a year of 200 actuators, told by seven sources", () => {
  const actuators = of("unit").filter(({ unit }) => unit.part.name === PRODUCT);
  expect(actuators.map(({ unit }) => unit.serialStatus)).toEqual(Array<string>(200).fill("proven"));
  expect(new Set(batches.map(({ sourceId }) => sourceId)).size).toBe(7);
  expect(events.length).toBeGreaterThan(15_000);
  expect(events.length).toBeLessThan(40_000);
  expect(Math.max(...batches.map((batch) => batch.records.length))).toBeLessThanOrEqual(1500);
});

test("no key is used twice in a source", () => {
  for (const [sourceId, own] of Map.groupBy(batches, (batch) => batch.sourceId)) {
    const keys = own
      .flatMap((batch) => batch.records)
      .flatMap((record) => ("key" in record ? [`${record.record} ${record.key}`] : []));
    expect(keys.length - new Set(keys).size, sourceId).toBe(0);
  }
});

test("whatever is named was introduced before: parts, units, characteristics", () => {
  const parts = new Set<string>();
  const units = new Set<string>();
  const characteristics = new Set<string>();
  const missing: string[] = [];
  const need = (known: ReadonlySet<string>, name: string): void => {
    if (!known.has(name)) missing.push(name);
  };
  for (const record of records) {
    if (record.record === "part") parts.add(record.part.name);
    else if (record.record === "unit") {
      need(parts, record.unit.part.name);
      units.add(nameOf(record.unit));
    } else if (record.record === "bom-line")
      [record.parent, record.child].forEach(({ name }) => need(parts, name));
    else if (record.record === "characteristic") {
      need(parts, record.part.name);
      characteristics.add(`${record.part.name} ${record.name}`);
    } else if (record.record === "unit-component")
      [record.parent, record.child].forEach((unit) => need(units, nameOf(unit)));
    else if (record.record === "measurement") {
      need(units, nameOf(record.unit));
      need(characteristics, `${record.unit.part.name} ${record.characteristic}`);
    } else if (record.record === "factor") need(units, nameOf(record.unit));
    else if (record.record === "event") {
      if (record.unit !== undefined) need(units, nameOf(record.unit));
      if (record.part !== undefined) need(parts, record.part.name);
    }
  }
  expect(missing).toEqual([]);
});

test("the revision of every part ends as the model has it", () => {
  const last = new Map(of("part").map(({ part }) => [part.name, part.revision]));
  for (const { unit } of of("unit")) last.set(unit.part.name, unit.part.revision);
  expect(last).toEqual(new Map(ITEMS.map(({ number, revision }) => [number, revision])));
});

test("every unit holds as many serialised parts as its bill of material says, at any time", () => {
  const children = Map.groupBy(of("unit-component"), ({ parent }) => nameOf(parent));
  for (const { unit } of of("unit")) {
    if (TRACKING.get(unit.part.name)?.by !== "serial") continue;
    // Service stock was built before the year.
    if (unit.serial?.includes("-S") === true) continue;
    for (const { parent, child, occurrences } of BOM) {
      if (parent.number !== unit.part.name || (TRACKING.get(child.number)?.by ?? "lot") === "lot") continue;
      const inside = (children.get(nameOf(unit)) ?? []).filter(
        (component) => component.child.part.name === child.number,
      );
      const now = inside.filter(({ removedAt }) => removedAt === undefined);
      expect(new Set(now.map(({ position }) => position)), nameOf(unit)).toEqual(new Set(occurrences));
      expect(now.length, nameOf(unit)).toBe(occurrences.length);
      for (const { installedAt = Infinity, removedAt = Infinity } of inside)
        expect(removedAt).toBeGreaterThan(installedAt);
    }
  }
});

test("every verdict agrees with the limits, and each sample has a sequence of its own", () => {
  const limits = new Map(of("characteristic").map((row) => [`${row.part.name} ${row.name}`, row]));
  for (const { unit, characteristic, value = NaN, verdict } of of("measurement")) {
    const { lowerLimit = NaN, upperLimit = NaN } = limits.get(`${unit.part.name} ${characteristic}`) ?? {};
    expect(verdict, `${nameOf(unit)} ${characteristic} ${value}`).toBe(
      value >= lowerLimit && value <= upperLimit ? "pass" : "fail",
    );
  }
  const samples = Map.groupBy(of("measurement"), ({ unit, sequence }) => `${unit.part.name} ${sequence}`);
  for (const cells of samples.values())
    expect(new Set(cells.map(({ unit, takenAt }) => `${nameOf(unit)} ${takenAt}`)).size).toBe(1);
});

test("all times lie in the year, spans end after they start, offsets are the plant's", () => {
  const [first, last] = [plantAt(STORY.year.first), plantAt(STORY.year.last) + DAY_MINUTES * 1.5 * MINUTE];
  for (const { key, startedAt = NaN, endedAt, offsetMinutes } of events) {
    expect(Number.isSafeInteger(startedAt), key).toBe(true);
    expect(startedAt >= first && (endedAt ?? startedAt) <= last, key).toBe(true);
    if (endedAt !== undefined) expect(endedAt, key).toBeGreaterThan(startedAt);
    expect(offsetMinutes, key).toBe(plantOffset(startedAt));
  }
});

test("people and machines work in shifts only; a machine that stands may stand overnight", () => {
  const open = new Set(createCalendar().days);
  const isWorkTime = (instant: number): boolean =>
    open.has(plantDay(instant)) &&
    plantMinute(instant) >= DAY_START - 0.02 &&
    plantMinute(instant) <= DAY_START + DAY_MINUTES + 0.02;
  const wrong = events.filter(
    ({ kind, type, startedAt = 0, endedAt = startedAt }) =>
      ["production", "machine", "inspection"].includes(kind) &&
      type !== "down-time" &&
      !(isWorkTime(startedAt) && isWorkTime(endedAt)),
  );
  expect(wrong.map(({ key }) => key)).toEqual([]);
});

test("a station does one operation at a time", () => {
  const operations = events.filter(({ type }) => type === "operation" || type === "program-run");
  for (const [station, own] of Map.groupBy(operations, ({ type, equipment }) => `${type} ${equipment}`)) {
    const spans = own.map(({ startedAt = 0, endedAt = 0 }) => [startedAt, endedAt] as const);
    spans.sort((a, b) => a[0] - b[0]);
    expect(
      spans.filter(([start], i) => i > 0 && start < (spans[i - 1]?.[1] ?? 0)),
      station,
    ).toEqual([]);
  }
});

test("in a gap nothing of that stream is told", () => {
  const [machine, inspection, maintenance] = [
    STORY.gaps.machine,
    STORY.gaps.inspection,
    STORY.gaps.maintenance,
  ];
  const during = (from: string, to: string, isMeant: (event: (typeof events)[number]) => boolean): number =>
    events.filter(
      (event) =>
        isMeant(event) &&
        (event.startedAt ?? 0) < plantAt(to) &&
        (event.endedAt ?? event.startedAt ?? 0) > plantAt(from),
    ).length;
  expect(of("gap").length).toBe(3);
  const isMachine = ({ kind, equipment }: (typeof events)[number]): boolean =>
    kind === "machine" && equipment === machine.equipment;
  expect(during(machine.from, machine.to, isMachine)).toBe(0);
  expect(during(inspection.from, inspection.to, ({ kind }) => kind === "inspection")).toBe(0);
  expect(during(maintenance.from, "2026-12-31", ({ kind }) => kind === "maintenance")).toBe(0);
  const times = of("samples").filter(({ equipment }) => equipment === machine.equipment);
  const silent = times
    .flatMap((chunk) => [...chunk.times])
    .filter((at) => at >= plantAt(machine.from) && at < plantAt(machine.to));
  expect(silent).toEqual([]);
});

test("apart from the guilty, one to two of a hundred components fail", () => {
  const guilty = [PRODUCT, STORY.cause.part, STORY.decoy.part];
  const failed = new Map<string, boolean>();
  for (const { unit, kind, severity } of events) {
    if (unit?.serial === undefined || guilty.includes(unit.part.name)) continue;
    if (!["production", "inspection", "field"].includes(kind)) continue;
    failed.set(nameOf(unit), (failed.get(nameOf(unit)) ?? false) || failing(severity));
  }
  const rate = [...failed.values()].filter(Boolean).length / failed.size;
  expect(rate).toBeGreaterThan(0.007);
  expect(rate).toBeLessThan(0.02);
});

test("payloads are short and look like their source's own", () => {
  const size = events.reduce((sum, { payload }) => sum + payload.length, 0) / events.length;
  expect(size).toBeLessThan(160);
  const shapes: Readonly<Record<string, RegExp>> = {
    production: /^\{".*\}$/,
    machine: /^\d{4}-\d\d-\d\dT[\d:]{8}Z\|/,
    inspection: /^[\w-]+[ ;].*;/,
    design: /^<.*>$/,
  };
  for (const { kind, payload } of events) expect(payload).toMatch(shapes[kind] ?? /./);
});
