import { describe, expect, test } from "vitest";
import { operator3d, placement } from "./placement.ts";
import { Exchange } from "./testing.ts";
import { column, cross, dot, type Transform, type Vector } from "./transform.ts";

function near(actual: Vector | undefined, expected: Vector): void {
  for (const [i, value] of expected.entries()) expect(actual?.[i]).toBeCloseTo(value, 12);
}

function axes(matrix: Transform | undefined): { x: Vector; y: Vector; z: Vector; origin: Vector } {
  if (matrix === undefined) throw new Error("no placement");
  return {
    x: column(matrix, 0),
    y: column(matrix, 1),
    z: column(matrix, 2),
    origin: column(matrix, 3),
  };
}

describe("AXIS2_PLACEMENT_3D (ISO 10303-42, build_axes)", () => {
  test("axis and ref_direction may be left out: z and x of the representation", () => {
    const exchange = new Exchange();
    const id = exchange.add(`AXIS2_PLACEMENT_3D('',#${exchange.point(1, 2, 3)},$,$)`);
    const { x, y, z, origin } = axes(placement(exchange.file(), id, 25.4));
    near(x, [1, 0, 0]);
    near(y, [0, 1, 0]);
    near(z, [0, 0, 1]);
    near(origin, [25.4, 50.8, 76.2]);
  });

  test("ref_direction is made perpendicular to the axis, and both are of length one", () => {
    const exchange = new Exchange();
    const id = exchange.axes([0, 0, 0], [0, 0, 5], [2, 0, 9]);
    const { x, z } = axes(placement(exchange.file(), id, 1));
    near(x, [1, 0, 0]);
    near(z, [0, 0, 1]);
  });

  test.each([
    [
      [1, 0, 0],
      [0, 1, 0],
    ],
    [
      [-1, 0, 0],
      [0, 1, 0],
    ],
    [
      [0, 1, 0],
      [1, 0, 0],
    ],
  ] as const)("axis %j without ref_direction: x is %j", (z, x) => {
    const exchange = new Exchange();
    const id = exchange.add(
      `AXIS2_PLACEMENT_3D('',#${exchange.point(0, 0, 0)},#${exchange.direction(...z)},$)`,
    );
    const found = axes(placement(exchange.file(), id, 1));
    near(found.x, x);
    near(found.y, cross(found.z, found.x));
  });

  test("a ref_direction along the axis counts as left out", () => {
    const exchange = new Exchange();
    const id = exchange.axes([0, 0, 0], [0, 0, 1], [0, 0, -2]);
    near(axes(placement(exchange.file(), id, 1)).x, [1, 0, 0]);
  });

  test("a complex instance", () => {
    const exchange = new Exchange();
    const origin = exchange.point(1, 0, 0);
    const z = exchange.direction(0, 1, 0);
    const id = exchange.add(
      `(AXIS2_PLACEMENT_3D(#${z},$)GEOMETRIC_REPRESENTATION_ITEM()PLACEMENT(#${origin})REPRESENTATION_ITEM(''))`,
    );
    const found = axes(placement(exchange.file(), id, 1));
    near(found.z, [0, 1, 0]);
    near(found.origin, [1, 0, 0]);
  });

  test("damaged ones are none", () => {
    const exchange = new Exchange();
    const missing = exchange.add("AXIS2_PLACEMENT_3D('',#999,$,$)");
    const other = exchange.direction(1, 0, 0);
    const file = exchange.file();
    expect(placement(file, missing, 1)).toBeUndefined();
    expect(placement(file, other, 1)).toBeUndefined();
    expect(placement(file, undefined, 1)).toBeUndefined();
  });
});

describe("CARTESIAN_TRANSFORMATION_OPERATOR_3D (ISO 10303-42, base_axis)", () => {
  test("scale and origin, with one or three inherited names", () => {
    for (const names of ["''", "'','',''"]) {
      const exchange = new Exchange();
      const id = exchange.add(
        `CARTESIAN_TRANSFORMATION_OPERATOR_3D(${names},$,$,#${exchange.point(1, 0, 0)},2.,$)`,
      );
      const { x, y, z, origin } = axes(operator3d(exchange.file(), id, 10));
      near(x, [2, 0, 0]);
      near(y, [0, 2, 0]);
      near(z, [0, 0, 2]);
      near(origin, [10, 0, 0]);
    }
  });

  test("axis2 against axis3 × axis1 mirrors", () => {
    const exchange = new Exchange();
    const id = exchange.add(
      `CARTESIAN_TRANSFORMATION_OPERATOR_3D('',#${exchange.direction(1, 0, 0)},#${exchange.direction(0, -1, 0)},#${exchange.point(0, 0, 0)},$,#${exchange.direction(0, 0, 1)})`,
    );
    const { x, y, z } = axes(operator3d(exchange.file(), id, 1));
    near(y, [0, -1, 0]);
    expect(dot(cross(x, y), z)).toBeCloseTo(-1, 12);
  });

  test("a scale of 0 is none", () => {
    const exchange = new Exchange();
    const id = exchange.add(`CARTESIAN_TRANSFORMATION_OPERATOR_3D('',$,$,#${exchange.point(0, 0, 0)},0.,$)`);
    expect(operator3d(exchange.file(), id, 1)).toBeUndefined();
  });
});
