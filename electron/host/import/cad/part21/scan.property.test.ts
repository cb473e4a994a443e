import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImportError } from "../../importer.ts";
import { readExchangeFile, type ExchangeFile } from "./exchange-file.ts";

const SEED = 21;
const demo = readFileSync(resolve(import.meta.dirname, "../../../../../assets/demo/linear-actuator.step"));
/** Its head and the first instances, closed as a file of its own. */
const lines = demo.toString("latin1").split("\n");
const small = Buffer.from([...lines.slice(0, 90), "ENDSEC;", "END-ISO-10303-21;", ""].join("\n"), "latin1");
const whole = readExchangeFile(small);
const ids = allIds(small.toString("latin1"));

function allIds(text: string): readonly number[] {
  return [...text.matchAll(/^#(\d+)=/gm)].map(([, id]) => Number(id));
}

/** Everything that can be asked, asked. */
function exercise(file: ExchangeFile): void {
  for (const id of ids) {
    file.references(id);
    file.text(id);
    file.line(id);
    for (const keyword of file.type(id)?.split("+") ?? []) file.parameters(id, keyword);
  }
}

function readOrRefuse(bytes: Buffer): ExchangeFile | undefined {
  try {
    return readExchangeFile(bytes);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ImportError);
    return undefined;
  }
}

test("the small file is sound", () => {
  expect(ids.length).toBeGreaterThan(70);
  expect(whole.problems).toEqual([]);
  expect(whole.instanceCount).toBe(ids.length);
});

describe("properties", () => {
  test("cut anywhere, every instance that stood whole before the cut is kept as it was", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: small.length }), (cut) => {
        const file = readOrRefuse(small.subarray(0, cut));
        const sound = small.toString("latin1", 0, cut).matchAll(/^#(\d+)=(.*);$/gm);
        for (const [, id, text] of sound) {
          // The last line may be whole by chance only where a semicolon is its last byte.
          expect(file?.text(Number(id))).toBe(text);
        }
        if (file === undefined) return;
        exercise(file);
        expect(file.truncated).toBe(cut < small.length - 2);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  test("one byte changed costs at most the instances that it touches", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 400, max: small.length - 30 }),
        fc.integer({ min: 0, max: 255 }),
        (at, byte) => {
          const bytes = Buffer.from(small);
          bytes[at] = byte;
          const file = readOrRefuse(bytes);
          expect(file).toBeDefined();
          if (file === undefined) return;
          exercise(file);
          const text = bytes.toString("latin1");
          // Two where the change joins lines or repeats a number.
          expect(file.instanceCount).toBeGreaterThanOrEqual(allIds(text).length - 2);
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  test("any pieces repeated, dropped, swapped or overwritten: no throw but ImportError", () => {
    const edit = fc.record({
      from: fc.integer({ min: 0, max: small.length }),
      length: fc.integer({ min: 0, max: 300 }),
      to: fc.integer({ min: 0, max: small.length }),
      filler: fc.oneof(
        fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
        fc
          .constantFrom("'", "''", "/*", "*/", ";", "#1=", "(", ")", '"', "ENDSEC;", "DATA;", "#")
          .map((text) => Buffer.from(text)),
      ),
      drop: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
        let bytes = Buffer.from(small);
        for (const { from, length, to, filler, drop } of edits) {
          const piece = bytes.subarray(from, from + length);
          const rest = drop ? Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]) : bytes;
          bytes = Buffer.concat([rest.subarray(0, to), filler, piece, rest.subarray(to)]);
        }
        const file = readOrRefuse(bytes);
        if (file !== undefined) exercise(file);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test("any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, marked) => {
        readOrRefuse(Buffer.concat([Buffer.from(marked ? "ISO-10303-21;DATA;" : ""), bytes]));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

describe("hostile files cost time in proportion to their size", () => {
  // Quadratic, these would take hours: the time limit of a test is the assertion.
  test.each([
    ["open strings", "#1=A(';"],
    ["open strings on lines", "#1=A('\n"],
    ["doubled quotes", "#1=A('''';#2=B(''"],
    ["open comments", "#1=A(/*;"],
    ["open comments before instances", "/*\n#1=A();"],
    ["open binaries", '#1=A(";'],
    ["open parentheses", "#1=A(((\n"],
    ["heads", "#1=\n"],
    ["numbers signs", "#"],
    ["digits", "#9999999999999999999"],
    ["slashes", "/"],
    ["words", "DATA HEADER "],
    ["references sections", "REFERENCE;ENDSEC;"],
    ["complex instances", "#1=(A()B();"],
  ])("%s", (_, piece) => {
    for (const end of ["", "*/';\"\n"]) {
      const text = `ISO-10303-21;DATA;\n${piece.repeat(Math.ceil(2_000_000 / piece.length))}${end}`;
      const file = readOrRefuse(Buffer.from(text, "latin1"));
      expect(file === undefined || file.problems.length < 600).toBe(true);
    }
  });
});
