/** Colours of faces of single occurrences, and which of them are hidden, from faces of the file to those of the meshes. */
import type { CadMesh, CadNode, FaceColour } from "../../../../../shared/model/cad.ts";
import type { FaceColours, HiddenFaces } from "../structure/face-styles.ts";

/** A mesh with what its faces are in the file. */
export interface SourcedMesh {
  readonly mesh?: CadMesh;
  /** #ids of what each face of the mesh is in the file: none where it was not found there. */
  readonly sources: readonly (readonly number[])[];
}

/**
 * Each set of colours is drawn from a copy of its part, 28 bytes a vertex, 12 a triangle and 24 an edge or a segment of a
 * curve: so many vertices, corners of triangles and ends of edges may be copied.
 */
export const MOST_COPIED = 12_000_000;

function sizeOf({ positions, indices, edges }: CadMesh): number {
  return positions.length / 3 + indices.length + edges.length / 3;
}

export interface ColouredNodes {
  readonly nodes: readonly CadNode[];
  readonly problems: readonly string[];
}

/**
 * @param faceColours by index of the node
 * @param meshOf of a part by its index; undefined where it has none, or none yet
 */
export function withFaceColours(
  nodes: readonly CadNode[],
  faceColours: ReadonlyMap<number, FaceColours>,
  meshOf: (part: number) => SourcedMesh | undefined,
  mostCopied = MOST_COPIED,
): ColouredNodes {
  if (faceColours.size === 0) return { nodes, problems: [] };
  const known = new Map<FaceColours, readonly FaceColour[]>();
  let [copied, tooMany, missing] = [0, 0, 0];
  const coloursOf = (part: number, wanted: FaceColours): readonly FaceColour[] | undefined => {
    const before = known.get(wanted);
    if (before !== undefined) return before;
    const { mesh, sources } = meshOf(part) ?? { sources: [] };
    if (mesh === undefined) return [];
    const size = sizeOf(mesh);
    if (copied + size > mostCopied) return undefined;
    const worn = sources.flatMap((ids, face): FaceColour[] => {
      const colour = ids.map((id) => wanted.get(id)).find((each) => each !== undefined);
      return colour === undefined ? [] : [{ face, colour }];
    });
    const found = new Set(sources.flat());
    for (const id of wanted.keys()) if (!found.has(id)) missing += 1;
    if (worn.length > 0) copied += size;
    known.set(wanted, worn);
    return worn;
  };
  const coloured = nodes.map((node, index): CadNode => {
    const wanted = faceColours.get(index);
    const worn = wanted === undefined ? [] : coloursOf(node.part, wanted);
    if (worn === undefined) tooMany += 1;
    return worn === undefined || worn.length === 0 ? node : { ...node, faceColours: worn };
  });
  return {
    nodes: coloured,
    problems: [
      ...(missing > 0
        ? [`${missing} colours of single faces of occurrences are not shown: their faces are not drawn.`]
        : []),
      ...(tooMany > 0
        ? [
            `The colours of single faces of ${tooMany} occurrences are not shown: they would take too much memory.`,
          ]
        : []),
    ],
  };
}

/** @param hiddenFaces by index of the node @param meshOf of a part by its index; undefined where it has none, or none yet */
export function withHiddenFaces(
  nodes: readonly CadNode[],
  hiddenFaces: ReadonlyMap<number, HiddenFaces>,
  meshOf: (part: number) => SourcedMesh | undefined,
  mostCopied = MOST_COPIED,
): ColouredNodes {
  if (hiddenFaces.size === 0) return { nodes, problems: [] };
  const known = new Map<HiddenFaces, readonly number[]>();
  let [copied, tooMany] = [0, 0];
  const facesOf = (part: number, wanted: HiddenFaces): readonly number[] => {
    const before = known.get(wanted);
    if (before !== undefined) return before;
    const { mesh, sources } = meshOf(part) ?? { sources: [] };
    if (mesh === undefined) return [];
    const found = sources.flatMap((ids, face) => (ids.some((id) => wanted.has(id)) ? [face] : []));
    copied += found.length === 0 ? 0 : sizeOf(mesh);
    if (copied > mostCopied) {
      tooMany += 1;
      known.set(wanted, []);
      return [];
    }
    known.set(wanted, found);
    return found;
  };
  return {
    nodes: nodes.map((node, index): CadNode => {
      const wanted = hiddenFaces.get(index);
      const hidden = wanted === undefined ? [] : facesOf(node.part, wanted);
      return hidden.length === 0 ? node : { ...node, hiddenFaces: hidden };
    }),
    problems:
      tooMany > 0
        ? [
            `${tooMany} sets of faces that single occurrences hide are shown: they would take too much memory.`,
          ]
        : [],
  };
}
