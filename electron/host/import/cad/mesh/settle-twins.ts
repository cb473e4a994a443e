/**
 * Faces that share all their corners, as the two halves of a hole's wall do: corners and surface fit either, and so
 * only the order of the kernel would say which is which. The middles of their edges do.
 */
import type { Vector } from "../structure/transform.ts";
import type { BodyFace, BodyMesh } from "./body-mesh.ts";
import type { FaceOutline } from "./face-outline.ts";
import { pointAt } from "./vector.ts";

export interface Twin<T> {
  /** Index of the mesh face that was taken for it. */
  readonly place: number;
  readonly candidate: T;
}

/** Faces with the same corners beyond so many are left as they are: that is no part that somebody made. */
const MOST_TWINS = 16;

/**
 * @param matched what each mesh face was taken for
 * @param fits whether a mesh face may be the candidate
 * @param least mm by which an exchange must be better
 * @returns the pairs that change
 */
export function settleTwins<T extends { readonly outline: FaceOutline }>(
  mesh: BodyMesh,
  matched: readonly (T | undefined)[],
  fits: (place: number, candidate: T) => boolean,
  least: number,
): readonly Twin<T>[] {
  const groups = new Map<string, Twin<T>[]>();
  matched.forEach((candidate, place) => {
    if (candidate === undefined || candidate.outline.vertices.length === 0) return;
    const key = cornersKey(candidate.outline.vertices);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [{ place, candidate }]);
    else group.push({ place, candidate });
  });
  return [...groups.values()].flatMap((group) =>
    group.length < 2 || group.length > MOST_TWINS ? [] : settled(mesh, group, fits, least),
  );
}

function settled<T extends { readonly outline: FaceOutline }>(
  mesh: BodyMesh,
  group: readonly Twin<T>[],
  fits: (place: number, candidate: T) => boolean,
  least: number,
): readonly Twin<T>[] {
  const middles = group.map(({ candidate }) => candidate.outline.middles());
  const places = group.map(({ place }) => place);
  /** Which of the places each candidate has. */
  const has = group.map((_, index) => index);
  const distance = (candidate: number, at: number): number =>
    (middles[candidate] ?? []).reduce(
      (sum, middle) => sum + nearestVertex(mesh, mesh.faces[places[at] ?? -1], middle),
      0,
    );
  for (let a = 0; a < group.length; a++) {
    for (let b = a + 1; b < group.length; b++) {
      const [atA = 0, atB = 0] = [has[a], has[b]];
      const [first, second] = [group[a]?.candidate, group[b]?.candidate];
      if (first === undefined || second === undefined) continue;
      const gain = distance(a, atA) + distance(b, atB) - distance(a, atB) - distance(b, atA);
      if (!(gain > least)) continue;
      if (!fits(places[atB] ?? -1, first) || !fits(places[atA] ?? -1, second)) continue;
      [has[a], has[b]] = [atB, atA];
    }
  }
  return group.flatMap(({ candidate, place }, index) => {
    const now = places[has[index] ?? -1];
    return now === undefined || now === place ? [] : [{ place: now, candidate }];
  });
}

function cornersKey(corners: readonly Vector[]): string {
  return corners
    .map((corner) => corner.join())
    .sort()
    .join(" ");
}

function nearestVertex(mesh: BodyMesh, face: BodyFace | undefined, [x, y, z]: Vector): number {
  let nearest = Infinity;
  if (face === undefined) return nearest;
  for (let vertex = face.firstVertex; vertex < face.firstVertex + face.vertices; vertex++) {
    const [a, b, c] = pointAt(mesh.positions, vertex);
    nearest = Math.min(nearest, Math.hypot(a - x, b - y, c - z));
  }
  return nearest;
}
