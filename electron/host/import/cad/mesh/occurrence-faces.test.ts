import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { CadMesh, CadModel, CadNode, Colour } from "../../../../../shared/model/cad.ts";
import { collect, of } from "../../testing.ts";
import { stepImporter } from "../step-importer.ts";
import { IDENTITY } from "../structure/transform.ts";
import { Exchange } from "../structure/testing.ts";
import { withFaceColours, withHiddenFaces } from "./occurrence-faces.ts";

const GREEN: Colour = [0, 1, 0, 1];
const folder = mkdtempSync(join(tmpdir(), "occurrence-faces-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function modelOf(exchange: Exchange): Promise<CadModel> {
  const path = join(folder, "assembly.stp");
  writeFileSync(path, exchange.text(), "latin1");
  const { records, failure } = await collect(stepImporter, path);
  expect(failure).toBeUndefined();
  const [record] = of(records, "model");
  if (record === undefined) throw new Error("no model");
  return record.model;
}

interface Pair {
  readonly exchange: Exchange;
  readonly relation: number;
}

/** Two occurrences of a part, the second of which a style can be bound to. */
function pair(exchange: Exchange, item: number, kind?: string): Pair {
  const context = exchange.context();
  const shape = exchange.representation([item], context, kind);
  const part = exchange.product("10-2", shape);
  const topShape = exchange.representation([exchange.axes()], context);
  const top = exchange.product("10-1", topShape);
  const [, relation = 0] = ["left", "right"].map((name, at) => {
    const usage = exchange.usage(top, part, { id: name, designator: name });
    return exchange.place(usage, shape, topShape, exchange.axes(), exchange.axes([at * 100, 0, 0]));
  });
  return { exchange, relation };
}

function override({ exchange, relation }: Pair, item: number | undefined): void {
  const base = exchange.styled(item ?? 0, exchange.style(1, 0, 0));
  exchange.add(
    `CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(#${exchange.style(0, 1, 0)}),#${item},#${base},(#${relation}))`,
  );
}

const wornBy = ({ nodes }: CadModel): unknown =>
  nodes.map(({ path, faceColours }) => [path, faceColours?.map(({ face, colour }) => [face, colour])]);

describe("a face in a colour of one occurrence alone", () => {
  test("is a face of the mesh there, and has its part's colour elsewhere", async () => {
    const exchange = new Exchange();
    const { solid, faces } = exchange.block(10, 20, 30);
    const built = pair(exchange, solid);
    override(built, faces[4]);
    const model = await modelOf(exchange);
    const [top, left, right] = model.nodes;
    expect([top, left].map((node) => node?.faceColours)).toEqual([undefined, undefined]);
    const part = model.parts[right?.part ?? -1];
    expect(right?.faceColours?.map(({ colour }) => colour)).toEqual([GREEN]);
    const worn = part?.mesh?.faces[right?.faceColours?.[0]?.face ?? -1];
    expect(worn?.name).toBe("side 4");
    // All its corners lie on x = 0.
    const corners = part?.mesh?.indices.subarray((worn?.first ?? 0) * 3, ((worn?.first ?? 0) + 2) * 3);
    expect([...(corners ?? [])].map((vertex) => part?.mesh?.positions[vertex * 3])).toEqual(
      Array.from({ length: 6 }, () => 0),
    );
    expect(worn?.colour).toEqual([1, 0, 0, 1]);
    expect(model.problems).toEqual([]);
  });

  test("also where the part is made of triangles", async () => {
    const exchange = new Exchange();
    const list = exchange.add("COORDINATES_LIST('',4,((0.,0.,0.),(9.,0.,0.),(0.,9.,0.),(0.,0.,9.)))");
    // The second shows nothing, and so is no face of the mesh.
    const [first, , last] = ["(1,2,3)", "(1,1,3)", "(1,2,4)"].map((row) =>
      exchange.add(`TRIANGULATED_FACE('',#${list},4,(),$,(),(${row}))`),
    );
    const shell = exchange.add(`TESSELLATED_SHELL('',(#${first},#${(first ?? 0) + 1},#${last}),$)`);
    const built = pair(exchange, shell, "TESSELLATED_SHAPE_REPRESENTATION");
    override(built, last);
    expect(wornBy(await modelOf(exchange))).toEqual([
      ["10-1", undefined],
      ["10-1/left", undefined],
      ["10-1/right", [[1, GREEN]]],
    ]);
  });
});

test("faces that one occurrence hides are faces of the mesh there", async () => {
  const exchange = new Exchange();
  const { solid, faces } = exchange.block(10, 20, 30);
  const { relation } = pair(exchange, solid);
  for (const face of [faces[4], faces[1]]) {
    const base = exchange.styled(face ?? 0, exchange.style(1, 0, 0));
    exchange.add(
      `INVISIBILITY((#${exchange.add(`CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(),#${face},#${base},(#${relation}))`)}))`,
    );
  }
  const model = await modelOf(exchange);
  const [top, left, right] = model.nodes;
  expect([top?.hiddenFaces, left?.hiddenFaces]).toEqual([undefined, undefined]);
  const mesh = model.parts[right?.part ?? -1]?.mesh;
  expect(right?.hiddenFaces?.map((face) => mesh?.faces[face]?.name).toSorted()).toEqual(["side 1", "side 4"]);
  expect([...model.problems, ...(model.remarks ?? [])]).toEqual([]);
});

describe("a part of triangles in a colour of one occurrence", () => {
  const BLUE: Colour = [0, 0, 1, 1];
  const RED: Colour = [1, 0, 0, 1];
  /** Two shells of two triangulated faces each. */
  const shells = (
    exchange: Exchange,
  ): readonly { readonly shell: number; readonly faces: readonly number[] }[] => {
    const list = exchange.add("COORDINATES_LIST('',4,((0.,0.,0.),(9.,0.,0.),(0.,9.,0.),(0.,0.,9.)))");
    return [
      ["(1,2,3)", "(1,2,4)"],
      ["(1,3,4)", "(2,3,4)"],
    ].map((rows) => {
      const faces = rows.map((row) => exchange.add(`TRIANGULATED_FACE('',#${list},4,(),$,(),(${row}))`));
      const shell = exchange.add(`TESSELLATED_SHELL('',(${faces.map((id) => `#${id}`).join(",")}),$)`);
      return { shell, faces };
    });
  };

  test("wears it in place of what its shell gives, and keeps what a face has itself", async () => {
    const exchange = new Exchange();
    const [only = { shell: 0, faces: [] }] = shells(exchange);
    const built = pair(exchange, only.shell, "TESSELLATED_SHAPE_REPRESENTATION");
    exchange.styled(only.faces[1] ?? 0, exchange.style(0, 0, 1));
    override(built, only.shell);
    const { nodes, parts, problems } = await modelOf(exchange);
    expect(nodes.map(({ colour }) => colour)).toEqual([undefined, undefined, GREEN]);
    const part = parts[nodes[2]?.part ?? -1];
    expect(part?.colour).toEqual(RED);
    expect(part?.mesh?.faces.map(({ colour }) => colour)).toEqual([undefined, BLUE]);
    expect(problems).toEqual([]);
  });

  test("where it is of one of two shells, wears it on the faces of that", async () => {
    const exchange = new Exchange();
    const [first = { shell: 0 }, second = { shell: 0 }] = shells(exchange);
    const context = exchange.context();
    const both = exchange.representation([first.shell, second.shell], context);
    const part = exchange.product("10-2", both);
    const topShape = exchange.representation([exchange.axes()], context);
    const usage = exchange.usage(exchange.product("10-1", topShape), part);
    const relation = exchange.place(usage, both, topShape, exchange.axes(), exchange.axes());
    exchange.styled(first.shell, exchange.style(0, 0, 1));
    override({ exchange, relation }, second.shell);
    const model = await modelOf(exchange);
    expect(model.nodes[1]?.colour).toBeUndefined();
    expect(model.nodes[1]?.faceColours).toEqual([
      { face: 2, colour: GREEN },
      { face: 3, colour: GREEN },
    ]);
    // As many are blue as are red: the first is the part's.
    expect(model.parts.find(({ number }) => number === "10-2")?.colour).toEqual(BLUE);
  });
});

describe("how many there may be", () => {
  const mesh: CadMesh = {
    positions: new Float32Array(12),
    normals: new Float32Array(12),
    indices: new Uint32Array(6),
    edges: new Float32Array(),
    faces: [
      { first: 0, count: 1 },
      { first: 1, count: 1 },
    ],
  };
  const nodes = ["a", "b", "c"].map((path): CadNode => ({
    parent: -1,
    part: 0,
    occurrence: path,
    path,
    transform: IDENTITY,
  }));
  const wanted = (face: number): ReadonlyMap<number, Colour> => new Map([[face, GREEN]]);

  test("equal ones share their array, and a copy of the mesh counts once for them", () => {
    const shared = wanted(7);
    const worn = new Map([
      [0, shared],
      [2, shared],
    ]);
    const { nodes: coloured, problems } = withFaceColours(
      nodes,
      worn,
      () => ({ mesh, sources: [[5], [7]] }),
      10,
    );
    expect(coloured.map(({ faceColours }) => faceColours)).toEqual([
      [{ face: 1, colour: GREEN }],
      undefined,
      [{ face: 1, colour: GREEN }],
    ]);
    expect(coloured[0]?.faceColours).toBe(coloured[2]?.faceColours);
    expect(problems).toEqual([]);
  });

  test("more copies than there may be are left out, and so is a face that is not drawn; both are said", () => {
    const worn = new Map([
      [0, wanted(7)],
      [1, wanted(5)],
      [2, wanted(6)],
    ]);
    const sourced = { mesh, sources: [[5], [7]] };
    const { nodes: coloured, problems } = withFaceColours(nodes, worn, () => sourced, 10);
    expect(coloured.map(({ faceColours }) => faceColours?.length)).toEqual([1, undefined, undefined]);
    expect(problems).toEqual([
      "The colours of single faces of 2 occurrences are not shown: they would take too much memory.",
    ]);
    expect(withFaceColours(nodes, worn, () => sourced, 100).problems).toEqual([
      "1 colours of single faces of occurrences are not shown: their faces are not drawn.",
    ]);
  });

  test("curves and edges are copied with a part, and count", () => {
    const edges = new Float32Array(60);
    const sourced = { mesh: { ...mesh, edges }, sources: [[5], [7]] };
    const said = (most: number): readonly string[] => [
      ...withFaceColours(nodes, new Map([[0, wanted(7)]]), () => sourced, most).problems,
      ...withHiddenFaces(nodes, new Map([[0, new Set([7])]]), () => sourced, most).problems,
    ];
    expect(said(100)).toEqual([]);
    expect(said(20)).toEqual([
      "The colours of single faces of 1 occurrences are not shown: they would take too much memory.",
      "1 sets of faces that single occurrences hide are shown: they would take too much memory.",
    ]);
  });
});
