/** Topology of a solid (ISO 10303-42): vertices, edges and faces that share them, each edge used twice. */
import { area, distance, type Point2, type Profile, type Segment } from "./profile.ts";
import { featureSections, type Feature, type Section, type Solid } from "./solid.ts";

export type Point3 = readonly [x: number, y: number, z: number];

export interface Vertex {
  readonly point: Point3;
}

/** From `start` to `end`; on a circle about +z where `circle` is given, against it unless `ccw`. */
export interface Edge {
  readonly start: Vertex;
  readonly end: Vertex;
  readonly circle?: { readonly centre: Point3; readonly radius: number; readonly ccw: boolean };
}

export interface Use {
  readonly edge: Edge;
  readonly forward: boolean;
}

/** Cylinder and cone stand about the z direction; a cone widens towards `axis` z. */
export type FaceSurface =
  | { readonly kind: "plane"; readonly origin: Point3; readonly normal: Point3 }
  | { readonly kind: "cylinder"; readonly origin: Point3; readonly radius: number }
  | {
      readonly kind: "cone";
      readonly origin: Point3;
      readonly axis: 1 | -1;
      readonly radius: number;
      readonly semiAngle: number;
    };

export interface Face {
  readonly surface: FaceSurface;
  /** The face's outside is the side to which the surface's normal points. */
  readonly sameSense: boolean;
  /** The outer loop first; counter-clockwise as seen from outside the material. */
  readonly loops: readonly (readonly Use[])[];
  readonly name: string;
}

/** A section's loop with its own vertices and edges. */
interface Ring {
  readonly z: number;
  readonly profile: Profile;
  readonly vertices: readonly Vertex[];
  readonly edges: readonly Edge[];
}

interface Cap {
  readonly normal: 1 | -1;
  readonly ring: Ring;
  readonly inner: Ring[];
  readonly name: string;
}

export function facesOf(solid: Solid): readonly Face[] {
  const faces: Face[] = [];
  const caps = new Map<string, Cap>();
  const first = solid.sections[0];
  const last = solid.sections.at(-1);
  if (first === undefined || last === undefined || first === last)
    throw new Error("a solid needs two sections");
  const heights = new Map([
    ["bottom", first.z],
    ["top", last.z],
  ]);
  const addCap = (ring: Ring, normal: 1 | -1, label: string | undefined, name: string): Cap => {
    const cap: Cap = { normal, ring, inner: [], name };
    const key = label ?? `#${caps.size}`;
    if (caps.has(key)) throw new Error(`two faces are labelled ${key}`);
    caps.set(key, cap);
    heights.set(key, ring.z);
    return cap;
  };
  // A feature that meets another's floor needs that floor first, so through-holes wait.
  const waiting: (() => void)[] = [];
  const addFeatures = (features: readonly Feature[], cap: Cap): void => {
    for (const feature of features) {
      const build = (): void => {
        const inside = feature.kind === "boss";
        const rings = featureSections(feature, cap.ring.z, cap.normal, heights).map(ringOf);
        const progress = (inside ? cap.normal : -cap.normal) as 1 | -1;
        walls(rings, inside, progress, feature.name ?? "", faces);
        const [start, end] = [rings[0], rings.at(-1)];
        if (start === undefined || end === undefined) return;
        cap.inner.push(start);
        if (feature.meets === undefined) {
          addFeatures(feature.features ?? [], addCap(end, cap.normal, feature.label, feature.name ?? ""));
        } else caps.get(feature.meets)?.inner.push(end);
      };
      if (feature.meets === undefined) build();
      else waiting.push(build);
    }
  };
  const rings = solid.sections.map(ringOf);
  walls(rings, true, 1, "", faces);
  const [lowest, highest] = [rings[0], rings.at(-1)];
  if (lowest === undefined || highest === undefined) throw new Error("a solid needs two sections");
  const bottom = addCap(lowest, -1, "bottom", "");
  const top = addCap(highest, 1, "top", "");
  addFeatures(solid.top ?? [], top);
  addFeatures(solid.bottom ?? [], bottom);
  for (let build = waiting.shift(); build !== undefined; build = waiting.shift()) build();
  for (const cap of caps.values()) faces.push(flat(cap.normal, cap.ring, cap.inner, cap.name));
  return faces;
}

