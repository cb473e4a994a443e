import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeasuredFeature, PlacedUnit, PositionStep } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { translation } from "../../scene/testing/generated-assembly.ts";
import { positionedFeatures, positionsOnNodes, unitsOnNodes, UNKNOWN_UNIT } from "./placed-units.ts";

const PARTS = ["machine", "group", "bearing", "ring", "screw"];
/** Nodes by path: parent, name, part. */
const NODES = [
  [-1, "machine", "machine"],
  [0, "left", "bearing"],
  [1, "outer", "ring"],
  [0, "right", "bearing"],
  [3, "outer", "ring"],
  [0, "cover", "group"],
  [5, "middle", "bearing"],
  [5, "screw.1", "screw"],
  [5, "screw.2", "screw"],
] as const;
const MODEL: CadModel = {
  schema: "",
  parts: PARTS.map((number) => ({ number, name: number })),
  nodes: NODES.map(([parent, occurrence, part]) => ({
    parent,
    part: PARTS.indexOf(part),
    occurrence,
    path: occurrence,
    transform: translation(0, 0, 0),
  })),
  problems: [],
};
const at = (unitId: number, partNumber: string, ...positions: string[]): PlacedUnit => ({
  unitId,
  partNumber,
  name: undefined,
  positions,
});
const MACHINE = at(1, "machine");
const unitsOf = (...placed: PlacedUnit[]): number[] => [...unitsOnNodes(MODEL, placed)];

describe("units stand where their positions say", () => {
  test("below each other, and each at its own occurrence of a part", () => {
    const units = unitsOf(
      MACHINE,
      at(11, "bearing", "left"),
      at(12, "bearing", "right"),
      at(21, "ring", "left", "outer"),
      at(22, "ring", "right", "outer"),
    );
    expect(units).toEqual([1, 11, 21, 12, 22, 0, UNKNOWN_UNIT, 0, 0]);
  });
  test("also below a group of the CAD system that is no unit", () => {
    expect(unitsOf(MACHINE, at(13, "bearing", "middle"))[6]).toBe(13);
  });
  test("not where the name is another part's, or several have it", () => {
    expect(unitsOf(MACHINE, at(13, "screw", "left"), at(14, "ring", "outer"))).toEqual([
      1, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });
  test("pieces of a lot have no place of their own: their part is known by its number", () => {
    expect(unitsOf(MACHINE, at(31, "screw", "screw, 2 pieces")).slice(7)).toEqual([0, 0]);
  });
  test("of two at one place the later counts", () => {
    expect(unitsOf(MACHINE, at(11, "bearing", "left"), at(15, "bearing", "left"))[1]).toBe(15);
  });
  test("of a unit that is a component itself, on each occurrence of its part", () => {
    expect(unitsOf(at(9, "bearing"), at(29, "ring", "outer"))).toEqual([0, 9, 29, 9, 29, 0, 9, 0, 0]);
  });
  test("of a part that the model has not, or of nothing, none is known", () => {
    expect(unitsOf(at(9, "elsewhere"), at(29, "ring", "outer")).every((unit) => unit === 0)).toBe(true);
    expect(unitsOf().every((unit) => unit === 0)).toBe(true);
  });
});

test("numbers of positions stand below every occurrence of the part that was built into, as brute force finds them", () => {
  const names = fc.constantFrom("left", "right", "inner");
  const numbers = fc.constantFrom("machine", "bearing", "ring");
  const trees = fc.array(fc.tuple(fc.nat(), names, numbers), { minLength: 1, maxLength: 14 });
  const step = fc.record({ position: names, partNumber: numbers });
  const asked = fc.uniqueArray(fc.tuple(numbers, fc.array(step, { minLength: 1, maxLength: 3 })), {
    maxLength: 10,
    selector: (each) => JSON.stringify(each),
  });
  // And ways that the tree has: from a node so many levels up.
  const seen = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })), { maxLength: 6 });
  let [deep, wide] = [0, 0];
  fc.assert(
    fc.property(trees, asked, seen, (made, invented, picks) => {
      // Pre-order: a node stands below the one before it or below one of those that hold it.
      const parents: number[] = [];
      made.forEach(([choice], at) => {
        const open = [-1];
        for (let above = at - 1; above >= 0; above = parents[above] ?? -1) open.push(above);
        parents.push(open[choice % open.length] ?? -1);
      });
      const model: CadModel = {
        schema: "",
        parts: PARTS.map((number) => ({ number, name: number })),
        nodes: made.map(([, occurrence, number], at) => ({
          parent: parents[at] ?? -1,
          part: PARTS.indexOf(number),
          occurrence,
          path: "",
          transform: translation(0, 0, 0),
        })),
        problems: [],
      };
      const taken = picks.flatMap(([pick, levels]): (typeof invented)[number][] => {
        const path: { position: "left" | "right" | "inner"; partNumber: "machine" | "bearing" | "ring" }[] =
          [];
        let node = pick % made.length;
        for (; path.length < levels && (parents[node] ?? -1) >= 0; node = parents[node] ?? -1) {
          const [, position, partNumber] = made[node] ?? [0, "left", "ring"];
          path.unshift({ position, partNumber });
        }
        return path.length === 0 ? [] : [[made[node]?.[2] ?? "ring", path]];
      });
      const keys = [...invented, ...taken];
      const positions = keys.map(([parentNumber, path]) => ({ parentNumber, path }));
      const isBelow = (node: number, above: number): boolean => {
        for (let at = parents[node] ?? -1; at >= 0; at = parents[at] ?? -1) if (at === above) return true;
        return false;
      };
      const below = (start: number, { position, partNumber }: PositionStep): number | undefined => {
        const found = made.flatMap(([, name, part], node) =>
          name === position && part === partNumber && isBelow(node, start) ? [node] : [],
        );
        const direct = found.find((node) => parents[node] === start);
        return direct ?? (found.length === 1 ? found[0] : undefined);
      };
      // Every way to every node, then the best of each: the longest, of these one that ends right below, of these the last.
      const ways = keys.flatMap(([parentNumber, path], at) => {
        const starts = made.flatMap(([, , number], node) => (number === parentNumber ? [node] : []));
        return starts.flatMap((start) => {
          const nodes = path.reduce<readonly (number | undefined)[]>(
            (way, each) => {
              const last = way.at(-1);
              return [...way, last === undefined ? undefined : below(last, each)];
            },
            [start],
          );
          const [above = -1, node] = nodes.slice(-2);
          if (node === undefined) return [];
          const isDirect = parents[node] === above;
          return [{ node, at, length: path.length, isDirect, isWide: starts.length > 1 }];
        });
      });
      const best = made.map((_, node) => {
        const own = ways.filter((way) => way.node === node);
        const longest = own.filter(({ length }) => own.every((other) => other.length <= length));
        return longest.findLast(({ isDirect }) => isDirect) ?? longest[0];
      });
      const { onNodes, isWide } = positionsOnNodes(model, positions);
      expect([...onNodes]).toEqual(best.map((way) => (way === undefined ? 0 : way.at + 1)));
      expect([...isWide]).toEqual(best.map((way) => (way?.isWide === true ? 1 : 0)));
      if (best.some((way) => (way?.length ?? 0) > 1)) deep += 1;
      if (best.some((way) => way?.isWide === true)) wide += 1;
    }),
    { seed: 20_261_127, numRuns: 1_000 },
  );
  expect(deep).toBeGreaterThan(50);
  expect(wide).toBeGreaterThan(50);
});

