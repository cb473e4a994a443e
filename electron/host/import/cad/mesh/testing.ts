/** For tests: solids written by hand, and what a mesh encloses. */
import type { Exchange } from "../structure/testing.ts";
import { cross, dot, length } from "../structure/transform.ts";
import { pointAt } from "./vector.ts";

/** A cylinder on the z axis from z = 0 up, as a valid B-rep: side, bottom, top. */
export function addCylinder(exchange: Exchange, radius: number, height: number): number {
  const ring = (z: number): { edge: number; vertex: number } => {
    const vertex = exchange.add(`VERTEX_POINT('',#${exchange.point(radius, 0, z)})`);
    const circle = exchange.add(`CIRCLE('',#${exchange.axes([0, 0, z])},${radius.toFixed(3)})`);
    return { edge: exchange.add(`EDGE_CURVE('',#${vertex},#${vertex},#${circle},.T.)`), vertex };
  };
  const [low, high] = [ring(0), ring(height)];
  const vector = exchange.add(`VECTOR('',#${exchange.direction(0, 0, 1)},1.)`);
  const line = exchange.add(`LINE('',#${exchange.point(radius, 0, 0)},#${vector})`);
  const seam = exchange.add(`EDGE_CURVE('',#${low.vertex},#${high.vertex},#${line},.T.)`);
  const face = (name: string, edges: readonly (readonly [number, "T" | "F"])[], surface: number): number => {
    const loop = edges.map(
      ([edge, sense]) => `#${exchange.add(`ORIENTED_EDGE('',*,*,#${edge},.${sense}.)`)}`,
    );
    const bound = exchange.add(
      `FACE_OUTER_BOUND('',#${exchange.add(`EDGE_LOOP('',(${loop.join(",")}))`)},.T.)`,
    );
    return exchange.add(`ADVANCED_FACE('${name}',(#${bound}),#${surface},.T.)`);
  };
  const around = exchange.add(`CYLINDRICAL_SURFACE('',#${exchange.axes()},${radius.toFixed(3)})`);
  const below = exchange.add(`PLANE('',#${exchange.axes([0, 0, 0], [0, 0, -1])})`);
  const above = exchange.add(`PLANE('',#${exchange.axes([0, 0, height])})`);
  const faces = [
    face(
      "side",
      [
        [low.edge, "T"],
        [seam, "T"],
        [high.edge, "F"],
        [seam, "F"],
      ],
      around,
    ),
    face("bottom", [[low.edge, "F"]], below),
    face("top", [[high.edge, "T"]], above),
  ];
  const shell = exchange.add(`CLOSED_SHELL('',(${faces.map((id) => `#${id}`).join(",")}))`);
  return exchange.add(`MANIFOLD_SOLID_BREP('',#${shell})`);
}

export interface Triangles {
  readonly positions: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
}

/** mm³, positive where triangles turn counter-clockwise seen from outside; mm² */
export function measure({ positions, indices }: Triangles): { volume: number; area: number } {
  let volume = 0;
  let area = 0;
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => pointAt(positions, indices[at + corner] ?? NaN));
    if (a === undefined || b === undefined || c === undefined) continue;
    volume += dot(a, cross(b, c)) / 6;
    area +=
      length(cross([b[0] - a[0], b[1] - a[1], b[2] - a[2]], [c[0] - a[0], c[1] - a[1], c[2] - a[2]])) / 2;
  }
  return { volume, area };
}

/** Changes what stands outside of the strings of a text of ISO 10303-21. */
export function outsideStrings(text: string, change: (tokens: string) => string): string {
  return text
    .split(/('(?:[^']|'')*')/)
    .map((piece, at) => (at % 2 === 0 ? change(piece) : piece))
    .join("");
}
