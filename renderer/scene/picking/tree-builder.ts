/** Trees of large meshes, by a worker. */
import type { MeshBVH } from "three-mesh-bvh";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { createWorkerCalls, type CallPort, type Numbered } from "../worker-calls.ts";
import { treeOfParts, type TreeParts } from "./triangle-tree.ts";

type Question = Pick<CadMesh, "positions" | "indices">;

interface Answer {
  readonly tree: TreeParts;
}

export type TreeRequest = Question & Numbered;
export type TreeAnswer = Answer & Numbered;
export type TreePort = CallPort<Question, Answer>;

export interface TreeBuilder {
  /** The worker gets a copy of the mesh. @throws the signal's reason where it was given up */
  readonly build: (mesh: CadMesh, signal: AbortSignal) => Promise<MeshBVH>;
  readonly dispose: () => void;
}

export function createTreeBuilder(open: () => TreePort = openWorker): TreeBuilder {
  const calls = createWorkerCalls(open);
  return {
    build: async (mesh, signal) => {
      const { positions, indices } = mesh;
      const { tree } = await calls.ask({ positions, indices }, [], signal);
      return treeOfParts(tree, mesh);
    },
    dispose: calls.dispose,
  };
}

function openWorker(): TreePort {
  return new Worker(new URL("./triangle-tree.worker.ts", import.meta.url), { type: "module" });
}
