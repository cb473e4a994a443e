import { expect, test } from "vitest";
import { KnownValues } from "./known-values.ts";

test("what stands there again has the number that it had, and is read once", () => {
  let reads = 0;
  const known = new KnownValues((bytes, start, end) => {
    reads += 1;
    const text = bytes.toString("utf8", start, end);
    return text === "none" ? undefined : text;
  });
  const bytes = Buffer.from("one,two,one,none");
  expect([known.numberOf(bytes, 0, 3), known.numberOf(bytes, 4, 7), known.numberOf(bytes, 8, 11)]).toEqual([
    0, 1, 0,
  ]);
  expect(known.numberOf(bytes, 12, 16)).toBe(-1);
  expect(reads).toBe(3);
  expect(known.values).toEqual(["one", "two"]);
});

test("too many are forgotten between two lines, never within one: numbers mean something else then, which is told", () => {
  const known = new KnownValues((bytes, start, end) => bytes.toString("utf8", start, end));
  const numberOf = (text: string): number => {
    const bytes = Buffer.from(text);
    return known.numberOf(bytes, 0, bytes.length);
  };
  for (let n = 0; n < 20_000; n += 1) {
    known.makeRoom();
    expect(numberOf(`unit ${n}`)).toBe(n);
  }
  expect(known.generation).toBe(0);
  expect(numberOf("one more in the same line")).toBe(20_000);
  expect(numberOf("unit 7")).toBe(7);
  known.makeRoom();
  expect(known.generation).toBe(1);
  expect(numberOf("unit 7")).toBe(0);
});
