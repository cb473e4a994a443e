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

describe("surfaces that a line or a circle sweeps (4.4.41, 4.4.42)", () => {
  const swept = (write: (exchange: Exchange) => string): ReturnType<typeof readSurface> => {
    const exchange = new Exchange();
    const id = exchange.add(write(exchange));
    return readSurface(exchange.file(), id, INCHES_DEGREES);
  };
  const vector = (exchange: Exchange, ...along: readonly number[]): number =>
    exchange.add(`VECTOR('',#${exchange.direction(...along)},3.)`);
  const line = (exchange: Exchange, from: readonly number[], along: readonly number[]): number =>
    exchange.add(`LINE('',#${exchange.point(...from)},#${vector(exchange, ...along)})`);
  const circle = (exchange: Exchange, centre: readonly number[], axis: readonly number[]): number =>
    exchange.add(`CIRCLE('',#${exchange.axes(centre, axis, [axis[1] ?? 0, axis[2] ?? 0, axis[0] ?? 0])},1.)`);
  const axis = (exchange: Exchange): number =>
    exchange.add(`AXIS1_PLACEMENT('',#${exchange.point(0, 0, 0)},#${exchange.direction(0, 0, 1)})`);

  test("a circle along its axis is a cylinder, a line a plane, also where both are trimmed", () => {
    expect(
      swept((exchange) => {
        const trimmed = exchange.add(
          `TRIMMED_CURVE('',#${circle(exchange, [2, 0, 0], [0, 0, 1])},(),(),.T.,.PARAMETER.)`,
        );
        const whole = exchange.add(
          `SURFACE_OF_LINEAR_EXTRUSION('',#${trimmed},#${vector(exchange, 0, 0, 1)})`,
        );
        return `RECTANGULAR_TRIMMED_SURFACE('',#${whole},0.,1.,0.,1.,.T.,.T.)`;
      }),
    ).toEqual({ kind: "cylinder", origin: [50.8, 0, 0], axis: [0, 0, 1], radius: 25.4 });
    expect(
      swept(
        (exchange) =>
          `SURFACE_OF_LINEAR_EXTRUSION('',#${line(exchange, [0, 1, 0], [1, 0, 0])},#${vector(exchange, 0, 0, 1)})`,
      ),
    ).toEqual({ kind: "plane", origin: [0, 25.4, 0], axis: [0, -1, 0] });
  });

  test("turned around an axis: cylinder, cone, torus, sphere", () => {
    const turned = (curve: (exchange: Exchange) => number): string | undefined =>
      swept((exchange) => `SURFACE_OF_REVOLUTION('',#${curve(exchange)},#${axis(exchange)})`)?.kind;
    expect(turned((exchange) => line(exchange, [2, 0, 0], [0, 0, 1]))).toBe("cylinder");
    expect(turned((exchange) => line(exchange, [2, 0, 0], [1, 0, 1]))).toBe("cone");
    expect(turned((exchange) => circle(exchange, [5, 0, 0], [0, 1, 0]))).toBe("torus");
    expect(turned((exchange) => circle(exchange, [0, 0, 0], [0, 1, 0]))).toBe("sphere");
  });

  test("anything else is other, and so is a damaged one", () => {
    expect(
      swept(
        (exchange) =>
          `SURFACE_OF_LINEAR_EXTRUSION('',#${circle(exchange, [0, 0, 0], [0, 0, 1])},#${vector(exchange, 1, 0, 1)})`,
      ),
    ).toEqual({ kind: "other" });
    expect(swept(() => "SURFACE_OF_REVOLUTION('',#999,#998)")).toEqual({ kind: "other" });
    expect(
      swept((exchange) => {
        const whole = exchange.add(`CYLINDRICAL_SURFACE('',#${exchange.axes([1, 0, 0])},2.)`);
        return `RECTANGULAR_TRIMMED_SURFACE('',#${whole},0.,1.,0.,1.,.T.,.T.)`;
      }),
    ).toEqual({ kind: "cylinder", origin: [25.4, 0, 0], axis: [0, 0, 1], radius: 50.8 });
    expect(swept(() => "RECTANGULAR_TRIMMED_SURFACE('',#1,0.,1.,0.,1.,.T.,.T.)")).toEqual({ kind: "other" });
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
