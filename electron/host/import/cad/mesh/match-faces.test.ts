import { beforeAll, describe, expect, test } from "vitest";
import type { Surface } from "../../../../../shared/model/cad.ts";
import type { KernelMesh } from "../kernel/mesh-kernel.ts";
import { occtImportJs } from "../kernel/occt.ts";
import type { StructureBody } from "../structure/cad-structure.ts";
import { Exchange } from "../structure/testing.ts";
import { joinMeshes } from "./body-mesh.ts";
import { buildMesh } from "./build-mesh.ts";
import { outlineReader } from "./face-outline.ts";
import { matchFaces, type OutlinedFace } from "./match-faces.ts";
import { partText } from "./part-text.ts";
import { pointAt } from "./vector.ts";
import { addCylinder } from "./testing.ts";

const TOLERANCE = { corner: 1e-3, surface: 1e-3, edge: 1e-2 };

interface Meshed {
  readonly body: StructureBody;
  readonly meshes: readonly KernelMesh[];
  readonly faces: readonly OutlinedFace[];
}

let block: Meshed;
let cylinder: Meshed;

beforeAll(async () => {
  const occt = await occtImportJs.start(await occtImportJs.compile(), 2 ** 30);
  const mesh = (add: (exchange: Exchange) => number): Meshed => {
    const exchange = new Exchange();
    exchange.product("1", exchange.representation([add(exchange)], exchange.context()));
    const body = exchange.read().parts[0]?.bodies[0];
    if (body === undefined) throw new Error("no body");
    const file = exchange.file();
    const outline = outlineReader(file);
    const text = partText(file, body);
    return {
      body,
      meshes: occt.mesh({ text, linearDeflection: 0.01, angularDeflection: 0.5 }),
      faces: body.faces.map((source) => ({ source, outline: outline(body, source) })),
    };
  };
  block = mesh((exchange) => exchange.block(1, 2, 3).solid);
  cylinder = mesh((exchange) => addCylinder(exchange, 10, 20));
});

const names = (faces: readonly OutlinedFace[], meshed: Meshed): readonly (string | undefined)[] =>
  matchFaces(joinMeshes(meshed.meshes), faces, TOLERANCE).map((match) => match?.source.name);

const SIDES = ["side 0", "side 1", "side 2", "side 3", "side 4", "side 5"];

describe("faces of a mesh are found in the file", () => {
  test("in order", () => {
    expect(names(block.faces, block)).toEqual(SIDES);
    expect(names(cylinder.faces, cylinder)).toEqual(["side", "bottom", "top"]);
  });

  test("in any order, and when some are missing or too many", () => {
    const reversed = [...block.faces].reverse();
    expect(names(reversed, block)).toEqual(SIDES);
    const rest = block.faces.slice(2).reverse();
    expect(names(rest, block)).toEqual([undefined, undefined, ...SIDES.slice(2)]);
    expect(names([...cylinder.faces, ...reversed], block)).toEqual(SIDES);
  });

  test("only on the surface that the file says, never by order alone", () => {
    const wrong = cylinder.faces.map((face) =>
      face.source.surface?.kind === "cylinder"
        ? { ...face, source: { ...face.source, surface: { ...face.source.surface, radius: 9.9 } } }
        : face,
    );
    expect(names(wrong, cylinder)).toEqual([undefined, "bottom", "top"]);
    // Without a closed form the corners decide, and no surface is claimed.
    const free = block.faces.map(({ outline, source: { surface: _surface, ...source } }) => ({
      outline,
      source,
    }));
    const matches = matchFaces(joinMeshes(block.meshes), [...free].reverse(), TOLERANCE);
    expect(matches.map((match) => match?.source.name)).toEqual(SIDES);
    expect(matches.every((match) => match?.geometry === undefined)).toBe(true);
  });

  test("also where some of its edge stands off the surface, and not where most of it does", () => {
    const name = (moved: (vertex: number) => boolean, by: number): string | undefined => {
      const mesh = joinMeshes(cylinder.meshes);
      const positions = Float64Array.from(mesh.positions);
      const { firstVertex = 0, vertices = 0 } = mesh.faces[0] ?? {};
      const corners = cylinder.faces.flatMap(({ outline }) => outline.vertices);
      for (let vertex = firstVertex; vertex < firstVertex + vertices; vertex++) {
        const [x, y, z] = pointAt(positions, vertex);
        const isCorner = corners.some(
          (corner) => Math.hypot(corner[0] - x, corner[1] - y, corner[2] - z) < 1e-3,
        );
        if (isCorner || !moved(vertex)) continue;
        positions[vertex * 3] = x * (1 + by / 10);
        positions[vertex * 3 + 1] = y * (1 + by / 10);
      }
      return matchFaces({ ...mesh, positions }, cylinder.faces, TOLERANCE)[0]?.source.name;
    };
    expect(name((vertex) => vertex % 3 === 0, 0.008)).toBe("side");
    expect(name((vertex) => vertex % 3 === 0, 0.02)).toBeUndefined();
    expect(name(() => true, 0.008)).toBeUndefined();
  });

  test("and without either of them not at all", () => {
    const blank = block.faces.map(({ source: { surface: _surface, ...source }, outline }) => ({
      source,
      outline: { ...outline, vertices: [] },
    }));
    expect(names(blank, block)).toEqual(SIDES.map(() => undefined));
  });
});

