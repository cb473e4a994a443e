/** Solids written by hand as exchange structures (ISO 10303-42), with what geometry says of them. */
import { addCylinder } from "../../mesh/testing.ts";
import { Exchange } from "../../structure/testing.ts";

export interface Solid {
  readonly name: string;
  readonly text: string;
  /** In the order of its shell. */
  readonly faces: number;
  /** mm³, mm² */
  readonly volume: number;
  readonly area: number;
  /** How far a point lies off the surface, mm; undefined where the test has no closed form of it. */
  readonly distance?: (x: number, y: number, z: number) => number;
}

/** One product with the solid that `add` writes; `unit` is its unit of length. */
export function exchangeOf(add: (exchange: Exchange) => number, unit?: string): string {
  const exchange = new Exchange();
  const solid = add(exchange);
  exchange.product("solid", exchange.representation([solid], exchange.context(unit)));
  return exchange.text();
}

type Edge = readonly [edge: number, sense: "T" | "F"];

function loop(exchange: Exchange, edges: readonly Edge[]): number {
  const oriented = edges.map(
    ([edge, sense]) => `#${exchange.add(`ORIENTED_EDGE('',*,*,#${edge},.${sense}.)`)}`,
  );
  return exchange.add(`FACE_OUTER_BOUND('',#${exchange.add(`EDGE_LOOP('',(${oriented.join(",")}))`)},.T.)`);
}

function face(exchange: Exchange, edges: readonly Edge[], surface: number, sense: "T" | "F" = "T"): number {
  return exchange.add(`ADVANCED_FACE('',(#${loop(exchange, edges)}),#${surface},.${sense}.)`);
}

function solidOf(exchange: Exchange, faces: readonly number[]): number {
  const shell = exchange.add(`CLOSED_SHELL('',(${faces.map((id) => `#${id}`).join(",")}))`);
  return exchange.add(`MANIFOLD_SOLID_BREP('',#${shell})`);
}

function vertex(exchange: Exchange, ...at: readonly number[]): number {
  return exchange.add(`VERTEX_POINT('',#${exchange.point(...at)})`);
}

function curve(exchange: Exchange, from: number, to: number, geometry: number): number {
  return exchange.add(`EDGE_CURVE('',#${from},#${to},#${geometry},.T.)`);
}

function line(exchange: Exchange, at: readonly number[], along: readonly number[]): number {
  const vector = exchange.add(`VECTOR('',#${exchange.direction(...along)},1.)`);
  return exchange.add(`LINE('',#${exchange.point(...at)},#${vector})`);
}

/** On the z axis from z = 0 up, narrower above. */
function addCone(exchange: Exchange, low: number, high: number, height: number): number {
  const ring = (radius: number, z: number): { readonly corner: number; readonly edge: number } => {
    const corner = vertex(exchange, radius, 0, z);
    const circle = exchange.add(`CIRCLE('',#${exchange.axes([0, 0, z])},${radius.toFixed(3)})`);
    return { corner, edge: curve(exchange, corner, corner, circle) };
  };
  const [bottom, top] = [ring(low, 0), ring(high, height)];
  const seam = curve(
    exchange,
    bottom.corner,
    top.corner,
    line(exchange, [low, 0, 0], [high - low, 0, height]),
  );
  // The angle of the standard is positive: the cone opens against z.
  const down = exchange.axes([0, 0, 0], [0, 0, -1]);
  const angle = Math.atan((low - high) / height);
  const side = exchange.add(`CONICAL_SURFACE('',#${down},${low.toFixed(3)},${angle})`);
  return solidOf(exchange, [
    face(
      exchange,
      [
        [bottom.edge, "T"],
        [seam, "T"],
        [top.edge, "F"],
        [seam, "F"],
      ],
      side,
    ),
    face(exchange, [[bottom.edge, "F"]], exchange.add(`PLANE('',#${exchange.axes([0, 0, 0], [0, 0, -1])})`)),
    face(exchange, [[top.edge, "T"]], exchange.add(`PLANE('',#${exchange.axes([0, 0, height])})`)),
  ]);
}

/** Around the origin, one face with a seam from pole to pole. */
function addSphere(exchange: Exchange, radius: number): number {
  const [south, north] = [vertex(exchange, 0, 0, -radius), vertex(exchange, 0, 0, radius)];
  const circle = exchange.add(`CIRCLE('',#${exchange.axes([0, 0, 0], [0, -1, 0])},${radius.toFixed(3)})`);
  const seam = curve(exchange, south, north, circle);
  const surface = exchange.add(`SPHERICAL_SURFACE('',#${exchange.axes()},${radius.toFixed(3)})`);
  return solidOf(exchange, [
    face(
      exchange,
      [
        [seam, "T"],
        [seam, "F"],
      ],
      surface,
    ),
  ]);
}

/** Around the z axis, one face with two seams. */
function addTorus(exchange: Exchange, major: number, minor: number): number {
  const corner = vertex(exchange, major + minor, 0, 0);
  const around = exchange.add(`CIRCLE('',#${exchange.axes()},${(major + minor).toFixed(3)})`);
  const across = exchange.add(`CIRCLE('',#${exchange.axes([major, 0, 0], [0, -1, 0])},${minor.toFixed(3)})`);
  const [long, short] = [curve(exchange, corner, corner, around), curve(exchange, corner, corner, across)];
  const surface = exchange.add(
    `TOROIDAL_SURFACE('',#${exchange.axes()},${major.toFixed(3)},${minor.toFixed(3)})`,
  );
  return solidOf(exchange, [
    face(
      exchange,
      [
        [long, "T"],
        [short, "T"],
        [long, "F"],
        [short, "F"],
      ],
      surface,
    ),
  ]);
}

/** A block of 10 × 4 × 5 mm with a roof: a parabola of control heights 5, 9, 5 drawn along y. */
function addVault(exchange: Exchange): number {
  const [width, depth, wall, peak] = [10, 4, 5, 9];
  const corner = (x: number, y: number, z: number): number => vertex(exchange, x, y, z);
  const ends = [0, depth].map((y) => ({
    a: corner(0, y, 0),
    b: corner(width, y, 0),
    c: corner(width, y, wall),
    d: corner(0, y, wall),
    y,
  }));
  const controls = (y: number): readonly number[] => [
    exchange.point(0, y, wall),
    exchange.point(width / 2, y, peak),
    exchange.point(width, y, wall),
  ];
  const outlines = ends.map(({ a, b, c, d, y }) => {
    const list = controls(y)
      .map((id) => `#${id}`)
      .join(",");
    const arch = exchange.add(
      `B_SPLINE_CURVE_WITH_KNOTS('',2,(${list}),.UNSPECIFIED.,.F.,.F.,(3,3),(0.,1.),.UNSPECIFIED.)`,
    );
    return {
      bottom: curve(exchange, a, b, line(exchange, [0, y, 0], [1, 0, 0])),
      right: curve(exchange, b, c, line(exchange, [width, y, 0], [0, 0, 1])),
      left: curve(exchange, a, d, line(exchange, [0, y, 0], [0, 0, 1])),
      arch: curve(exchange, d, c, arch),
    };
  });
  const [front, back] = ends;
  const [near, far] = outlines;
  if (front === undefined || back === undefined || near === undefined || far === undefined)
    throw new Error("a vault has two ends");
  const along = (from: number, to: number, x: number, z: number): number =>
    curve(exchange, from, to, line(exchange, [x, 0, z], [0, 1, 0]));
  const [a, b] = [along(front.a, back.a, 0, 0), along(front.b, back.b, width, 0)];
  const [c, d] = [along(front.c, back.c, width, wall), along(front.d, back.d, 0, wall)];
  const plane = (at: readonly number[], normal: readonly number[], x: readonly number[]): number =>
    exchange.add(`PLANE('',#${exchange.axes(at, normal, x)})`);
  const rows = [0, 1, 2].map((at) => `(${[0, depth].map((y) => `#${controls(y)[at]}`).join(",")})`);
  const roof = exchange.add(
    `B_SPLINE_SURFACE_WITH_KNOTS('',2,1,(${rows.join(",")}),.UNSPECIFIED.,.F.,.F.,.F.,(3,3),(2,2),(0.,1.),(0.,1.),.UNSPECIFIED.)`,
  );
  return solidOf(exchange, [
    face(
      exchange,
      [
        [near.bottom, "T"],
        [near.right, "T"],
        [near.arch, "F"],
        [near.left, "F"],
      ],
      plane([0, 0, 0], [0, -1, 0], [1, 0, 0]),
    ),
    face(
      exchange,
      [
        [far.bottom, "F"],
        [far.left, "T"],
        [far.arch, "T"],
        [far.right, "F"],
      ],
      plane([0, depth, 0], [0, 1, 0], [1, 0, 0]),
    ),
    face(
      exchange,
      [
        [near.bottom, "F"],
        [a, "T"],
        [far.bottom, "T"],
        [b, "F"],
      ],
      plane([0, 0, 0], [0, 0, -1], [1, 0, 0]),
    ),
    face(
      exchange,
      [
        [near.right, "F"],
        [b, "T"],
        [far.right, "T"],
        [c, "F"],
      ],
      plane([width, 0, 0], [1, 0, 0], [0, 1, 0]),
    ),
    face(
      exchange,
      [
        [near.left, "T"],
        [d, "T"],
        [far.left, "F"],
        [a, "F"],
      ],
      plane([0, 0, 0], [-1, 0, 0], [0, 1, 0]),
    ),
    face(
      exchange,
      [
        [near.arch, "T"],
        [c, "T"],
        [far.arch, "F"],
        [d, "F"],
      ],
      roof,
    ),
  ]);
}

/** Length of the parabola z(t) = 8 t (1 - t) over x = 10 t, by Simpson's rule. */
function archLength(): number {
  const speed = (t: number): number => Math.hypot(10, 8 - 16 * t);
  const steps = 1000;
  let sum = speed(0) + speed(1);
  for (let at = 1; at < steps; at++) sum += speed(at / steps) * (at % 2 === 1 ? 4 : 2);
  return sum / (3 * steps);
}

/** A block of 4 × 4 × 4 mm with a hollow of 2 × 2 × 2 mm (BREP_WITH_VOIDS). */
function addHollow(exchange: Exchange): number {
  const outer = exchange.block(4, 4, 4);
  const inner = exchange.block(2, 2, 2, [1, 1, 1]);
  const turned = exchange.add(`ORIENTED_CLOSED_SHELL('',*,#${inner.shell},.F.)`);
  return exchange.add(`BREP_WITH_VOIDS('',#${outer.shell},(#${turned}))`);
}

const { PI } = Math;

/** Cylinder, cone, sphere, torus, spline, and a hollow: each encloses a volume that a formula gives. */
export const SOLIDS: readonly Solid[] = [
  {
    name: "a block",
    text: exchangeOf((exchange) => exchange.block(1, 2, 3).solid),
    faces: 6,
    volume: 6,
    area: 22,
  },
  {
    name: "a cylinder",
    text: exchangeOf((exchange) => addCylinder(exchange, 10, 20)),
    faces: 3,
    volume: PI * 100 * 20,
    area: 2 * PI * 100 + 2 * PI * 10 * 20,
    distance: (x, y, z) => Math.min(Math.abs(Math.hypot(x, y) - 10), Math.abs(z), Math.abs(z - 20)),
  },
  {
    name: "a cone",
    text: exchangeOf((exchange) => addCone(exchange, 10, 4, 8)),
    faces: 3,
    volume: (PI * 8 * (100 + 40 + 16)) / 3,
    area: PI * (100 + 16) + PI * 14 * 10,
    distance: (x, y, z) =>
      Math.min(Math.abs((Math.hypot(x, y) - 10 + (z * 6) / 8) * 0.8), Math.abs(z), Math.abs(z - 8)),
  },
  {
    name: "a sphere",
    text: exchangeOf((exchange) => addSphere(exchange, 5)),
    faces: 1,
    volume: (4 * PI * 125) / 3,
    area: 4 * PI * 25,
    distance: (x, y, z) => Math.abs(Math.hypot(x, y, z) - 5),
  },
  {
    name: "a torus",
    text: exchangeOf((exchange) => addTorus(exchange, 10, 3)),
    faces: 1,
    volume: 2 * PI * PI * 10 * 9,
    area: 4 * PI * PI * 30,
    distance: (x, y, z) => Math.abs(Math.hypot(Math.hypot(x, y) - 10, z) - 3),
  },
  {
    name: "a vault with a roof that is a spline",
    text: exchangeOf(addVault),
    faces: 6,
    // A quadratic Bézier arch of control heights 0, 4, 0 over 10 mm encloses 10 · 4 / 3.
    volume: 4 * (50 + 40 / 3),
    area: 2 * (50 + 40 / 3) + 4 * (10 + 5 + 5 + archLength()),
  },
  { name: "a block with a hollow in it", text: exchangeOf(addHollow), faces: 12, volume: 56, area: 120 },
];
