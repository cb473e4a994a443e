import { expect, test } from "vitest";
import { readChangeLine } from "./change-line.ts";

const record = { record: "factor", key: "k", factor: "Feed", value: "high", unit: unitOf("7") };
function unitOf(serial: string) {
  return { part: { name: "LA-200", strength: "stated" }, serial, serialStatus: "proven" };
}
const put = { op: "put", position: 5, id: "factor/k", revision: 2, record };

test("a record is kept under its id, with the hash of its own text", () => {
  const change = readChangeLine(JSON.stringify(put));
  expect(change).toMatchObject({ op: "put", id: "factor/k", position: 5, revision: 2 });
  expect(change.op === "put" && change.record).toEqual({ ...record, key: "factor/k" });
  const again = readChangeLine(JSON.stringify({ ...put, position: 9, revision: 1 }));
  const other = readChangeLine(JSON.stringify({ ...put, record: { ...record, value: "low" } }));
  const digests = [change, again, other].map((each) => each.op === "put" && each.digest);
  expect(digests[0]).toBe(digests[1]);
  expect(digests[0]).not.toBe(digests[2]);
});

test("an id that looks like a record does not mislead the hash", () => {
  const id = '"record":{';
  const one = readChangeLine(JSON.stringify({ ...put, id, revision: 1 }));
  const two = readChangeLine(JSON.stringify({ ...put, id, revision: 2 }));
  expect(one.op === "put" && two.op === "put" && one.digest === two.digest).toBe(true);
});

test("samples become columns, with NaN where the machine had no value", () => {
  const samples = { record: "samples", equipment: "VMC", signal: "load", times: [1, 2], values: [3, null] };
  const change = readChangeLine(JSON.stringify({ ...put, record: samples }));
  expect(change.op === "put" && change.record).toEqual({
    ...samples,
    times: Float64Array.of(1, 2),
    values: Float64Array.of(3, NaN),
  });
});

test("a delete is a delete", () => {
  const line = { op: "delete", position: 6, id: "factor/k", revision: 3 };
  expect(readChangeLine(JSON.stringify(line))).toEqual(line);
});

test.each([
  ["a kind of a later version", "unknown", { ...put, record: { record: "carbon", key: "c", kilograms: 3 } }],
  ["an operation of a later version", "unknown", { ...put, op: "move" }],
  ["a field that is wrong", "invalid", { ...put, record: { ...record, value: 7 } }],
])("%s is parked as it came", (_name, cause, value) => {
  const line = JSON.stringify(value);
  expect(readChangeLine(line)).toMatchObject({
    op: "park",
    id: "factor/k",
    revision: 2,
    position: 5,
    cause,
    line,
  });
});

test.each(["", "{", "[]", "null", '{"op":"put"}', '{"op":"put","id":"x","position":-1,"revision":1}'])(
  "%s is no change at all",
  (line) => {
    expect(() => readChangeLine(line)).toThrow(expect.objectContaining({ kind: "corrupt" }));
  },
);