test("the same place in an assembly that stands twice is two, where the records say in which", () => {
  const ring = { partNumber: "ring", position: "outer" };
  const within = (position: string) => ({
    parentNumber: "machine",
    path: [{ partNumber: "bearing", position }, ring],
  });
  const rings = { parentNumber: "bearing", path: [ring] };
  // Known of the left one alone: the other one has what is known of rings in bearings.
  const { onNodes, isWide } = positionsOnNodes(MODEL, [rings, within("left")]);
  expect([onNodes[2], onNodes[4]]).toEqual([2, 1]);
  expect([isWide[2], isWide[4]]).toEqual([0, 1]);
  const both = positionsOnNodes(MODEL, [rings, within("left"), within("right")]);
  expect([both.onNodes[2], both.onNodes[4]]).toEqual([2, 3]);
  expect([...both.isWide].every((each) => each === 0)).toBe(true);
});

test("features are told by position under the numbers that stand on the model", () => {
  const numbers = (mean: number) => ({
    count: 2,
    failed: 0,
    mean,
    minimum: mean,
    maximum: mean,
    deviation: 0,
    movingRange: 0,
    undated: 0,
  });
  const at = (position: string) => ({ parentNumber: "machine", path: [{ partNumber: "bearing", position }] });
  const feature = (characteristic: string, more: Partial<MeasuredFeature>): MeasuredFeature => ({
    partNumber: "bearing",
    sourceId: "a",
    characteristic,
    sourceName: "a",
    laboratory: undefined,
    kind: "diameter",
    nominal: 4,
    lowerLimit: 3,
    upperLimit: 5,
    uom: "mm",
    place: undefined,
    faces: undefined,
    ...numbers(4),
    ...more,
  });
  const told = positionedFeatures(MODEL, [
    feature("D", {
      positions: [
        { ...at("left"), ...numbers(3.5) },
        { ...at("right"), ...numbers(4.5) },
      ],
    }),
    feature("E", { positions: [{ ...at("right"), ...numbers(4.2) }] }),
    feature("F", {}),
  ]);
  const meansAt = (node: number): readonly (number | undefined)[] =>
    (told?.features ?? []).map(
      ({ units }) => units?.find(({ unitId }) => unitId === told?.onNodes[node])?.mean,
    );
  expect(meansAt(1)).toEqual([3.5, undefined, undefined]);
  expect(meansAt(3)).toEqual([4.5, 4.2, undefined]);
  expect(told?.onNodes[6]).toBe(0);
  expect(positionedFeatures(MODEL, [feature("F", {})])).toBeUndefined();
  expect(
    positionedFeatures(MODEL, [feature("D", { positions: [{ ...at("none"), ...numbers(1) }] })]),
  ).toBeUndefined();
});
