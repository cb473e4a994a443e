import { describe, expect, test } from "vitest";
import { curveSegments } from "./curves.ts";
import { Exchange, METRE } from "./testing.ts";
import { IDENTITY } from "./transform.ts";

const DEGREE = Math.PI / 180;

interface Found {
  readonly segments: readonly number[];
  readonly points: readonly (readonly number[])[];
  readonly left: number;
}

function segmentsOf(
  write: (exchange: Exchange) => number,
  {
    length = 1,
    angle = DEGREE,
    transform = IDENTITY,
  }: { length?: number; angle?: number; transform?: readonly number[] } = {},
): Found {
  const exchange = new Exchange();
  const item = write(exchange);
  const units = { length, angle, lengthStated: true };
  const { drawn, left } = curveSegments(exchange.file(), [{ item, units, transform }]);
  const segments = drawn.flatMap((own) => own.segments);
  const points = Array.from({ length: segments.length / 3 }, (_, at) => segments.slice(at * 3, at * 3 + 3));
  return { segments, points, left };
}

const lengthOf = ({ segments }: Pick<Found, "segments">): number => {
  let sum = 0;
  for (let at = 0; at < segments.length; at += 6)
    sum += Math.hypot(
      ...[0, 1, 2].map((axis) => (segments[at + 3 + axis] ?? 0) - (segments[at + axis] ?? 0)),
    );
  return sum;
};

const refs = (ids: readonly number[]): string => ids.map((id) => `#${id}`).join(",");
const polyline = (exchange: Exchange, ...points: readonly (readonly number[])[]): number =>
  exchange.add(`POLYLINE('',(${refs(points.map((own) => exchange.point(...own)))}))`);
