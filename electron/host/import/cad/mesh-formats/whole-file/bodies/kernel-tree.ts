/** The kernel's own groups and bodies, for what our reading of the file does not agree with it on. */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import type { KernelNode, KernelScene } from "../../../kernel/mesh-kernel.ts";
import { IDENTITY } from "../../../structure/transform.ts";
import type { TreeMember } from "./body-tree.ts";

/** Types of shapes and addresses in its own tree, which Open CASCADE writes where a file has no name. */
const MADE_UP = /^(?:COMPOUND|COMPSOLID|SOLID|SHELL|FACE|WIRE|EDGE|VERTEX|SHAPE|=>\[.*\])?$/;

/** What of these is one face alone. */
const LOOSE = /^(?:FACE|=>\[.*\])$/;

/** A body per mesh, in the order of `meshOrder`. */
export function kernelTree(node: KernelNode, meshes: KernelScene["meshes"]): TreeMember {
  const named = (name: string): { readonly name?: string } => (MADE_UP.test(name) ? {} : { name });
  const body = (index: number): TreeMember => {
    const mesh = meshes[index];
    const surfaces = Array.from(mesh?.faceTriangles ?? [], (): Surface => ({ kind: "other" }));
    return { item: { kind: "solid", surfaces, ...named(mesh?.name ?? "") }, transform: IDENTITY };
  };
  const group = ({ name, meshes: own, children }: KernelNode): TreeMember => ({
    item: { kind: "group", ...named(name), members: [...own.map(body), ...children.map(group)] },
    transform: IDENTITY,
  });
  const [mesh, ...more] = meshOrder(node);
  const isFace = LOOSE.test(node.name) && mesh !== undefined && more.length === 0;
  return isFace && meshes[mesh]?.faceTriangles.length === 1
    ? { item: { kind: "face", surface: { kind: "other" } }, transform: IDENTITY }
    : group(node);
}

/** Meshes of a node and those below it. */
export function meshOrder({ meshes, children }: KernelNode): readonly number[] {
  return [...meshes, ...children.flatMap(meshOrder)];
}
