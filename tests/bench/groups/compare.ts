/** Comparing two assemblies of 50,000 occurrences, beside looking for each occurrence through all of the other. */
import { compareModels } from "../../../shared/compare/compare-models.ts";
import { displacement } from "../../../shared/compare/displacement.ts";
import { placeModel } from "../../../shared/compare/placed-model.ts";
import {
  modelOf,
  random,
  type TestLine,
  type TestPart,
  type TestProduct,
} from "../../../shared/compare/testing.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { Figure } from "../figure.ts";

const ASSEMBLIES = 50;
const LINES = 1_000;
const LEAVES = 200;
const TOLERANCE = 0.01;
/** Occurrences that the baseline looks for: all of them would take minutes, and each takes the same. */
const SOUGHT = 500;

export function* measureCompare(): Generator<Figure> {
  const before = modelOf(product(0));
  const after = modelOf(product(1));
  // Once for the compiler, as for the baseline below.
  compareModels(before, after, TOLERANCE);
  const started = performance.now();
  const { differences } = compareModels(before, after, TOLERANCE);
  const value = performance.now() - started;
  // Every assembly has lost its first line and has its second one elsewhere.
  if (differences.length < ASSEMBLIES * 2) throw new Error(`${differences.length} differences were found`);
  naive(before, after);
  const baseline = naive(before, after) * (before.nodes.length / SOUGHT);
  yield {
    group: "cad",
    name: `compare two assemblies of ${before.nodes.length} occurrences`,
    value,
    unit: "ms",
    baseline,
    baselineName: `each occurrence looked for among all of its part's, from ${SOUGHT} of them`,
    target: { of: "ratio", comparison: "at most", limit: 0.5 },
  };
}

/** ms for some of the occurrences: the nearest one of the same number in the other model, by trying every one. */
function naive(before: CadModel, after: CadModel): number {
  const [a, b] = [placeModel(before), placeModel(after)];
  const started = performance.now();
  const step = Math.floor(before.nodes.length / SOUGHT);
  let found = 0;
  for (let node = 0; node < SOUGHT * step; node += step) {
    const part = before.nodes[node]?.part ?? -1;
    const box = a.boxes[part] ?? [0, 0, 0, 0, 0, 0];
    const number = before.parts[part]?.number;
    let least = Infinity;
    for (const [other, { part: otherPart }] of after.nodes.entries()) {
      if (after.parts[otherPart]?.number !== number) continue;
      least = Math.min(least, displacement(box, a.world, b.world, node * 16, other * 16));
    }
    if (least <= TOLERANCE) found++;
  }
  const took = performance.now() - started;
  if (found === 0) throw new Error("nothing was found again");
  return took;
}

/** @param revision 1: every assembly without its first line, and with the second one moved */
function product(revision: 0 | 1): TestProduct {
  const next = random(7);
  const leaves = Array.from({ length: LEAVES }, (_, index): TestPart => ({
    number: `10-${index}`,
    name: `Leaf ${index}`,
    revision: "A",
    shape: { width: 20 + index / 10, height: 5, holes: [{ x: 0, y: 0, radius: 1 }] },
    lines: [],
  }));
  const assemblies = Array.from({ length: ASSEMBLIES }, (_, index): TestPart => {
    const lines = Array.from({ length: LINES }, (_line, at): TestLine => ({
      part: at % LEAVES,
      name: `L${at}`,
      at: [next() * 5_000, next() * 5_000, next() * 5_000],
      turn: next() * 6,
    }));
    const [, second, ...rest] = lines;
    const [x = 0, y = 0, z = 0] = second?.at ?? [];
    const revised = second === undefined ? rest : [{ ...second, at: [x + 5, y, z] as const }, ...rest];
    return {
      number: `20-${index}`,
      name: `Assembly ${index}`,
      revision: "A",
      shape: undefined,
      lines: revision === 0 ? lines : revised,
    };
  });
  const root: TestPart = {
    number: "30-0",
    name: "Product",
    revision: "A",
    shape: undefined,
    lines: assemblies.map((_, index) => ({
      part: LEAVES + index,
      name: `A${index}`,
      at: [0, 0, 0],
      turn: 0,
    })),
  };
  return [...leaves, ...assemblies, root];
}
