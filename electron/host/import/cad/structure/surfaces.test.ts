import { describe, expect, test } from "vitest";
import { moveSurface, readSurface } from "./surfaces.ts";
import { Exchange } from "./testing.ts";
import { fromAxes } from "./transform.ts";

const INCHES_DEGREES = { length: 25.4, angle: Math.PI / 180 };

function surface(text: (axes: number) => string): ReturnType<typeof readSurface> {
  const exchange = new Exchange();
  const id = exchange.add(text(exchange.axes([1, 0, 0], [0, 1, 0], [1, 0, 0])));
  return readSurface(exchange.file(), id, INCHES_DEGREES);
}

const at = { origin: [25.4, 0, 0], axis: [0, 1, 0] };

describe("elementary surfaces (ISO 10303-42, 4.4.49 …), in mm and radians", () => {
  test.each([
    ["PLANE('',#)", { kind: "plane", ...at }],
    ["CYLINDRICAL_SURFACE('',#,2.)", { kind: "cylinder", ...at, radius: 50.8 }],
    ["SPHERICAL_SURFACE('',#,2.)", { kind: "sphere", ...at, radius: 50.8 }],
    ["TOROIDAL_SURFACE('',#,2.,1.)", { kind: "torus", ...at, radius: 50.8, minorRadius: 25.4 }],
    [
      "DEGENERATE_TOROIDAL_SURFACE('',#,1.,2.,.T.)",
      { kind: "torus", ...at, radius: 25.4, minorRadius: 50.8 },
    ],
    ["CONICAL_SURFACE('',#,0.,45.)", { kind: "cone", ...at, radius: 0, semiAngle: Math.PI / 4 }],
    [
      "CONICAL_SURFACE('',#,1.,-45.)",
      { kind: "cone", origin: at.origin, axis: [-0, -1, -0], radius: 25.4, semiAngle: Math.PI / 4 },
    ],
    ["SURFACE_OF_REVOLUTION('',#1,#)", { kind: "other" }],
    ["(BOUNDED_SURFACE()B_SPLINE_SURFACE(1,1,(),.UNSPECIFIED.,.F.,.F.,.F.)SURFACE())", { kind: "other" }],
    ["(ELEMENTARY_SURFACE(#)PLANE()REPRESENTATION_ITEM('')SURFACE())", { kind: "plane", ...at }],
    [
      "(CYLINDRICAL_SURFACE(2.)ELEMENTARY_SURFACE(#)REPRESENTATION_ITEM('')SURFACE())",
      { kind: "cylinder", ...at, radius: 50.8 },
    ],
  ])("%s", (text, expected) => {
    expect(surface((axes) => text.replace(/#(?!\d)/, `#${axes}`))).toEqual(expected);
  });

  test("damaged ones are none", () => {
    expect(surface(() => "PLANE('',#999)")).toBeUndefined();
    expect(surface((axes) => `CYLINDRICAL_SURFACE('',#${axes},-1.)`)).toBeUndefined();
    expect(surface((axes) => `CONICAL_SURFACE('',#${axes},1.,$)`)).toBeUndefined();
    expect(readSurface(new Exchange().file(), 5, INCHES_DEGREES)).toBeUndefined();
  });
});

describe("a surface moved with its body", () => {
  const cone = { kind: "cone", origin: [1, 0, 0], axis: [0, 0, 1], radius: 2, semiAngle: 0.5 } as const;

  test("turned, moved and scaled evenly", () => {
    const transform = fromAxes([0, 0, 3], [3, 0, 0], [0, 3, 0], [10, 20, 30]);
    expect(moveSurface(cone, transform)).toEqual({
      kind: "cone",
      origin: [10, 20, 33],
      axis: [0, 1, 0],
      radius: 6,
      semiAngle: 0.5,
    });
  });

  test("scaled unevenly it is no cone", () => {
    expect(moveSurface(cone, fromAxes([1, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]))).toEqual({
      kind: "other",
    });
  });

  test("what has no parameters stays", () => {
    const other = { kind: "other" } as const;
    expect(moveSurface(other, fromAxes([0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 1]))).toBe(other);
  });
});