const line = (exchange: Exchange): number =>
  exchange.add(
    `LINE('',#${exchange.point(1, 0, 0)},#${exchange.add(`VECTOR('',#${exchange.direction(0, 1, 0)},2.)`)})`,
  );
const circle = (exchange: Exchange, radius = 10): number =>
  exchange.add(`CIRCLE('',#${exchange.axes([0, 0, 5])},${radius}.)`);

describe("curves as segments", () => {
  test("a polyline, in its unit and its place", () => {
    const { points, left } = segmentsOf((exchange) => polyline(exchange, [0, 0, 0], [1, 0, 0], [1, 2, 0]), {
      length: 1000,
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1],
    });
    expect(points).toEqual([
      [5, 0, 0],
      [1005, 0, 0],
      [1005, 0, 0],
      [1005, 2000, 0],
    ]);
    expect(left).toBe(0);
  });

  test("a trimmed line, by parameters that count in its vector, or by points", () => {
    const byParameter = segmentsOf((exchange) =>
      exchange.add(
        `TRIMMED_CURVE('',#${line(exchange)},(PARAMETER_VALUE(1.)),(PARAMETER_VALUE(3.)),.T.,.PARAMETER.)`,
      ),
    );
    expect(byParameter.points).toEqual([
      [1, 2, 0],
      [1, 6, 0],
    ]);
    const byPoints = segmentsOf((exchange) => {
      const ends = [exchange.point(1, -4, 0), exchange.point(1, 7, 0)];
      return exchange.add(
        `TRIMMED_CURVE('',#${line(exchange)},(#${ends[0]},PARAMETER_VALUE(0.)),(#${ends[1]},PARAMETER_VALUE(0.)),.T.,.CARTESIAN.)`,
      );
    });
    expect(byPoints.points).toEqual([
      [1, -4, 0],
      [1, 7, 0],
    ]);
  });

  test("a circle, whole and in arcs of either sense", () => {
    expect(lengthOf(segmentsOf((exchange) => circle(exchange))) / (20 * Math.PI)).toBeCloseTo(1, 3);
    const arc = (sense: string): ReturnType<typeof segmentsOf> =>
      segmentsOf((exchange) =>
        exchange.add(
          `TRIMMED_CURVE('',#${circle(exchange)},(PARAMETER_VALUE(0.)),(PARAMETER_VALUE(90.)),.${sense}.,.PARAMETER.)`,
        ),
      );
    expect(lengthOf(arc("T")) / (5 * Math.PI)).toBeCloseTo(1, 3);
    expect(lengthOf(arc("F")) / (15 * Math.PI)).toBeCloseTo(1, 3);
    // Through the first quadrant, not the other three.
    expect(arc("T").points.every(([x = 0, y = 0, z]) => x > -1e-9 && y > -1e-9 && z === 5)).toBe(true);
    expect(arc("T").points.every(([x = 0, y = 0]) => Math.abs(Math.hypot(x, y) - 10) < 1e-9)).toBe(true);
  });

  test("an ellipse keeps its two radii", () => {
    const { points } = segmentsOf((exchange) => exchange.add(`ELLIPSE('',#${exchange.axes()},4.,2.)`));
    for (const [x = 0, y = 0] of points) expect((x / 4) ** 2 + (y / 2) ** 2).toBeCloseTo(1, 9);
  });

  test("a spline: of a rational one that is a quarter of a circle all points lie on it", () => {
    const { points } = segmentsOf((exchange) => {
      const poles = [
        [1, 0, 0],
        [1, 1, 0],
        [0, 1, 0],
      ].map((own) => exchange.point(...own));
      return exchange.add(
        `(BOUNDED_CURVE()B_SPLINE_CURVE(2,(${refs(poles)}),.UNSPECIFIED.,.F.,.F.)B_SPLINE_CURVE_WITH_KNOTS((3,3),(0.,1.),.UNSPECIFIED.)CURVE()GEOMETRIC_REPRESENTATION_ITEM()RATIONAL_B_SPLINE_CURVE((1.,${Math.SQRT1_2},1.))REPRESENTATION_ITEM(''))`,
      );
    });
    expect(points.length).toBeGreaterThan(10);
    for (const [x = 0, y = 0] of points) expect(Math.hypot(x, y)).toBeCloseTo(1, 9);
    expect(points[0]).toEqual([1, 0, 0]);
    expect(points.at(-1)?.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0, 1, 0]);
  });

  test("parabolas and hyperbolas between two parameters, or two points", () => {
    const trimmed = (exchange: Exchange, basis: number, from: string, to: string): number =>
      exchange.add(`TRIMMED_CURVE('',#${basis},(${from}),(${to}),.T.,.PARAMETER.)`);
    const value = (own: number): string => `PARAMETER_VALUE(${own.toFixed(3)})`;
    const parabola = segmentsOf((exchange) =>
      trimmed(exchange, exchange.add(`PARABOLA('',#${exchange.axes([0, 0, 1])},2.)`), value(-1), value(3)),
    );
    for (const [x = 0, y = 0, z] of parabola.points) {
      expect(y * y).toBeCloseTo(8 * x, 9);
      expect(z).toBe(1);
    }
    expect([parabola.points[0], parabola.points.at(-1)]).toEqual([
      [2, -4, 1],
      [18, 12, 1],
    ]);
    const hyperbola = segmentsOf((exchange) => {
      const basis = exchange.add(`HYPERBOLA('',#${exchange.axes()},3.,4.)`);
      const ends = [-3, 4].map((y) => `#${exchange.point(3 * Math.sqrt(1 + (y / 4) ** 2), y, 0)}`);
      return trimmed(exchange, basis, ends[0] ?? "", ends[1] ?? "");
    });
    for (const [x = 0, y = 0] of hyperbola.points) expect((x / 3) ** 2 - (y / 4) ** 2).toBeCloseTo(1, 9);
    expect(hyperbola.points[0]?.[1]).toBeCloseTo(-3, 6);
    expect(hyperbola.points.at(-1)?.[1]).toBeCloseTo(4, 6);
    // Without ends there is nothing to be drawn.
    expect(segmentsOf((exchange) => exchange.add(`PARABOLA('',#${exchange.axes()},2.)`)).left).toBe(1);
  });

  test.each([
    ["BEZIER_CURVE", 2, [0, 0, 0, 1, 1, 2, 2, 2]],
    ["QUASI_UNIFORM_CURVE", 2, [0, 0, 0, 1, 2, 3, 3, 3]],
    ["UNIFORM_CURVE", 2, [-2, -1, 0, 1, 2, 3, 4, 5]],
    ["UNIFORM_CURVE", 3, [-3, -2, -1, 0, 1, 2, 3, 4, 5]],
  ] as const)("a %s of degree %i has its knots from its kind", (kind, degree, knots) => {
    const places = [0, 1, 4, 2, 7, 3].slice(0, knots.length - degree - 1);
    const poles = (exchange: Exchange): string =>
      refs(places.map((y, at) => exchange.point(at, y, (at * y) % 3)));
    const flags = ".UNSPECIFIED.,.F.,.F.";
    const implied = segmentsOf((exchange) =>
      exchange.add(`${kind}('',${degree},(${poles(exchange)}),${flags})`),
    );
    const counts = Map.groupBy(knots, (knot) => knot);
    const stated = segmentsOf((exchange) => {
      const multiplicities = [...counts.values()].map(({ length }) => length).join();
      const values = [...counts.keys()].map((knot) => `${knot}.`).join();
      return exchange.add(
        `B_SPLINE_CURVE_WITH_KNOTS('',${degree},(${poles(exchange)}),${flags},(${multiplicities}),(${values}),.UNSPECIFIED.)`,
      );
    });
    expect(implied.points.length).toBeGreaterThan(10);
    expect(implied).toEqual(stated);
  });

  test("Bezier pieces that are not whole are told", () => {
    const found = segmentsOf((exchange) => {
      const poles = refs([0, 1, 2, 3].map((x) => exchange.point(x, 0, 0)));
      return exchange.add(`BEZIER_CURVE('',2,(${poles}),.UNSPECIFIED.,.F.,.F.)`);
    });
    expect([found.segments, found.left]).toEqual([[], 1]);
  });

  test("sets, composites and wireframes are their members; a bare line has no ends, and is told", () => {
    const found = segmentsOf((exchange) => {
      const parts = [polyline(exchange, [0, 0, 0], [3, 0, 0]), polyline(exchange, [3, 0, 0], [3, 4, 0])];
      const composite = exchange.add(
        `COMPOSITE_CURVE('',(${refs(parts.map((own) => exchange.add(`COMPOSITE_CURVE_SEGMENT(.CONTINUOUS.,.T.,#${own})`)))}),.F.)`,
      );
      const vertices = [exchange.point(1, 0, 0), exchange.point(1, 5, 0)].map((own) =>
        exchange.add(`VERTEX_POINT('',#${own})`),
      );
      const edge = exchange.add(`EDGE_CURVE('',#${vertices[0]},#${vertices[1]},#${line(exchange)},.T.)`);
      const set = exchange.add(`CONNECTED_EDGE_SET('',(#${edge}))`);
      const model = exchange.add(`EDGE_BASED_WIREFRAME_MODEL('',(#${set}))`);
      return exchange.add(
        `GEOMETRIC_CURVE_SET('',(#${composite},#${model},#${line(exchange)},#${exchange.point(9, 9, 9)}))`,
      );
    });
    expect(lengthOf(found)).toBeCloseTo(12, 9);
    expect(found.left).toBe(1);
  });

  test("a set that holds itself twice over ends, and so does one that names a spline again and again", () => {
    const endless = segmentsOf((exchange) => {
      const id = exchange.reserve();
      return exchange.put(id, `GEOMETRIC_CURVE_SET('',(${refs(Array.from({ length: 40 }, () => id))}))`);
    });
    expect(endless.segments).toEqual([]);
    expect(endless.left).toBeGreaterThan(0);
    const many = segmentsOf((exchange) => {
      const poles = Array.from({ length: 3_000 }, (_, at) => exchange.point(at, at % 7, 0));
      const knots = Array.from({ length: 2_998 }, (_, at) => `${at}.`);
      const multiplicities = knots.map((_, at) => (at === 0 || at === 2_997 ? 4 : 1));
      const spline = exchange.add(
        `B_SPLINE_CURVE_WITH_KNOTS('',3,(${refs(poles)}),.UNSPECIFIED.,.F.,.F.,(${multiplicities.join(",")}),(${knots.join(",")}),.UNSPECIFIED.)`,
      );
      return exchange.add(`GEOMETRIC_CURVE_SET('',(${refs(Array.from({ length: 2_000 }, () => spline))}))`);
    });
    expect(many.segments.length / 6).toBeLessThan(1_000_000);
    expect(many.left).toBeGreaterThan(1_900);
  });
});

