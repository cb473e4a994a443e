/** Faces are found whatever order the kernel gives them in: halves of one wall too, which share all their corners. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ThreadKernel } from "../kernel/mesh-kernel.ts";
import { occtImportJs } from "../kernel/occt.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure } from "../structure/cad-structure.ts";
import { Exchange } from "../structure/testing.ts";
import { joinMeshes, type BodyMesh } from "./body-mesh.ts";
import { edgeMiddle } from "./curve-middle.ts";
import { outlineReader } from "./face-outline.ts";
import { matchFaces, type OutlinedFace } from "./match-faces.ts";
import { partText } from "./part-text.ts";

const SAMPLES = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles/cax-if",
);
let kernel: ThreadKernel;
beforeAll(async () => {
  kernel = await occtImportJs.start(await occtImportJs.compile(), 2 ** 30);
});

interface Body {
  readonly mesh: BodyMesh;
  readonly faces: readonly OutlinedFace[];
}

function bodiesOf(path: string): readonly Body[] {
  const file = readExchangeFile(readFileSync(join(SAMPLES, path)));
  const outline = outlineReader(file);
  return readStructure(file).parts.flatMap(({ bodies }) =>
    bodies.map((body): Body => {
      const text = partText(file, body);
      const meshes = kernel.mesh({ text, linearDeflection: 0.05, angularDeflection: 0.5 });
      return {
        mesh: joinMeshes(meshes, body.transform),
        faces: body.faces.map((source) => ({ source, outline: outline(body, source) })),
      };
    }),
  );
}

const TOLERANCE = { corner: 2e-3, surface: 0.0125, edge: 0.1 };
const found = (mesh: BodyMesh, faces: readonly OutlinedFace[]): readonly (number | undefined)[] =>
  matchFaces(mesh, faces, TOLERANCE).map((match) => match?.source.id);

// Walls as halves: of cylinders and cones, of splines, of a whole assembly.
test.each(["sg1-c5-214.stp", "io1-tu-203.stp", "io1-cm-214.stp", "dm1-id-214.stp", "dm1-oc-214.stp"])(
  "%s: each face is the same whatever the order",
  (path) => {
    for (const { mesh, faces } of bodiesOf(path)) {
      const inOrder = found(mesh, faces);
      expect(new Set(inOrder).size).toBe(faces.length);
      expect(inOrder).not.toContain(undefined);
      const order = fc.shuffledSubarray([...mesh.faces.keys()], { minLength: mesh.faces.length });
      fc.assert(
        fc.property(order, (places) => {
          const shuffled = { ...mesh, faces: places.flatMap((place) => mesh.faces[place] ?? []) };
          expect(found(shuffled, faces)).toEqual(places.map((place) => inOrder[place]));
        }),
        { seed: 11, numRuns: 12 },
      );
    }
  },
  60_000,
);

describe("the middle of an edge", () => {
  const middle = (write: (exchange: Exchange) => string, sense = "T"): readonly number[] | undefined => {
    const exchange = new Exchange();
    const [start, end] = [
      [5, 0, 0],
      [0, 5, 0],
    ].map((at) => exchange.add(`VERTEX_POINT('',#${exchange.point(...at)})`));
    const curve = exchange.add(write(exchange));
    const edge = exchange.add(`EDGE_CURVE('',#${start},#${end},#${curve},.${sense}.)`);
    return edgeMiddle(exchange.file(), edge)?.map((value) => Math.round(value * 1e6) / 1e6 + 0);
  };
  const half = Math.round(5 * Math.SQRT1_2 * 1e6) / 1e6;

  test("of an arc, the way that it goes", () => {
    const circle = (exchange: Exchange): string => `CIRCLE('',#${exchange.axes()},5.)`;
    expect(middle(circle)).toEqual([half, half, 0]);
    // Against the circle's own sense it is the longer way round.
    expect(middle(circle, "F")).toEqual([-half, -half, 0]);
    expect(middle((exchange) => `CIRCLE('',#${exchange.axes([0, 0, 0], [0, 0, -1])},5.)`)).toEqual([
      -half,
      -half,
      0,
    ]);
    expect(middle((exchange) => `ELLIPSE('',#${exchange.axes()},5.,5.)`)).toEqual([half, half, 0]);
  });

  test("of a spline, with and without weights, also behind what wraps it", () => {
    const poles = (exchange: Exchange): string =>
      [
        [5, 0, 0],
        [5, 5, 0],
        [0, 5, 0],
      ]
        .map((at) => `#${exchange.point(...at)}`)
        .join(",");
    expect(
      middle(
        (exchange) =>
          `B_SPLINE_CURVE_WITH_KNOTS('',2,(${poles(exchange)}),.UNSPECIFIED.,.F.,.F.,(3,3),(0.,1.),.UNSPECIFIED.)`,
      ),
    ).toEqual([3.75, 3.75, 0]);
    // A quarter of a circle, exactly.
    const rational = (exchange: Exchange): number =>
      exchange.add(
        `(BOUNDED_CURVE()B_SPLINE_CURVE(2,(${poles(exchange)}),.UNSPECIFIED.,.F.,.F.)B_SPLINE_CURVE_WITH_KNOTS((3,3),(0.,1.),.UNSPECIFIED.)CURVE()GEOMETRIC_REPRESENTATION_ITEM()RATIONAL_B_SPLINE_CURVE((1.,${Math.SQRT1_2},1.))REPRESENTATION_ITEM(''))`,
      );
    expect(middle((exchange) => `SURFACE_CURVE('',#${rational(exchange)},(),.CURVE_3D.)`)).toEqual([
      half,
      half,
      0,
    ]);
  });

  test("of a line, and of what is damaged, there is none", () => {
    expect(
      middle((exchange) => `LINE('',#${exchange.point(5, 0, 0)},#${exchange.direction(1, 0, 0)})`),
    ).toBeUndefined();
    expect(middle(() => "CIRCLE('',#999,5.)")).toBeUndefined();
    expect(
      middle(() => "B_SPLINE_CURVE_WITH_KNOTS('',2,(#998,#999),.U.,.F.,.F.,(3,3),(0.,1.),.U.)"),
    ).toBeUndefined();
  });
});
