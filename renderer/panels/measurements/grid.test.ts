import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CELL_STATES,
  type CharacteristicColumn,
  type MeasurementBlock,
  type MeasurementRow,
} from "../../../shared/contract/measurements.ts";
import { VERDICTS } from "../../../shared/model/unit.ts";
import { formatFixed } from "../../state/format-number.ts";
import {
  cellAt,
  cellText,
  characteristicName,
  columnDecimals,
  DEFAULT_CHOICE,
  gridAsTsv,
  gridOf,
  limitsText,
  outOfLimits,
  visibleRange,
} from "./grid.ts";

const column = (more: Partial<CharacteristicColumn> = {}): CharacteristicColumn => ({
  name: "DIAMETER5",
  feature: undefined,
  measuredOn: undefined,
  kind: "diameter",
  nominal: undefined,
  lowerLimit: undefined,
  upperLimit: undefined,
  uom: "mm",
  remark: undefined,
  measured: 0,
  failed: 0,
  ...more,
});
const row = (unitId: number, more: Partial<MeasurementRow> = {}): MeasurementRow => ({
  unitId,
  serial: String(unitId),
  serialStatus: "proven",
  position: unitId,
  label: undefined,
  takenAt: undefined,
  verdict: "pass",
  failed: 0,
  ...more,
});

function block(
  columns: readonly CharacteristicColumn[],
  rows: readonly MeasurementRow[],
  values: readonly number[],
  states: readonly (typeof CELL_STATES)[number][] = values.map((value) =>
    Number.isNaN(value) ? "absent" : "pass",
  ),
): MeasurementBlock {
  return {
    sourceId: "qif:lab-1",
    sourceName: "lab-1.qif",
    partNumber: "PL-100",
    laboratory: undefined,
    columns,
    rows,
    values: Float64Array.from(values),
    states: Uint8Array.from(states, (state) => CELL_STATES.indexOf(state)),
    undatedRows: 0,
  };
}

const blocks = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.nat({ max: 14 }))
  .chain(([columns, rows]) =>
    fc.record({
      columns: fc.array(fc.nat({ max: 2 }), { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.tuple(fc.constantFrom(...VERDICTS), fc.nat({ max: 3 })), {
        minLength: rows,
        maxLength: rows,
      }),
      // Few different values, so that ties are the rule.
      values: fc.array(fc.constantFrom(NaN, NaN, 1, 1.5, 2, -3, 0, Infinity), {
        minLength: columns * rows,
        maxLength: columns * rows,
      }),
    }),
  )
  .map(({ columns, rows, values }) =>
    block(
      columns.map((failed) => column({ failed })),
      rows.map(([verdict, failed], index) => row(index + 1, { verdict, failed })),
      values,
    ),
  );

describe("rows in the order that was asked", () => {
  test("sorted stably by value in both directions, units without a value last", () => {
    fc.assert(
      fc.property(blocks, fc.nat({ max: 5 }), fc.boolean(), (made, pick, descending) => {
        const by =
          (pick % (made.columns.length + 1)) - 1 === -1 ? -2 : (pick % (made.columns.length + 1)) - 1;
        const { rows } = gridOf(made, { ...DEFAULT_CHOICE, sort: { column: by, descending } });
        expect(rows.toSorted((a, b) => a - b)).toEqual([...made.rows.keys()]);
        const value = (index: number): number =>
          by === -2
            ? (made.rows[index]?.failed ?? NaN)
            : (made.values[index * made.columns.length + by] ?? NaN);
        for (const [at, after] of rows.slice(1).entries()) {
          const before = rows[at] ?? -1;
          const [first, second] = [value(before), value(after)];
          if (Number.isNaN(first)) expect(second).toBeNaN();
          if (Number.isNaN(second)) {
            if (Number.isNaN(first)) expect(before).toBeLessThan(after);
            continue;
          }
          if (first === second) expect(before).toBeLessThan(after);
          else expect(descending ? first > second : first < second).toBe(true);
        }
      }),
      { seed: 211, numRuns: 400 },
    );
  });

  test("by their own order, and that turned round", () => {
    const made = block([column()], [row(1), row(2), row(3)], [3, 1, 2]);
    expect(gridOf(made, DEFAULT_CHOICE).rows).toEqual([0, 1, 2]);
    expect(gridOf(made, { ...DEFAULT_CHOICE, sort: { column: -1, descending: true } }).rows).toEqual([
      2, 1, 0,
    ]);
  });

  test("filtered by verdict, columns by failures", () => {
    fc.assert(
      fc.property(
        blocks,
        fc.constantFrom("all", "pass", "fail"),
        fc.boolean(),
        (made, verdict, onlyFailures) => {
          const { rows, columns } = gridOf(made, { ...DEFAULT_CHOICE, verdict, onlyFailures });
          made.rows.forEach((each, index) =>
            expect(rows.includes(index)).toBe(verdict === "all" || each.verdict === verdict),
          );
          made.columns.forEach(({ failed }, index) =>
            expect(columns.includes(index)).toBe(!onlyFailures || failed > 0),
          );
          expect(outOfLimits(made)).toBe(made.columns.reduce((sum, { failed }) => sum + failed, 0));
        },
      ),
      { seed: 212 },
    );
  });
});

describe("cells", () => {
  const made = block(
    [column(), column()],
    [row(1), row(2)],
    [1.5, NaN, -0.25, 88.953],
    ["fail", "absent", "none", "pass"],
  );

  test("are found by row and column", () => {
    expect(cellAt(made, 0, 0)).toEqual({ value: 1.5, state: "fail" });
    expect(cellAt(made, 0, 1)).toEqual({ value: NaN, state: "absent" });
    expect(cellAt(made, 1, 1)).toEqual({ value: 88.953, state: "pass" });
    expect(cellAt(made, 9, 0)).toEqual({ value: NaN, state: "absent" });
  });

  test("an absent one is blank, a record without a value is a dash", () => {
    expect(cellText({ value: NaN, state: "absent" }, 3)).toBe("");
    expect(cellText({ value: NaN, state: "none" }, 3)).toBe("–");
    expect(cellText({ value: -0.25, state: "none" }, 3)).toBe("−0.250");
  });

  test("of a column all have as many decimals as its values and limits carry, five at most", () => {
    const columns = [
      column({ nominal: 4, lowerLimit: 3.9, upperLimit: 4.25 }),
      column(),
      column({ nominal: 1 / 3 }),
      column({ nominal: 90 }),
    ];
    const values = [4.1, NaN, 2, 90, 4, 88.953, 2, 90];
    expect(columnDecimals(block(columns, [row(1), row(2)], values))).toEqual([2, 3, 5, 0]);
  });

  test("up to five decimals nothing of a value is lost", () => {
    const value = fc
      .integer({ min: -1e9, max: 1e9 })
      .chain((whole) => fc.nat({ max: 5 }).map((digits) => whole / 10 ** digits));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), (values) => {
        const rows = values.map((_, index) => row(index + 1));
        const [decimals = 0] = columnDecimals(block([column()], rows, values));
        const texts = values.map((each) => formatFixed(each, decimals));
        expect(texts.map((text) => Number(text.replace("−", "-")) + 0)).toEqual(
          values.map((each) => each + 0),
        );
        expect(new Set(texts.map((text) => text.split(".")[1]?.length ?? 0)).size).toBe(1);
      }),
      { seed: 213 },
    );
  });
});

