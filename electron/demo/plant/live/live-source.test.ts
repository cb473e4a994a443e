import { hash } from "node:crypto";
import { safeParse } from "valibot";
import { expect, test } from "vitest";
import { changeSchema, type Change } from "../../../../shared/contract/plant/protocol.ts";
import { DAY_MINUTES } from "../../history/calendar.ts";
import { createFiles } from "../files.ts";
import { createPlant, type Plant } from "../plant.ts";

const plant = (units: number, seed = 168): Plant =>
  createPlant({
    content: { seed, units, causes: ["interaction", "false-lead"], bulk: undefined },
    files: createFiles(),
    epochSalt: "",
    snapshot: {},
    model: undefined,
  });

const heads = ({ systems }: Plant): readonly number[] => [...systems.values()].map(({ head }) => head);
const changesOf = ({ systems }: Plant, system: string): readonly Change[] => {
  const logs = [...(systems.get(system)?.scopes.values() ?? [])].map(({ log }) => log);
  const lines = logs.flatMap((log) => Array.from({ length: log.count }, (_, i) => log.line(i).toString()));
  return lines.map((line) => JSON.parse(line) as Change).toSorted((a, b) => a.position - b.position);
};
const digest = (of: Plant): string =>
  hash("sha256", JSON.stringify([...of.systems.keys()].map((system) => changesOf(of, system))));

test("the future is the same however time is cut into steps, and another with another seed", () => {
  const [one, many, other] = [plant(0), plant(0), plant(0, 169)];
  const count = one.advance(4_000);
  let sum = 0;
  for (let i = 0; i < 4_000; i += 12.5) sum += many.advance(12.5);
  other.advance(4_000);
  expect(count).toBeGreaterThan(1_000);
  expect(sum).toBe(count);
  expect(digest(many)).toBe(digest(one));
  expect(digest(other)).not.toBe(digest(one));
});

test("it goes on where the year ended: numbers, keys, units; every record fits the schema", () => {
  const running = plant(200);
  const before = heads(running);
  const known = new Set(changesOf(running, "mes").map(({ id }) => id));
  running.advance(6 * DAY_MINUTES);
  expect(heads(running).every((head, i) => i === 0 || head > (before[i] ?? 0))).toBe(true);
  const units = new Set<string>();
  for (const [i, system] of [...running.systems.keys()].entries())
    for (const change of changesOf(running, system)) {
      const { success, issues } = safeParse(changeSchema, change);
      if (!success) throw new Error(`${system} ${change.id}: ${issues[0].message}`);
      if (change.op !== "put") throw new Error(`${change.id} was deleted`);
      const { record } = change;
      if (record.record === "unit") units.add(`${system} ${record.unit.serial ?? record.unit.lot}`);
      if (change.position <= (before[i] ?? 0)) continue;
      // The end of the silence is the only thing of the past that changes.
      if (change.revision !== 1) expect(change.id).toMatch(/^gap\/export/);
      if ("unit" in record && record.record !== "unit" && record.unit !== undefined)
        expect(units, change.id).toContain(`${system} ${record.unit.serial ?? record.unit.lot}`);
    }
  const added = changesOf(running, "mes").filter(({ id }) => !known.has(id));
  expect(added.some(({ id }) => id === "unit/10-4000/LA2-0201")).toBe(true);
  const reports = changesOf(running, "qms").filter(({ id }) => id.startsWith("event/NCR-"));
  expect(new Set(reports.map(({ id }) => id)).size).toBe(reports.length);
});

test("readers are told once per step and system", () => {
  const running = plant(0);
  running.advance(500);
  const told: string[] = [];
  running.onCommit(({ id }) => told.push(id));
  running.advance(700);
  expect(told).toContain("mes");
  expect(new Set(told).size).toBe(told.length);
});

test("people look at a change request, then decide", () => {
  const running = plant(0);
  const uuid = "00000000-0000-4000-8000-000000000001";
  running.submit({
    client: uuid,
    number: 1,
    key: uuid,
    kind: "change-request",
    body: { id: uuid, title: "T", problem: "", proposal: "", evidence: [], files: [], createdAt: 0 },
  });
  const states = (): readonly unknown[] =>
    changesOf(running, "plm").map((change) =>
      change.op === "put" && change.record.record === "event" ? change.record.details?.["state"] : undefined,
    );
  running.advance(1);
  expect(states()).toEqual(["received"]);
  running.advance(60);
  expect(states()).toEqual(["received", "in review"]);
  running.advance(600);
  expect(states().slice(2)).toEqual([expect.stringMatching(/^(approved|rejected)$/)]);
});
