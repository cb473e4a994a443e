/** Which mesh of the kernel is which body of the file: by their order, proven by their surfaces. */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import type { KernelMesh, KernelNode, KernelScene } from "../../../kernel/mesh-kernel.ts";
import { IDENTITY } from "../../../structure/transform.ts";
import { surfaceAgreement } from "../surfaces/face-surfaces.ts";
import { walkTree, type Piece, type TreeMember, type TreeWalk } from "./body-tree.ts";
import { kernelTree, meshOrder } from "./kernel-tree.ts";
import { withCurvesAlone } from "./loose-curves.ts";

export interface Aligned {
  readonly walk: TreeWalk;
  /** Pieces of the walk, and the index of the mesh of each; undefined where the kernel has none. */
  readonly pieces: readonly { readonly piece: Piece; readonly mesh: number | undefined }[];
  /** Of the file's faces whose place is not known. */
  readonly others: readonly Surface[];
}

/** Labels of the file that the kernel may have left out one after the other. */
const MOST_LEFT_OUT = 64;

/**
 * Kernels leave out what they don't understand, so labels of the file are passed over until one agrees. What
 * the kernel has and none agrees with stands in its own tree beside them.
 * @param root undefined where the file could not be read: then all is the kernel's
 */
export function align(
  { root: kernelRoot, meshes }: KernelScene,
  root: TreeMember | undefined,
  isTaken: "whole" | "by member",
): Aligned | undefined {
  const nodes = (isTaken === "whole" ? [kernelRoot] : kernelRoot.children).filter(
    (node) => meshOrder(node).length > 0,
  );
  const walk = root === undefined ? undefined : walkTree(root, isTaken);
  const agrees = surfaceAgreement(meshes);
  const labels = walk?.labels ?? [];
  const found = new Map<number, KernelNode>();
  const strange: KernelNode[] = [];
  // Where the kernel has left something out, the order of free-form faces alone proves nothing.
  const isOrdered = nodes.length === labels.length;
  let next = 0;
  for (const node of nodes) {
    const own = meshOrder(node).flatMap((index) => meshes[index] ?? []);
    const at = labels
      .slice(next, next + MOST_LEFT_OUT)
      .findIndex(({ pieces }) => areOne(own, pieces, agrees, isOrdered));
    if (at < 0) strange.push(node);
    else {
      found.set(next + at, node);
      next += at + 1;
    }
  }
  if (walk !== undefined && strange.length === 0) return { walk, pieces: paired(walk, found), others: [] };
  // Bodies that our reading has and the kernel calls otherwise would stand there twice.
  const known = labels.flatMap(({ top }, at) => {
    const node = found.get(at);
    return node === undefined ? [] : [{ member: top, node }];
  });
  const all = [...known, ...strange.map((node) => ({ member: kernelTree(node, meshes), node }))];
  // Of curves the kernel says nothing: they stand beside it all.
  const beside = curvesBeside(root, new Set(known.map(({ member }) => member)), isTaken);
  const mixed = walkTree(
    {
      item: { kind: "group", members: [...all.map(({ member }) => member), ...beside] },
      transform: IDENTITY,
    },
    "by member",
  );
  if (mixed === undefined) return undefined;
  const nodesOf = new Map(all.map(({ node }, at) => [at, node]));
  const others = labels.flatMap(({ pieces }, at) =>
    found.has(at) ? [] : pieces.flatMap(({ surfaces }) => surfaces),
  );
  return { walk: mixed, pieces: paired(mixed, nodesOf), others };
}

function curvesBeside(
  root: TreeMember | undefined,
  known: ReadonlySet<TreeMember>,
  isTaken: "whole" | "by member",
): readonly TreeMember[] {
  if (root === undefined) return [];
  const tops = isTaken === "by member" && root.item.kind === "group" ? root.item.members : [root];
  return tops.flatMap((top) => (known.has(top) ? [] : (withCurvesAlone(top) ?? [])));
}

function areOne(
  meshes: readonly KernelMesh[],
  pieces: readonly Piece[],
  agrees: ReturnType<typeof surfaceAgreement>,
  isOrdered: boolean,
): boolean {
  if (meshes.length !== pieces.length) return false;
  const found = meshes.map((mesh, at) => agrees(mesh, pieces[at]?.surfaces ?? []));
  return !found.includes("no") && (isOrdered || found.includes("yes"));
}

function paired({ labels }: TreeWalk, found: ReadonlyMap<number, KernelNode>): Aligned["pieces"] {
  return labels.flatMap(({ pieces }, at) => {
    const node = found.get(at);
    const order = node === undefined ? [] : meshOrder(node);
    return pieces.map((piece, index) => ({ piece, mesh: order[index] }));
  });
}