test("limits as text, with their unit of measure", () => {
  expect(limitsText(column({ nominal: 90, lowerLimit: 89, upperLimit: 91 }))).toBe("89 – 91 mm");
  expect(limitsText(column({ upperLimit: 0.05, uom: undefined }))).toBe("≤ 0.05");
  expect(limitsText(column({ lowerLimit: 45, uom: "deg" }))).toBe("≥ 45 °");
  expect(limitsText(column())).toBe("mm");
});

test("a characteristic of several features names its feature", () => {
  expect(characteristicName(column())).toBe("DIAMETER5");
  expect(characteristicName(column({ feature: "SIMPLE_HOLE7" }))).toBe("DIAMETER5 · SIMPLE_HOLE7");
});

describe("copied", () => {
  const words = {
    unit: "Unit",
    nominal: "Nominal",
    limits: "Limits",
    name: ({ serial }: MeasurementRow): string => serial ?? "",
  };

  test("the table is as shown, with its head", () => {
    const made = block(
      [
        column({ name: "A", nominal: 90, lowerLimit: 89, upperLimit: 91 }),
        column({ name: "B", nominal: -0.5, uom: "um" }),
      ],
      [row(1), row(2, { serial: "two\tlines\r\nof text" })],
      [88.953, NaN, 90, -0.000000001],
    );
    expect(gridAsTsv(made, { rows: [1, 0], columns: [0, 1] }, words)).toBe(
      [
        "Unit\tA\tB",
        "Nominal\t90\t-0.5",
        "Limits\t89 – 91 mm\tµm",
        "two lines of text\t90\t-0.000000001",
        "1\t88.953\t",
      ].join("\n"),
    );
    expect(gridAsTsv(made, { rows: [], columns: [1] }, words)).toBe("Unit\tB\nNominal\t-0.5\nLimits\tµm");
  });

  test("it reads back as the same numbers in the same places", () => {
    const value = fc.oneof(
      fc.constant(NaN),
      fc.integer({ min: -1e12, max: 1e12 }).map((each) => each / 1e6),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, value), { maxLength: 6 }),
        fc.shuffledSubarray([0, 1, 2]),
        (values, columns) => {
          const made = block(
            [column(), column(), column()],
            values.map((_, index) => row(index + 1)),
            values.flat(),
          );
          const { rows } = gridOf(made, { ...DEFAULT_CHOICE, sort: { column: 0, descending: false } });
          const lines = gridAsTsv(made, { rows, columns }, words)
            .split("\n")
            .map((line) => line.split("\t"));
          expect(lines).toHaveLength(rows.length + 3);
          for (const [at, line] of lines.slice(3).entries()) {
            const unit = rows[at] ?? -1;
            expect(line[0]).toBe(String(unit + 1));
            const numbers = line.slice(1).map((cell) => (cell === "" ? NaN : Number(cell)));
            expect(numbers).toEqual(columns.map((each) => (values[unit]?.[each] ?? NaN) + 0));
          }
        },
      ),
      { seed: 214 },
    );
  });
});

test("the window holds every line that is seen, and a bounded number more", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -500, max: 100_000 }),
      fc.nat({ max: 2_000 }),
      fc.integer({ min: 1, max: 200 }),
      fc.nat({ max: 500 }),
      fc.nat({ max: 10 }),
      (offset, extent, size, count, beyond) => {
        const { from, to } = visibleRange(offset, extent, size, count, beyond);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(count);
        const seen = [...Array.from({ length: count }).keys()].filter(
          (line) => (line + 1) * size > offset && line * size < offset + extent,
        );
        for (const line of [seen[0], seen.at(-1)])
          if (line !== undefined) expect(from <= line && line < to).toBe(true);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(extent / size) + 1 + 2 * beyond);
      },
    ),
    { seed: 215, numRuns: 300 },
  );
});