describe("the built mesh", () => {
  test("has names and surfaces where they were proved, and exact normals there", () => {
    const { mesh, matched, verified, missing } = buildMesh([{ ...cylinder, transform: undefined }], 0.01);
    expect({ matched, verified, missing }).toEqual({ matched: 3, verified: 3, missing: 0 });
    expect(mesh.faces.map(({ name, surface }) => [name, surface?.kind])).toEqual([
      ["side", "cylinder"],
      ["bottom", "plane"],
      ["top", "plane"],
    ]);
    const side = mesh.faces[0];
    for (let at = 0; at < (side?.count ?? 0) * 3; at++) {
      const vertex = mesh.indices[at] ?? 0;
      const [x, y] = [mesh.positions[vertex * 3] ?? 0, mesh.positions[vertex * 3 + 1] ?? 0];
      expect(mesh.normals[vertex * 3]).toBeCloseTo(x / 10, 6);
      expect(mesh.normals[vertex * 3 + 1]).toBeCloseTo(y / 10, 6);
    }
  });

  test("says of a face that it is free-form only where it is found, and nothing where its surface is not known", () => {
    const kinds = (surface: Surface | undefined, faces = cylinder.faces): readonly unknown[] => {
      const stated = faces.map(({ source: { surface: own, ...source }, outline }) => ({
        source:
          own?.kind === "cylinder" ? { ...source, ...(surface && { surface }) } : { ...source, surface: own },
        outline,
      })) as readonly OutlinedFace[];
      const { mesh } = buildMesh([{ ...cylinder, faces: stated, transform: undefined }], 0.01);
      return mesh.faces.map((face) => face.surface?.kind);
    };
    expect(kinds({ kind: "other" })).toEqual(["other", "plane", "plane"]);
    expect(kinds(undefined)).toEqual([undefined, "plane", "plane"]);
    const elsewhere = cylinder.faces.map(({ source, outline }) => ({
      source,
      outline: { ...outline, vertices: outline.vertices.map(([x, y, z]) => [x + 1, y, z] as const) },
    }));
    expect(kinds({ kind: "other" }, elsewhere)[0]).toBeUndefined();
  });

  test("keeps all triangles of a face that was not found, and the colour that all faces share", () => {
    const red = [1, 0, 0, 1] as const;
    const coloured = (faces: readonly OutlinedFace[], only?: number): readonly OutlinedFace[] =>
      faces.map(({ source, outline }, index) => ({
        outline,
        source: {
          id: source.id,
          ...(only === undefined || only === index ? { colour: red } : {}),
          surface: { kind: "plane", origin: [0, 0, 99], axis: [0, 0, 1] },
        },
      }));
    const all = buildMesh([{ ...block, faces: coloured(block.faces), transform: undefined }], 0.01).mesh;
    expect(all.faces).toEqual(SIDES.map((_, at) => ({ first: at * 2, count: 2, colour: red })));
    const one = buildMesh([{ ...block, faces: coloured(block.faces, 3), transform: undefined }], 0.01).mesh;
    expect(one.faces).toEqual(SIDES.map((_, at) => ({ first: at * 2, count: 2 })));
  });

  test("has every edge of the block once, and of the cylinder its two rims without the seam", () => {
    const edges = buildMesh([{ ...block, transform: undefined }], 0.01).mesh.edges;
    expect(edges).toHaveLength(12 * 6);
    const total = (segments: Float32Array): number => {
      let sum = 0;
      for (let at = 0; at < segments.length; at += 6) {
        const [x = 0, y = 0, z = 0, toX = 0, toY = 0, toZ = 0] = segments.subarray(at, at + 6);
        sum += Math.hypot(toX - x, toY - y, toZ - z);
      }
      return sum;
    };
    expect(total(edges)).toBeCloseTo(4 * (1 + 2 + 3));
    const rims = buildMesh([{ ...cylinder, transform: undefined }], 0.01).mesh.edges;
    expect(total(rims) / (2 * 2 * Math.PI * 10)).toBeGreaterThan(0.998);
    expect(total(rims) / (2 * 2 * Math.PI * 10)).toBeLessThan(1);
  });

  test("of several bodies has them one after the other", () => {
    const apart = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 100, 0, 0, 1];
    const moved = block.faces.map(({ source, outline }) => ({
      outline: { ...outline, vertices: outline.vertices.map(([x, y, z]) => [x + 100, y, z] as const) },
      source: {
        ...source,
        ...(source.surface?.origin === undefined
          ? {}
          : {
              surface: {
                ...source.surface,
                origin: [
                  source.surface.origin[0] + 100,
                  source.surface.origin[1],
                  source.surface.origin[2],
                ] as const,
              },
            }),
      },
    }));
    const { mesh, verified } = buildMesh(
      [
        { ...cylinder, transform: undefined },
        { ...block, faces: moved, transform: apart },
      ],
      0.01,
    );
    expect(verified).toBe(9);
    expect(mesh.faces.at(-1)?.name).toBe("side 5");
    expect(Math.max(...mesh.indices)).toBeLessThan(mesh.positions.length / 3);
    expect(Math.max(...mesh.positions)).toBe(101);
  });
});
