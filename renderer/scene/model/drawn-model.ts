/**
 * What of a model is drawn: its parts, and behind them one more for each set of colours that faces of single occurrences
 * wear, which those occurrences are of. So the picture knows such an occurrence as a part of its own, while everything
 * that asks about parts asks the model. The model itself where there are none: then nothing is made.
 */
import type { CadMesh, CadModel, CadPart, FaceColour } from "../../../shared/model/cad.ts";

export function drawnModel(model: CadModel): CadModel {
  const { nodes, parts } = model;
  if (!nodes.some(({ faceColours }) => faceColours !== undefined)) return model;
  const all: CadPart[] = [...parts];
  /** Of each part by the colours; nodes share what is equal. */
  const variants = new Map<number, Map<readonly FaceColour[], number>>();
  const variantOf = (part: number, colours: readonly FaceColour[]): number => {
    const own = parts[part];
    if (own?.mesh === undefined) return part;
    const ofPart = variants.get(part) ?? new Map<readonly FaceColour[], number>();
    variants.set(part, ofPart);
    const known = ofPart.get(colours);
    if (known !== undefined) return known;
    const variant = all.push({ ...own, mesh: withFaceColours(own.mesh, colours) }) - 1;
    ofPart.set(colours, variant);
    return variant;
  };
  const drawn = nodes.map((node) =>
    node.faceColours === undefined ? node : { ...node, part: variantOf(node.part, node.faceColours) },
  );
  return { ...model, parts: all, nodes: drawn };
}

/** The mesh in other colours: the same triangles, vertices and faces in the same order. */
export function withFaceColours(mesh: CadMesh, colours: readonly FaceColour[]): CadMesh {
  const worn = new Map(colours.map(({ face, colour }) => [face, colour]));
  return {
    ...mesh,
    faces: mesh.faces.map((face, index) => {
      const colour = worn.get(index);
      return colour === undefined ? face : { ...face, colour };
    }),
  };
}
