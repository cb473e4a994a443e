import { parse, safeParse } from "valibot";
import { expect, test } from "vitest";
import { changeSchema, type Change } from "../../../../shared/contract/plant/protocol.ts";
import { wireRecordSchema, type WireRecord } from "../../../../shared/contract/plant/wire-record.ts";
import { DEMO_OPTIONS, generateHistory } from "../../history/generate.ts";
import { createFiles } from "../files.ts";
import { createPlant } from "../plant.ts";
import { outgoing } from "./wire.ts";

const files = createFiles();
const model = files.add("actuator.step", Buffer.from("ISO-10303-21;"));
const plant = createPlant({
  content: { ...DEMO_OPTIONS, units: 200, causes: ["interaction", "false-lead"], bulk: undefined },
  files,
  epochSalt: "",
  snapshot: {},
  model,
});

const changes = new Map<string, readonly Extract<Change, { op: "put" }>[]>();
for (const { id, scopes } of plant.systems.values())
  changes.set(
    id,
    [...scopes.values()]
      .flatMap(({ log }) => Array.from({ length: log.count }, (_, i) => log.line(i).toString()))
      .map((line) => {
        const { success, output, issues } = safeParse(changeSchema, JSON.parse(line));
        if (!success || output.op !== "put") throw new Error(`${line.slice(0, 200)}: ${issues?.[0].message}`);
        return output;
      })
      .toSorted((a, b) => a.position - b.position),
  );
const all = [...changes.values()].flat();

test("five systems hold the year, each record once", () => {
  expect([...changes.keys()]).toEqual(["plm", "mes", "qms", "erp", "cmms"]);
  for (const [system, own] of changes) {
    expect(own.length, system).toBeGreaterThan(60);
    expect(new Set(own.map(({ id }) => id)).size, system).toBe(own.length);
    expect(own.map(({ position }) => position)).toEqual(own.map((_, i) => i + 1));
  }
  expect(all.length).toBeGreaterThan(60_000);
});

/** Files come from beside the history. */
const textOf = (record: WireRecord): string =>
  JSON.stringify(record, (name, value: unknown) => (name === "files" ? undefined : value));

test("the heart of the story stands first and small, and the rest of the year behind it", () => {
  const staged = createPlant({
    content: { ...DEMO_OPTIONS, units: 200, causes: ["interaction", "false-lead"], bulk: undefined },
    files,
    epochSalt: "",
    snapshot: {},
    model,
    staged: true,
  });
  const lines = (of: typeof plant, system: string): readonly string[] =>
    [...(of.systems.get(system)?.scopes.values() ?? [])].flatMap(({ log }) =>
      Array.from({ length: log.count }, (_, i) => log.line(i).toString()),
    );
  const opening = new Map([...staged.systems.keys()].map((system) => [system, lines(staged, system)]));
  expect([...opening.values()].flat().length).toBeLessThan(all.length / 8);
  expect(opening.get("plm")).toEqual(lines(plant, "plm"));
  for (const system of ["mes", "qms", "erp"])
    expect(opening.get(system)?.length, system).toBeGreaterThan(100);
  staged.complete();
  staged.complete();
  for (const system of staged.systems.keys()) {
    expect(lines(staged, system), system).toEqual(lines(plant, system));
    const behind = new Set(opening.get(system));
    const positions = lines(staged, system)
      .filter((line) => behind.has(line))
      .map((line) => (JSON.parse(line) as Change).position);
    expect(Math.max(...positions), system).toBe(behind.size);
  }
});

test("every record of the demo's history is told by one of them, word by word", () => {
  const told = new Map<string, WireRecord[]>();
  for (const { id, record } of all) told.set(id, [...(told.get(id) ?? []), record]);
  let count = 0;
  for (const { records } of generateHistory(DEMO_OPTIONS))
    for (const record of records) {
      const sent = outgoing(record);
      if (sent === undefined) continue;
      count += 1;
      // A key is unique in its source only: two systems may use the same one.
      const wanted = JSON.stringify(parse(wireRecordSchema, sent.record));
      if (!(told.get(sent.id) ?? []).some((other) => textOf(other) === wanted)) throw new Error(sent.id);
    }
  expect(count).toBeGreaterThan(55_000);
});

test("each system introduces a unit with its revision before it speaks of it", () => {
  for (const [system, own] of changes) {
    const known = new Set<string>();
    for (const { id, record } of own) {
      if (record.record === "unit") {
        known.add(`${record.unit.part.name} ${record.unit.serial ?? record.unit.lot}`);
        expect(record.unit.part.revision, id).toBeDefined();
        continue;
      }
      const named =
        record.record === "unit-component"
          ? [record.parent, record.child]
          : "unit" in record && record.unit !== undefined
            ? [record.unit]
            : [];
      for (const { part, serial, lot } of named)
        if (!known.has(`${part.name} ${serial ?? lot}`))
          throw new Error(`${system} ${id}: ${serial ?? lot} is unknown`);
    }
  }
});

test("the product's record names its model, and the file is there", () => {
  const product = changes.get("plm")?.find(({ id }) => id === "part/10-4000")?.record;
  expect(product).toMatchObject({
    files: [{ role: "model", name: "actuator.step", sha256: model.sha256, bytes: 13 }],
  });
  expect(files.get(model.sha256)).toEqual(model.bytes);
});

test("the money: parts cost what is in them, a faulty unit more than a sound one", () => {
  const erp = changes.get("erp") ?? [];
  const of = (type: string): readonly Extract<WireRecord, { record: "event" }>[] =>
    erp.flatMap(({ record }) => (record.record === "event" && record.type === type ? [record] : []));
  const costs = of("actual-cost");
  expect(costs).toHaveLength(200);
  const standard = of("standard-cost").find(({ part }) => part?.name === "10-4000")?.details?.["cost"];
  expect(costs.every(({ details }) => Number(details?.["cost"]) > Number(standard))).toBe(true);
  const mean = (list: typeof costs): number =>
    list.reduce((sum, { details }) => sum + Number(details?.["cost"]), 0) / list.length;
  const isFaulty = ({ details }: (typeof costs)[number]): boolean => Number(details?.["faults"]) > 0;
  expect(mean(costs.filter(isFaulty))).toBeGreaterThan(mean(costs.filter((cost) => !isFaulty(cost))));
  const stock = of("stock-count");
  expect(stock.length).toBeGreaterThan(300);
  expect(stock.every(({ details }) => Number(details?.["quantity"]) >= 0)).toBe(true);
});

test("no record tells what truly was the cause", () => {
  const text = JSON.stringify(all);
  for (const word of ['"causes"', '"injected"', '"interaction"', "neither does harm", "does no harm"])
    expect(text.includes(word), word).toBe(false);
});
