/** For tests: products by their definition (assemblies of lines), which expand to the models that files give. */
import { createTestMesh } from "../links/testing.ts";
import type { CadMesh, CadModel, CadNode, CadPart } from "../model/cad.ts";

export type Random = () => number;

/** Marsaglia's xorshift32 (Journal of Statistical Software 8/14, 2003): 0…1. */
export function random(seed: number): Random {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A plate with holes: what a leaf is made of. */
export interface TestShape {
  readonly width: number;
  readonly height: number;
  readonly holes: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

export interface TestPart {
  readonly number: string;
  readonly name: string;
  readonly revision: string;
  readonly shape: TestShape | undefined;
  readonly lines: readonly TestLine[];
}

/** One occurrence. */
export interface TestLine {
  /** Index of the part. */
  readonly part: number;
  readonly name: string;
  readonly at: readonly [number, number, number];
  /** Radians about z. */
  readonly turn: number;
}

/** The last part is the root. */
export type TestProduct = readonly TestPart[];

export function meshOf({ width, height, holes }: TestShape): CadMesh {
  const { wall, plate, mesh } = createTestMesh();
  plate([0, 0, 0], width, width);
  plate([0, 0, height], width, width);
  for (const { x, y, radius } of holes) wall({ at: [x, y, 0], radius, height });
  return mesh();
}

export function modelOf(product: TestProduct): CadModel {
  const parts = product.map(({ number, name, revision, shape }): CadPart => ({
    number,
    name,
    revision,
    ...(shape === undefined ? {} : { mesh: meshOf(shape) }),
  }));
  const nodes: CadNode[] = [];
  const expand = (line: TestLine, parent: number, path: string): void => {
    const node = nodes.length;
    const [c, s] = [Math.cos(line.turn), Math.sin(line.turn)];
    const transform = [c, s, 0, 0, -s, c, 0, 0, 0, 0, 1, 0, ...line.at, 1];
    const own = path === "" ? line.name : `${path}/${line.name}`;
    nodes.push({ parent, part: line.part, occurrence: line.name, path: own, transform });
    for (const child of product[line.part]?.lines ?? []) expand(child, node, own);
  };
  expand({ part: product.length - 1, name: "root", at: [0, 0, 0], turn: 0 }, -1, "");
  return { schema: "AP214", parts, nodes, problems: [] };
}

/** Leaves, assemblies of leaves, and a root of both; every leaf has a shape of its own. */
export function randomProduct(next: Random, leaves = 12, assemblies = 4): TestProduct {
  const range = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const place = (): [number, number, number] => [next() * 900, next() * 900, next() * 900];
  const parts: TestPart[] = Array.from({ length: leaves }, (_, index) => ({
    number: `10-${index}`,
    name: `Leaf ${index}`,
    revision: "A",
    shape: {
      width: 20 + index * 3,
      height: 5 + index,
      holes: Array.from({ length: range(1, 4) }, (_hole, hole) => ({
        x: hole * 4 - 6,
        y: index % 3,
        radius: 0.5 + next(),
      })),
    },
    lines: [],
  }));
  const lines = (of: readonly number[]): TestLine[] =>
    of.flatMap((part) =>
      Array.from({ length: range(1, 4) }, (_, count) => ({
        part,
        name: `${parts[part]?.number}:${count + 1}`,
        at: place(),
        turn: next() * 6,
      })),
    );
  for (let index = 0; index < assemblies; index++) {
    const own = Array.from({ length: leaves }, (_, leaf) => leaf).filter(() => next() < 0.4);
    parts.push({
      number: `20-${index}`,
      name: `Assembly ${index}`,
      revision: "A",
      shape: undefined,
      lines: lines(own.length === 0 ? [index % leaves] : own),
    });
  }
  const below = Array.from({ length: leaves + assemblies }, (_, part) => part);
  parts.push({ number: "30-0", name: "Product", revision: "A", shape: undefined, lines: lines(below) });
  return parts;
}
