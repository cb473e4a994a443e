/** Round faces of the same size: holes with holes, pins with pins. Pure. */
import type { CadMesh, CadModel, MeshFace } from "../../../shared/model/cad.ts";
import type { PickedFace } from "../../state/selection.ts";
import { isInside } from "./face-text.ts";

/** mm; the kernel's radii are exact, those of an exporter that rounds to microns differ by less. */
const SAME_RADIUS = 1e-3;

/**
 * Every cylindrical face of the radius of the given one, and like it inside or outside; empty where that
 * one is not cylindrical.
 * @param within nodes to look at; undefined: the whole model
 */
export function sameSizeFaces(
  { parts, nodes }: CadModel,
  { node, face }: PickedFace,
  within?: ReadonlySet<number>,
): readonly PickedFace[] {
  const mesh = parts[nodes[node]?.part ?? -1]?.mesh;
  const like = mesh?.faces[face];
  const radius = like?.surface?.radius;
  if (mesh === undefined || like === undefined || like.surface?.kind !== "cylinder" || radius === undefined)
    return [];
  const inside = isInside(mesh, like);
  // A face that its occurrence hides has no triangles.
  const fits = (own: CadMesh, other: MeshFace): boolean =>
    other.count > 0 &&
    other.surface?.kind === "cylinder" &&
    Math.abs((other.surface.radius ?? NaN) - radius) <= SAME_RADIUS &&
    isInside(own, other) === inside;
  // Once for each part, however often it occurs.
  const facesOf = parts.map(({ mesh: own }) =>
    own === undefined ? [] : own.faces.flatMap((other, index) => (fits(own, other) ? [index] : [])),
  );
  return nodes.flatMap(({ part }, at) =>
    within === undefined || within.has(at)
      ? (facesOf[part] ?? []).map((index): PickedFace => ({ node: at, face: index }))
      : [],
  );
}

/** How many axes cylindrical faces stand about: a hole is often two halves. */
export function axisCount({ parts, nodes }: CadModel, faces: readonly PickedFace[]): number {
  const axes = new Set<string>();
  for (const { node, face } of faces) {
    const surface = parts[nodes[node]?.part ?? -1]?.mesh?.faces[face]?.surface;
    const { origin, axis } = surface ?? {};
    if (origin === undefined || axis === undefined) continue;
    // Of both directions and all points of the axis, always the same one.
    const first = axis.find((value) => Math.abs(value) > 1e-6) ?? 1;
    const direction = axis.map((value) => value * Math.sign(first));
    const along = origin.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
    const foot = origin.map((value, i) => value - along * (direction[i] ?? 0));
    axes.add([node, ...direction, ...foot].map((value) => Math.round(value * 1e3) + 0).join());
  }
  return axes.size;
}
