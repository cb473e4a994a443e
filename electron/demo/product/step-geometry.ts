/** Writes a solid's topology as instances of ISO 10303-42. */
import { facesOf, type Edge, type Face, type Point3, type Vertex } from "./brep.ts";
import { movePoint, turnDirection, yAxis, type Frame } from "./frame.ts";
import { list, quoted, real, type Part21File } from "./part-21.ts";
import type { Solid } from "./solid.ts";

export interface WrittenSolid {
  readonly solid: string;
  readonly faces: readonly { readonly instance: string; readonly name: string }[];
}

export function writeSolid(file: Part21File, solid: Solid, frame: Frame): WrittenSolid {
  const vertices = new Map<Vertex, string>();
  const edges = new Map<Edge, string>();
  const vertex = (of: Vertex): string => {
    const known = vertices.get(of);
    if (known !== undefined) return known;
    const name = file.add(`VERTEX_POINT('',${pointOf(file, movePoint(frame, of.point))})`);
    vertices.set(of, name);
    return name;
  };
  const edge = (of: Edge): string => {
    const known = edges.get(of);
    if (known !== undefined) return known;
    const curve = of.circle === undefined ? lineOf(file, of, frame) : circleOf(file, of.circle, frame);
    const same = of.circle?.ccw ?? true;
    const name = file.add(
      `EDGE_CURVE('',${vertex(of.start)},${vertex(of.end)},${curve},${same ? ".T." : ".F."})`,
    );
    edges.set(of, name);
    return name;
  };
  const faces = facesOf(solid).map((face) => ({
    instance: writeFace(file, face, frame, edge),
    name: face.name,
  }));
  const shell = file.add(`CLOSED_SHELL('',${list(faces.map(({ instance }) => instance))})`);
  return { solid: file.add(`MANIFOLD_SOLID_BREP('',${shell})`), faces };
}

function writeFace(file: Part21File, face: Face, frame: Frame, edge: (of: Edge) => string): string {
  const bounds = face.loops.map((uses, i) => {
    const oriented = uses.map((use) =>
      file.add(`ORIENTED_EDGE('',*,*,${edge(use.edge)},${use.forward ? ".T." : ".F."})`),
    );
    const loop = file.add(`EDGE_LOOP('',${list(oriented)})`);
    return file.add(`${i === 0 ? "FACE_OUTER_BOUND" : "FACE_BOUND"}('',${loop},.T.)`);
  });
  const surface = surfaceOf(file, face, frame);
  return file.add(
    `ADVANCED_FACE(${quoted(face.name)},${list(bounds)},${surface},${face.sameSense ? ".T." : ".F."})`,
  );
}

function surfaceOf(file: Part21File, { surface }: Face, frame: Frame): string {
  if (surface.kind === "plane") {
    const normal = turnDirection(frame, surface.normal);
    const placement = placementOf(file, movePoint(frame, surface.origin), normal, perpendicular(normal));
    return file.share(`PLANE('',${placement})`);
  }
  const axis = surface.kind === "cone" ? surface.axis : 1;
  const direction = turnDirection(frame, [0, 0, axis]);
  const placement = placementOf(file, movePoint(frame, surface.origin), direction, frame.x);
  if (surface.kind === "cylinder")
    return file.share(`CYLINDRICAL_SURFACE('',${placement},${real(surface.radius)})`);
  return file.share(`CONICAL_SURFACE('',${placement},${real(surface.radius)},${real(surface.semiAngle)})`);
}

/** Some unit direction square to `normal`. */
function perpendicular([x, y, z]: Point3): Point3 {
  const least: Point3 = Math.abs(x) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const dot = least[0] * x + least[1] * y + least[2] * z;
  const raw: Point3 = [least[0] - dot * x, least[1] - dot * y, least[2] - dot * z];
  const length = Math.hypot(...raw);
  return [raw[0] / length, raw[1] / length, raw[2] / length];
}

function lineOf(file: Part21File, { start, end }: Edge, frame: Frame): string {
  const from = movePoint(frame, start.point);
  const to = movePoint(frame, end.point);
  const delta: Point3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const length = Math.hypot(...delta);
  const direction = directionOf(file, [delta[0] / length, delta[1] / length, delta[2] / length]);
  const vector = file.share(`VECTOR('',${direction},1.)`);
  return file.add(`LINE('',${pointOf(file, from)},${vector})`);
}

function circleOf(file: Part21File, circle: NonNullable<Edge["circle"]>, frame: Frame): string {
  const axis = turnDirection(frame, [0, 0, 1]);
  const placement = placementOf(file, movePoint(frame, circle.centre), axis, frame.x);
  return file.share(`CIRCLE('',${placement},${real(circle.radius)})`);
}

const triple = ([x, y, z]: Point3): string => `(${real(x)},${real(y)},${real(z)})`;
const pointOf = (file: Part21File, point: Point3): string =>
  file.share(`CARTESIAN_POINT('',${triple(point)})`);
const directionOf = (file: Part21File, direction: Point3): string =>
  file.share(`DIRECTION('',${triple(direction)})`);

export function placementOf(file: Part21File, origin: Point3, z: Point3, x: Point3): string {
  return file.share(
    `AXIS2_PLACEMENT_3D('',${pointOf(file, origin)},${directionOf(file, z)},${directionOf(file, x)})`,
  );
}

/** A frame as its own instance: an assembly tells its occurrences apart by it. */
export function ownPlacement(file: Part21File, frame: Frame): string {
  const { origin, z, x } = frame;
  if (Math.abs(Math.hypot(...yAxis(frame)) - 1) > 1e-9) throw new Error("a frame must be square");
  return file.add(
    `AXIS2_PLACEMENT_3D('',${pointOf(file, origin)},${directionOf(file, z)},${directionOf(file, x)})`,
  );
}
