/** Random products that are edited by known edits: comparing must give back exactly those. */
import { describe, expect, test } from "vitest";
import { compareModels } from "./compare-models.ts";
import type { Comparison, Difference, DifferenceKind } from "./comparison.ts";
import {
  modelOf,
  random,
  randomProduct,
  type Random,
  type TestLine,
  type TestPart,
  type TestProduct,
} from "./testing.ts";

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
const TOLERANCE = 0.01;

interface Edited {
  readonly product: TestProduct;
  readonly expected: readonly string[];
}

/** Each edit has a leaf of its own, so that none hides another. */
function edit(product: TestProduct, next: Random): Edited {
  let parts: TestPart[] = [...product];
  const expected: string[] = [];
  const leaves = parts.flatMap(({ shape }, part) => (shape === undefined ? [] : [part]));
  const free = new Set(leaves);
  const pick = (): number | undefined => {
    const open = [...free];
    const part = open[Math.floor(next() * open.length)];
    if (part !== undefined) free.delete(part);
    return part;
  };
  const change = (part: number, changed: Partial<TestPart>): void => {
    parts = parts.map((each, at) => (at === part ? { ...each, ...changed } : each));
  };
  const linesOf = (part: number): { readonly parent: number; readonly lines: readonly TestLine[] } => {
    const parents = parts.flatMap(({ lines }, at) => (lines.some((line) => line.part === part) ? [at] : []));
    const parent = parents[Math.floor(next() * parents.length)] ?? parts.length - 1;
    return { parent, lines: (parts[parent]?.lines ?? []).filter((line) => line.part === part) };
  };
  const number = (part: number): string => parts[part]?.number ?? "";
  const root = parts.length - 1;

  const revised = pick();
  if (revised !== undefined) {
    change(revised, { revision: "B" });
    expected.push(`revision ${number(revised)} A B`);
  }
  const renumbered = pick();
  if (renumbered !== undefined) {
    expected.push(`renamed ${number(renumbered)} 99-1 name`);
    change(renumbered, { number: "99-1" });
  }
  const renamed = pick();
  if (renamed !== undefined) {
    expected.push(`renamed ${number(renamed)} 99-2 geometry`);
    change(renamed, { number: "99-2", name: "Something else" });
  }
  const moved = pick();
  if (moved !== undefined) {
    const { parent, lines } = linesOf(moved);
    const line = lines[0];
    const way = 1 + next() * 40;
    change(parent, {
      lines: (parts[parent]?.lines ?? []).map((each) =>
        each === line ? { ...each, at: [each.at[0] + way, each.at[1], each.at[2]] as const } : each,
      ),
    });
    expected.push(`moved ${number(moved)} in ${number(parent)} by ${way.toFixed(3)}`);
  }
  const removed = pick();
  if (removed !== undefined) {
    const { parent, lines } = linesOf(removed);
    change(parent, { lines: (parts[parent]?.lines ?? []).filter((line) => line.part !== removed) });
    expected.push(`removed ${number(removed)} in ${number(parent)} ${lines.length} 0`);
  }
  const fewer = pick();
  if (fewer !== undefined) {
    const { parent, lines } = linesOf(fewer);
    const extra: TestLine = { part: fewer, name: "extra", at: [2_000, next() * 900, 0], turn: 0 };
    change(parent, { lines: [...(parts[parent]?.lines ?? []), extra] });
    expected.push(`quantity ${number(fewer)} in ${number(parent)} ${lines.length} ${lines.length + 1}`);
  }
  const drilled = pick();
  if (drilled !== undefined) {
    const shape = parts[drilled]?.shape;
    if (shape !== undefined)
      change(drilled, { shape: { ...shape, holes: [...shape.holes, { x: 0, y: -7, radius: 0.7 }] } });
    expected.push(`face-added ${number(drilled)} cylinder`);
  }
  const widened = pick();
  if (widened !== undefined) {
    const shape = parts[widened]?.shape;
    const [hole, ...others] = shape?.holes ?? [];
    if (shape !== undefined && hole !== undefined) {
      change(widened, { shape: { ...shape, holes: [{ ...hole, radius: hole.radius * 1.2 }, ...others] } });
      expected.push(`face-changed ${number(widened)} cylinder size`);
    }
  }
  const shifted = pick();
  if (shifted !== undefined) {
    const shape = parts[shifted]?.shape;
    const [hole, ...others] = shape?.holes ?? [];
    if (shape !== undefined && hole !== undefined) {
      change(shifted, { shape: { ...shape, holes: [{ ...hole, y: hole.y + 0.5 }, ...others] } });
      expected.push(`face-changed ${number(shifted)} cylinder place 0.500`);
    }
  }
  // Behind all others, so that the indices of the lines stay; the root goes last.
  const added: TestPart = {
    number: "55-1",
    name: "New",
    revision: "A",
    shape: { width: 333, height: 3, holes: [] },
    lines: [],
  };
  const top = parts[root];
  if (top === undefined) throw new Error("a product without a root");
  const line: TestLine = { part: root, name: "new", at: [5, 5, 5], turn: 1 };
  expected.push("added 55-1 in 30-0 0 1");
  return { product: [...parts.slice(0, root), added, { ...top, lines: [...top.lines, line] }], expected };
}

