/** What a kernel made of a whole file, as parts and places: a named body is a part, a B-rep face one face of it. */
import type { Colour, Surface } from "../../../../../../shared/model/cad.ts";
import { checkTriangles } from "../limits.ts";
import type { KernelNode, KernelScene } from "../../kernel/mesh-kernel.ts";
import { IDENTITY } from "../../structure/transform.ts";
import type { ReadFace, ReadNode, ReadPart } from "../read-model.ts";

export interface SceneParts {
  readonly parts: readonly ReadPart[];
  readonly nodes: readonly ReadNode[];
  /** B-rep faces without a triangle. */
  readonly missing: number;
}

/**
 * The kernel places everything itself, so every transform is the identity.
 * @param rootPart of the whole, where the kernel has no name for it
 * @param surfaces exact ones, per mesh, per face
 * @throws ImportError past the limits
 */
export function sceneParts(
  { root, meshes }: KernelScene,
  rootPart: Pick<ReadPart, "name" | "number">,
  surfaces: readonly (readonly (Surface | undefined)[])[],
): SceneParts {
  checkTriangles(meshes.reduce((sum, { indices }) => sum + indices.length / 3, 0));
  const parts: ReadPart[] = [];
  const nodes: ReadNode[] = [];
  let missing = 0;
  const bodyFaces = (indices: readonly number[]): readonly ReadFace[] =>
    indices.flatMap((index) => {
      const mesh = meshes[index];
      if (mesh === undefined) return [];
      missing += mesh.faceTriangles.filter((count) => count === 0).length;
      return facesOf(mesh, surfaces[index] ?? []);
    });
  const add = (part: ReadPart, parent: number): number =>
    nodes.push({ parent, part: parts.push(part) - 1, name: part.name, transform: IDENTITY }) - 1;
  const visit = (node: KernelNode, parent: number): void => {
    // Bodies that nobody named are no parts of their own.
    const isNamed = node.meshes.some((mesh) => meshes[mesh]?.name !== "");
    const isOne = node.children.length === 0 && (node.meshes.length === 1 || !isNamed);
    const at = add({ name: node.name, faces: isOne ? bodyFaces(node.meshes) : [] }, parent);
    if (!isOne)
      for (const mesh of node.meshes) add({ name: meshes[mesh]?.name, faces: bodyFaces([mesh]) }, at);
    for (const child of node.children) visit(child, at);
  };
  // A root without a name that only wraps is none of the file's own.
  let top = root;
  while (top.meshes.length === 0 && top.children.length === 1) [top = root] = top.children;
  visit(top, -1);
  const [first] = parts;
  // What the whole is called says more than the name of its only body ("Solid1").
  if (first !== undefined) parts[0] = { ...first, ...named(rootPart) };
  return { parts, nodes, missing };
}

function named({ name, number }: Pick<ReadPart, "name" | "number">): Partial<ReadPart> {
  return { ...(name === undefined ? {} : { name }), ...(number === undefined ? {} : { number }) };
}

function facesOf(
  { positions, normals, indices, faceTriangles, colour, faceColours }: KernelScene["meshes"][number],
  surfaces: readonly (Surface | undefined)[],
): readonly ReadFace[] {
  let first = 0;
  return Array.from(faceTriangles).flatMap((count, face): readonly ReadFace[] => {
    const own = indices.subarray(first * 3, (first + count) * 3);
    first += count;
    if (count === 0) return [];
    // A face's vertices are a run of their own.
    let [low, high] = [Infinity, -1];
    for (const index of own) {
      low = Math.min(low, index);
      high = Math.max(high, index);
    }
    const painted = rgb(faceColours[face] ?? colour);
    const surface = surfaces[face];
    return [
      {
        positions: positions.subarray(low * 3, (high + 1) * 3),
        ...(normals.length === positions.length
          ? { normals: normals.subarray(low * 3, (high + 1) * 3) }
          : {}),
        indices: own.map((index) => index - low),
        ...(painted === undefined ? {} : { colour: painted }),
        ...(surface === undefined ? {} : { surface }),
      },
    ];
  });
}

function rgb(values: readonly number[] | undefined): Colour | undefined {
  const [red, green, blue] = values?.map((value) => Math.min(1, Math.max(0, value))) ?? [];
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue, 1];
}