function ringOf({ z, profile }: Section): Ring {
  const vertices = profile.map(({ from }): Vertex => ({ point: [from[0], from[1], z] }));
  const edges = profile.map((segment, i): Edge => {
    const start = at(vertices, i);
    const end = at(vertices, i + 1);
    if (segment.arc === undefined) return { start, end };
    const [x, y] = segment.arc.centre;
    return { start, end, circle: { centre: [x, y, z], radius: radiusOf(segment), ccw: segment.arc.ccw } };
  });
  return { z, profile, vertices, edges };
}

const radiusOf = ({ from, arc }: Segment): number => distance(from, arc?.centre ?? from);

function at<T>(list: readonly T[], i: number): T {
  return list[i % list.length] as T;
}

const around = (ring: Ring, forward: boolean): Use[] => {
  const uses = ring.edges.map((edge) => ({ edge, forward }));
  return forward ? uses : uses.reverse();
};

/** A face square to z. Loops run counter-clockwise as seen against its normal, inner ones the other way. */
function flat(normal: 1 | -1, outer: Ring, inner: readonly Ring[], name: string): Face {
  const up = normal === 1;
  return {
    surface: { kind: "plane", origin: [0, 0, outer.z], normal: [0, 0, normal] },
    sameSense: true,
    loops: [around(outer, up), ...inner.map((ring) => around(ring, !up))],
    name,
  };
}

function walls(rings: readonly Ring[], inside: boolean, progress: 1 | -1, name: string, faces: Face[]): void {
  for (let i = 1; i < rings.length; i += 1) {
    const [a, b] = [rings[i - 1] as Ring, rings[i] as Ring];
    if (a.z === b.z) {
      const shrinks = area(b.profile) < area(a.profile);
      const normal = (shrinks === inside ? progress : -progress) as 1 | -1;
      faces.push(shrinks ? flat(normal, a, [b], name) : flat(normal, b, [a], name));
    } else if (a.z < b.z) wall(a, b, inside, name, faces);
    else wall(b, a, inside, name, faces);
  }
}

function wall(low: Ring, high: Ring, inside: boolean, name: string, faces: Face[]): void {
  if (low.edges.length !== high.edges.length) throw new Error("a wall needs the same segments at both ends");
  const uprights = low.vertices.map((start, i): Edge => ({ start, end: at(high.vertices, i) }));
  low.profile.forEach((segment, i) => {
    const outside: Use[] = [
      { edge: at(low.edges, i), forward: true },
      { edge: at(uprights, i + 1), forward: true },
      { edge: at(high.edges, i), forward: false },
      { edge: at(uprights, i), forward: false },
    ];
    const uses = inside
      ? outside
      : outside.map(({ edge, forward }) => ({ edge, forward: !forward })).reverse();
    const surface = wallSurface(segment, at(high.profile, i), low.z, high.z, inside);
    const sameSense = segment.arc === undefined || segment.arc.ccw === inside;
    faces.push({ surface, sameSense, loops: [uses], name });
  });
}

function wallSurface(low: Segment, high: Segment, lowZ: number, highZ: number, inside: boolean): FaceSurface {
  if (low.arc === undefined) {
    const along = difference(low.to, low.from);
    const up = difference(high.from, low.from);
    const height = highZ - lowZ;
    const cross: Point3 = [along[1] * height, -along[0] * height, along[0] * up[1] - along[1] * up[0]];
    const length = Math.hypot(...cross) * (inside ? 1 : -1);
    const normal: Point3 = [cross[0] / length, cross[1] / length, cross[2] / length];
    return { kind: "plane", origin: [...low.from, lowZ], normal };
  }
  const [x, y] = low.arc.centre;
  const [lowRadius, highRadius] = [radiusOf(low), radiusOf(high)];
  if (Math.abs(lowRadius - highRadius) < 1e-9)
    return { kind: "cylinder", origin: [x, y, lowZ], radius: lowRadius };
  const widens = highRadius > lowRadius;
  return {
    kind: "cone",
    origin: [x, y, widens ? lowZ : highZ],
    axis: widens ? 1 : -1,
    radius: Math.min(lowRadius, highRadius),
    semiAngle: Math.atan(Math.abs(highRadius - lowRadius) / (highZ - lowZ)),
  };
}

const difference = (a: Point2, b: Point2): Point2 => [a[0] - b[0], a[1] - b[1]];
