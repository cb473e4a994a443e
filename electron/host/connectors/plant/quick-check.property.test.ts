/** The quick check says yes only to what the schema hands on unchanged, and to every record as plants send it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { safeParse } from "valibot";
import { changeSchema } from "../../../../shared/contract/plant/protocol.ts";
import { quickCheck } from "./quick-check.ts";

const check = quickCheck(changeSchema);
const part = { name: "LA-200", revision: "B", strength: "stated" };
const unit = { part, serial: "7", serialStatus: "proven" };
const RECORDS: readonly Readonly<Record<string, unknown>>[] = [
  {
    record: "part",
    part,
    title: "Actuator",
    files: [{ role: "model", name: "a.step", sha256: "a".repeat(64), bytes: 1 }],
  },
  { record: "bom-line", parent: part, child: part, quantity: 1.5, occurrenceNames: ["a", "b"] },
  { record: "unit", unit: { ...unit, lot: "L1", position: 1, label: "x" } },
  { record: "unit-component", key: "k", parent: unit, child: unit, installedAt: -5 },
  { record: "characteristic", part, name: "D", kind: "diameter", nominal: 4, uom: "mm", remark: "?" },
  {
    record: "measurement",
    key: "k",
    unit,
    characteristic: "D",
    value: 4.1,
    verdict: "pass",
    verdictOrigin: "source",
    sequence: 1,
  },
  {
    record: "event",
    key: "k",
    kind: "production",
    type: "operation",
    title: "Milled",
    startedAt: 1_767_600_000_000_000,
    offsetMinutes: 60,
    severity: "fail",
    unit,
    characteristics: ["D"],
    details: { a: "x", b: 1.5, c: true },
    payload: "{}",
  },
  { record: "factor", key: "k", unit, factor: "Feed", value: "high" },
  { record: "note", key: "k", part, units: [unit], text: "" },
  { record: "gap", key: "k", stream: "s", startedAt: 1, cause: "" },
  { record: "samples", equipment: "VMC", signal: "load", times: [1, 2], values: [1.5, null] },
];
const CHANGES = [
  ...RECORDS.map((record) => ({ op: "put", position: 1, id: "x", revision: 1, record })),
  { op: "delete", position: 2, id: "x", revision: 2 },
];

test("every kind of change as plants send it passes", () => {
  for (const change of CHANGES) expect(check(change), JSON.stringify(change)).toBe(true);
});

/** Sound changes with one place made something else. */
const spoiled = fc
  .tuple(
    fc.constantFrom(...CHANGES),
    fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0, 0.5, 1e300, 2 ** 54, "", "x".repeat(301), "x".repeat(10_001), null, [], {}),
      fc.constant(undefined),
    ),
    fc.constantFrom("replace", "add", "remove"),
  )
  .map(([change, path, value, how]) => {
    const copy = JSON.parse(JSON.stringify(change)) as Record<string, unknown>;
    let at: Record<string, unknown> = copy;
    for (const step of path) {
      const names = Object.keys(at);
      const name = names[step % Math.max(1, names.length)];
      if (name === undefined) break;
      const below = at[name];
      if (typeof below === "object" && below !== null && step % 3 !== 0) {
        at = below as Record<string, unknown>;
        continue;
      }
      if (how === "remove") delete at[name];
      else at[how === "add" ? "surplus" : name] = value;
      break;
    }
    // As it would come over the wire.
    return JSON.parse(JSON.stringify(copy)) as unknown;
  });

test("it never passes what the schema refuses or changes", () => {
  fc.assert(
    fc.property(spoiled, (value) => {
      const parsed = safeParse(changeSchema, value);
      if (check(value)) {
        expect(parsed.success).toBe(true);
        expect(parsed.output).toEqual(value);
      }
    }),
    { numRuns: 5_000 },
  );
});

test("names that would reach into the prototype do not pass", () => {
  const event = RECORDS.find(({ record }) => record === "event");
  const change = JSON.stringify({ op: "put", position: 1, id: "x", revision: 1, record: event });
  for (const name of ["__proto__", "constructor", "prototype"])
    expect(check(JSON.parse(change.replace('"a":"x"', `"${name}":"x"`)))).toBe(false);
  expect(check(JSON.parse(change.replace('"op":', '"__proto__":{},"op":')))).toBe(false);
});
