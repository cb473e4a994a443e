import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecordSplitter } from "./csv-record.ts";

function records(text: string, delimiter: string): string[][] {
  const splitter = createRecordSplitter(delimiter);
  return text.split("\n").flatMap((line) => {
    const record = splitter.feed(line);
    return record === undefined ? [] : [record];
  });
}

test("well-formed CSV reads as another implementation reads it", () => {
  const field = fc.string({
    unit: fc.constantFrom("a", "7", " ", ",", ";", '"', "\n", "ä", "'"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }).chain((columns) =>
        fc.array(fc.array(field, { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 6,
        }),
      ),
      fc.constantFrom(",", ";", "\t", "|"),
      (rows, delimiter) => {
        const quote = (value: string): string =>
          /["\n,;\t|]/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value;
        const text = rows.map((row) => row.map(quote).join(delimiter)).join("\n");
        expect(records(text, delimiter)).toEqual(parse(text, { delimiter, record_delimiter: "\n" }));
        expect(records(text, delimiter)).toEqual(rows);
      },
    ),
    { seed: 20261124, numRuns: 300 },
  );
});

test.each([
  ['5" pipe,x', [['5" pipe', "x"]]],
  ['"a" tail,b', [["a tail", "b"]]],
  ["a,,", [["a", "", ""]]],
  ["", [[""]]],
])("%j is kept as far as it makes sense", (text, expected) => {
  expect(records(text, ",")).toEqual(expected);
});
