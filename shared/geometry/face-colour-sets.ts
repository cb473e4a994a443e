/** Colours of faces in single occurrences, as the head of a mesh blob has them. */
import type { CadModel, Colour, FaceColour } from "../model/cad.ts";
import { corrupt, type MeshHead } from "./mesh-head.ts";
import type { ValuePool } from "./value-pool.ts";

/** Each set once, as nodes share it. Undefined where there are none, as in nearly all files. */
export function faceColourSets({ nodes }: CadModel, colours: ValuePool<Colour>): MeshHead["faceColours"] {
  const sets = new Map<readonly FaceColour[], { nodes: number[]; faces: number[]; colours: number[] }>();
  nodes.forEach(({ faceColours }, node) => {
    if (faceColours === undefined) return;
    const set = sets.get(faceColours) ?? {
      nodes: [],
      faces: faceColours.map(({ face }) => face),
      colours: faceColours.map(({ colour }) => colours.index(colour)),
    };
    set.nodes.push(node);
    sets.set(faceColours, set);
  });
  return sets.size === 0 ? undefined : [...sets.values()];
}

/** By node. @throws Failure `corrupt` for what no model can say */
export function readFaceColours(
  { faceColours, colours, parts, occurrences }: MeshHead,
  partOf: (node: number) => number,
): ReadonlyMap<number, readonly FaceColour[]> {
  const worn = new Map<number, readonly FaceColour[]>();
  for (const set of faceColours ?? []) {
    if (set.faces.length !== set.colours.length || new Set(set.faces).size !== set.faces.length)
      throw corrupt("colours of faces that don't pair");
    const read = set.faces.map((face, at): FaceColour => {
      const colour = colours[set.colours[at] ?? -1];
      if (colour === undefined) throw corrupt("a colour that is not there");
      return { face, colour: colour as unknown as Colour };
    });
    const last = set.faces.reduce((most, face) => Math.max(most, face), -1);
    for (const node of set.nodes) {
      if (node >= occurrences.length || worn.has(node)) throw corrupt("colours of a node that is not there");
      if (last >= (parts[partOf(node)]?.mesh?.faces ?? 0))
        throw corrupt("a colour of a face that is not there");
      worn.set(node, read);
    }
  }
  return worn;
}
