/** Builds trees over large meshes beside the page, which never waits for them. */
import type { TreeAnswer, TreeRequest } from "./tree-builder.ts";
import { partsOfTree, triangleTree } from "./triangle-tree.ts";

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener("message", ({ data }: MessageEvent<TreeRequest>) => {
  const tree = partsOfTree(triangleTree(data));
  const answer: TreeAnswer = { id: data.id, tree };
  const buffers = tree.indirectBuffer === null ? tree.roots : [...tree.roots, tree.indirectBuffer.buffer];
  self.postMessage(answer, buffers as Transferable[]);
});
