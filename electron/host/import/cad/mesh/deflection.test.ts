import { expect, test } from "vitest";
import { Exchange } from "../structure/testing.ts";
import { boxOf, EMPTY_BOX, girth, transformBox } from "./box.ts";
import { linearDeflection } from "./deflection.ts";
import { outlineReader } from "./face-outline.ts";
import { addCylinder } from "./testing.ts";

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const node = (parent: number, part: number, x: number) => ({
  parent,
  part,
  occurrence: "",
  path: "",
  transform: [...identity.slice(0, 12), x, 0, 0, 1],
});

test("the deflection is a thousandth of the mean extent of the assembled model", () => {
  const unit = boxOf([
    [0, 0, 0],
    [1, 1, 1],
  ]);
  // Two of them 298 mm apart, one level down: 299 × 1 × 1 + offset of the parent.
  const nodes = [node(-1, 0, 1000), node(0, 1, 0), node(0, 1, 297)];
  expect(linearDeflection(nodes, [EMPTY_BOX, unit])).toBeCloseTo(0.1, 6);
  expect(linearDeflection(nodes, [EMPTY_BOX, EMPTY_BOX])).toBe(0.1);
  expect(
    linearDeflection(
      [node(-1, 0, 0)],
      [
        boxOf([
          [0, 0, 0],
          [1e-3, 0, 0],
        ]),
      ],
    ),
  ).toBe(1e-4);
});

test("the extent of a part holds its full circles, in mm, where the body is placed", () => {
  const exchange = new Exchange();
  const solid = addCylinder(exchange, 10, 20);
  exchange.product("1", exchange.representation([solid], exchange.context()));
  const body = exchange.read().parts[0]?.bodies[0];
  if (body === undefined) throw new Error("no body");
  const outline = outlineReader(exchange.file());
  const [side, bottom] = body.faces.map((face) => outline(body, face));
  expect(side?.vertices).toHaveLength(2);
  expect(bottom?.box).toEqual(
    boxOf([
      [-10, -10, -10],
      [10, 10, 10],
    ]),
  );
  const moved = { ...body, lengthUnit: 2, transform: [...identity.slice(0, 12), 0, 0, 100, 1] };
  const [face] = body.faces;
  if (face === undefined) throw new Error("no face");
  expect(outline(moved, face).box).toEqual(
    boxOf([
      [-20, -20, 80],
      [20, 20, 160],
    ]),
  );
});

test("a whole sphere or torus, which has no edges, is as large as its surface", () => {
  const outline = outlineReader(new Exchange().file());
  const body = { items: [], context: 0, lengthUnit: 1, angleUnit: 1 };
  const torus = { kind: "torus", origin: [1, 2, 3], axis: [0, 0, 1], radius: 5, minorRadius: 1 } as const;
  expect(girth(outline(body, { id: 1, surface: torus }).box)).toBe(36);
  expect(outline(body, { id: 1 }).box).toEqual(EMPTY_BOX);
});

test("a whole sphere that is written with a vertex at its pole is as large as it is", () => {
  const exchange = new Exchange();
  const vertex = exchange.add(`VERTEX_POINT('',#${exchange.point(0, 0, 5)})`);
  const bound = exchange.add(`FACE_BOUND('',#${exchange.add(`VERTEX_LOOP('',#${vertex})`)},.T.)`);
  const ball = exchange.add(`SPHERICAL_SURFACE('',#${exchange.axes()},5.)`);
  const face = exchange.add(`ADVANCED_FACE('',(#${bound}),#${ball},.T.)`);
  const solid = exchange.add(`MANIFOLD_SOLID_BREP('',#${exchange.add(`CLOSED_SHELL('',(#${face}))`)})`);
  exchange.product("1", exchange.representation([solid], exchange.context()));
  const body = exchange.read().parts[0]?.bodies[0];
  const [source] = body?.faces ?? [];
  if (body === undefined || source === undefined) throw new Error("no face");
  const { vertices, box } = outlineReader(exchange.file())(body, source);
  expect(vertices).toEqual([[0, 0, 5]]);
  expect(box).toEqual(
    boxOf([
      [-5, -5, -5],
      [5, 5, 5],
    ]),
  );
});

test("a turned box is the box around its corners", () => {
  const turned = transformBox(
    boxOf([
      [0, 0, 0],
      [1, 2, 3],
    ]),
    [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
  );
  expect(turned).toEqual({ from: [-2, 0, 0], to: [0, 1, 3] });
  expect(transformBox(EMPTY_BOX, identity)).toEqual(EMPTY_BOX);
});