test("curves are drawn alone and beside a body; those of an assembly without one are construction", () => {
  const exchange = new Exchange();
  const context = exchange.context(METRE);
  const wire = polyline(exchange, [0, 0, 0], [1, 0, 0]);
  const set = exchange.add(`GEOMETRIC_CURVE_SET('',(#${wire}))`);
  exchange.product(
    "wire",
    exchange.representation(
      [exchange.axes(), set],
      context,
      "GEOMETRICALLY_BOUNDED_WIREFRAME_SHAPE_REPRESENTATION",
    ),
  );
  exchange.product("body", exchange.representation([exchange.block(1, 1, 1).solid, set], context));
  const top = exchange.product("top", exchange.representation([set], context));
  exchange.usage(top, exchange.product("below"));
  const { parts } = exchange.read();
  expect(
    parts.map(({ number, curves, problem }) => [number, curves?.map(({ item }) => item), problem]),
  ).toEqual([
    ["wire", [set], undefined],
    ["body", [set], undefined],
    ["top", undefined, undefined],
    ["below", undefined, expect.any(String)],
  ]);
  expect(parts[0]?.curves?.[0]?.units.length).toBe(1000);
});

test("sets that name a long list of no curves again and again are given up", () => {
  const { left } = segmentsOf((exchange) => {
    const list = exchange.add(`GEOMETRIC_CURVE_SET('',(${"1.,".repeat(1999)}1.))`);
    return exchange.add(`GEOMETRIC_CURVE_SET('',(${`#${list},`.repeat(1999)}#${list}))`);
  });
  expect(left).toBeGreaterThan(900);
});

test("edges that all name one great set as their curve cost what is looked at, once and no more", () => {
  const { left } = segmentsOf((exchange) => {
    const [from, to] = [0, 1].map((at) => exchange.add(`VERTEX_POINT('',#${exchange.point(at, 0, 0)})`));
    const curve = line(exchange);
    const set = exchange.add(
      `GEOMETRIC_CURVE_SET('',(${Array.from({ length: 60_000 }, () => `#${curve}`).join()}))`,
    );
    const edge = exchange.add(`EDGE_CURVE('',#${from},#${to},#${set},.T.)`);
    return exchange.add(
      `GEOMETRIC_CURVE_SET('',(${Array.from({ length: 10_000 }, () => `#${edge}`).join()}))`,
    );
  });
  expect(left).toBeGreaterThan(9_000);
});