function text({ kind, before, after, quantity, distance, foundBy, faces, change }: Difference): string {
  const place = before ?? after;
  const own = place?.partNumber ?? "";
  switch (kind) {
    case "added":
    case "removed":
    case "quantity":
      return `${kind} ${own} in ${place?.parentNumber} ${quantity?.[0]} ${quantity?.[1]}`;
    case "moved":
      return `${kind} ${own} in ${place?.parentNumber} by ${distance?.toFixed(3)}`;
    case "renamed":
      return `${kind} ${own} ${after?.partNumber} ${foundBy}`;
    case "revision":
      return `${kind} ${own} ${before?.revision} ${after?.revision}`;
    default: {
      const size = faces?.[0] ?? faces?.[1];
      const how = change === undefined ? "" : ` ${change}`;
      const far = change === "place" ? ` ${distance?.toFixed(3)}` : "";
      return `${kind} ${own} ${size?.kind}${how}${far}`;
    }
  }
}

const texts = ({ differences }: Comparison): readonly string[] => differences.map(text).toSorted();

const MIRRORED: Readonly<Partial<Record<DifferenceKind, DifferenceKind>>> = {
  added: "removed",
  removed: "added",
  "face-added": "face-removed",
  "face-removed": "face-added",
};

/** What the other direction must say. */
function mirrored({ kind, before, after, quantity, faces, ...rest }: Difference): Difference {
  return {
    ...rest,
    kind: MIRRORED[kind] ?? kind,
    before: after,
    after: before,
    ...(quantity === undefined ? {} : { quantity: [quantity[1], quantity[0]] }),
    ...(faces === undefined ? {} : { faces: [faces[1], faces[0]] }),
  };
}

/** In one order, with numbers as near as sums of them can be. */
const sorted = (differences: readonly Difference[]): readonly string[] =>
  differences.map((difference) => JSON.stringify(canonical(difference))).toSorted();

function canonical(value: unknown): unknown {
  if (typeof value === "number") return Math.round(value * 1e6) / 1e6;
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items.every((item) => typeof item === "number") ? items.toSorted((a, b) => a - b) : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // A quantity is a pair in its order, nodes and faces are sets.
  return entries
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([key, item]) => [key, key === "quantity" ? String(item) : canonical(item)]);
}

describe.each(SEEDS)("seed %i", (seed) => {
  const next = random(seed);
  const product = randomProduct(next);
  const edited = edit(product, next);
  const [before, after] = [modelOf(product), modelOf(edited.product)];

  test("the edits come back, all of them and nothing else", () => {
    expect(texts(compareModels(before, after, TOLERANCE))).toEqual(edited.expected.toSorted());
  });

  test("a model does not differ from itself, in whatever order its parts stand", () => {
    expect(compareModels(after, after, 0).differences).toEqual([]);
    const order = edited.product.map((_, part) => part);
    for (let at = order.length - 2; at > 0; at--) {
      const other = Math.floor(next() * (at + 1));
      [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
    }
    const shuffled = order
      .flatMap((part) => edited.product[part] ?? [])
      .map((part) => ({
        ...part,
        lines: part.lines
          .map((line) => ({ ...line, part: order.indexOf(line.part) }))
          .toSorted(() => next() - 0.5),
      }));
    expect(texts(compareModels(after, modelOf(shuffled), TOLERANCE))).toEqual([]);
  });

  test("with the sides exchanged the answer is mirrored", () => {
    const forth = compareModels(before, after, TOLERANCE).differences;
    const back = compareModels(after, before, TOLERANCE).differences;
    expect(sorted(back)).toEqual(sorted(forth.map(mirrored)));
  });

  test("what a difference names is there: occurrences of its part, faces of its mesh", () => {
    for (const { before: from, after: to } of compareModels(before, after, TOLERANCE).differences) {
      for (const [place, model] of [
        [from, before],
        [to, after],
      ] as const) {
        if (place === undefined) continue;
        expect(model.parts[place.part]?.number).toBe(place.partNumber);
        for (const node of place.nodes) expect(model.nodes[node]?.part).toBe(place.part);
        for (const face of place.faces) expect(model.parts[place.part]?.mesh?.faces[face]).toBeDefined();
      }
    }
  });
});
