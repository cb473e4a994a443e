/**
 * The nodes of a glTF scene as parts and their places. glTF instances meshes, not assemblies: branches
 * that hold the same meshes in the same places under the same name are one part here.
 */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { ImportError } from "../../../importer.ts";
import { IDENTITY, multiply, type Transform } from "../../structure/transform.ts";
import { DEEPEST_TREE, MOST_NODES } from "../limits.ts";
import type { ReadNode, ReadPart } from "../read-model.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfDocument, GltfNode } from "./document.ts";
import type { GltfMeshes } from "./faces.ts";
import { instancePlaces } from "./instances.ts";
import { nodeTransform, Y_UP } from "./node-transform.ts";

interface Branch {
  readonly name: string | undefined;
  readonly mesh: number | undefined;
  readonly transform: Transform;
  readonly children: readonly Branch[];
}

export interface GltfTree {
  readonly parts: readonly ReadPart[];
  readonly nodes: readonly ReadNode[];
  readonly problems: readonly string[];
}

/** @throws ImportError past the limits */
export function readTree(document: GltfDocument, meshes: GltfMeshes, accessors: AccessorReader): GltfTree {
  const { branches, problems } = readBranches(document, accessors);
  const [only] = branches;
  const root: Branch =
    branches.length === 1 && only !== undefined
      ? { ...only, transform: multiply(Y_UP, only.transform) }
      : {
          name: document.scenes[document.scene ?? 0]?.name,
          mesh: undefined,
          transform: Y_UP,
          children: branches,
        };

  const parts: ReadPart[] = [];
  const nodes: ReadNode[] = [];
  const known = new Map<string, number>();
  const partOf = new Map<Branch, number>();
  const readPart = ({ name, mesh, children }: Branch): number => {
    const own = document.meshes[mesh ?? -1];
    // A place of a mesh is named by its node, the part itself by the mesh.
    const partName = children.length === 0 && own !== undefined ? (own.name ?? name) : name;
    const held = children.map((child) => `${partOf.get(child)}@${child.transform.join()}`).sort();
    const key = JSON.stringify([partName ?? "", mesh ?? -1, held]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const problem = mesh === undefined ? undefined : meshes.problems[mesh];
    const { curves = [], points = [] } = meshes.lines[mesh ?? -1] ?? {};
    const part =
      parts.push({
        name: partName,
        faces: mesh === undefined ? [] : (meshes.faces[mesh] ?? []),
        ...(curves.length === 0 ? {} : { curves }),
        ...(points.length === 0 ? {} : { points }),
        ...(problem === undefined ? {} : { problem }),
      }) - 1;
    known.set(key, part);
    return part;
  };
  // The tree is at most DEEPEST_TREE deep, so calling itself is safe.
  const visit = (branch: Branch): void => {
    branch.children.forEach(visit);
    partOf.set(branch, readPart(branch));
  };
  const place = (branch: Branch, parent: number): void => {
    const { name, transform } = branch;
    const node = nodes.push({ parent, part: partOf.get(branch) ?? 0, name, transform }) - 1;
    for (const child of branch.children) place(child, node);
  };
  visit(root);
  place(root, -1);
  return { parts, nodes, problems };
}

function readBranches(
  document: GltfDocument,
  accessors: AccessorReader,
): {
  readonly branches: readonly Branch[];
  readonly problems: readonly string[];
} {
  const problems = new Set<string>();
  const seen = new Set<number>();
  let copied = 0;
  const copies = (node: GltfNode): readonly Branch[] => {
    if (!isCopied(node)) return [];
    try {
      const places = instancePlaces(node, accessors) ?? [];
      copied += places.length;
      if (copied > MOST_NODES) throw new ImportError(`It has more than ${MOST_NODES} nodes.`);
      const { name, mesh } = node;
      return places.map((transform) => ({ name, mesh, transform, children: [] }));
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      problems.add(`Copies of a mesh can't be read, and stand once: ${thrown.message}.`);
      return [{ name: node.name, mesh: node.mesh, transform: IDENTITY, children: [] }];
    }
  };
  const read = (at: number, depth: number): readonly Branch[] => {
    const node = document.nodes[at];
    if (node === undefined || seen.has(at)) {
      problems.add(
        node === undefined
          ? "A node of its tree is missing."
          : "A node stands in several places of its tree: it is drawn in the first.",
      );
      return [];
    }
    if (depth > DEEPEST_TREE) throw new ImportError(`Its tree is more than ${DEEPEST_TREE} levels deep.`);
    seen.add(at);
    if (seen.size > MOST_NODES) throw new ImportError(`It has more than ${MOST_NODES} nodes.`);
    if (node.skin !== undefined) problems.add("Skins are not drawn: its bodies stand as they were modelled.");
    const children = [...copies(node), ...node.children.flatMap((child) => read(child, depth + 1))];
    // Cameras, lights, joints: nothing below is to be drawn.
    if (node.mesh === undefined && children.length === 0) return [];
    let transform = IDENTITY;
    try {
      transform = nodeTransform(node);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      problems.add("The place of a node is no sound transformation: it stands at its parent's origin.");
    }
    // Where copies stand, the node itself is only what holds them.
    const mesh = isCopied(node) ? undefined : node.mesh;
    return [{ name: node.name, mesh, transform, children }];
  };
  const scene = document.scenes[document.scene ?? 0];
  const below = new Set(document.nodes.flatMap(({ children }) => children));
  // Without a scene, what stands below nothing is its roots.
  const roots = scene?.nodes ?? document.nodes.flatMap((_, at) => (below.has(at) ? [] : [at]));
  const branches = roots.flatMap((at) => read(at, 1));
  if (document.scenes.length > 1)
    problems.add(`It has ${document.scenes.length} scenes: only its first choice is drawn.`);
  return { branches, problems: [...problems] };
}

function isCopied({ mesh, extensions }: GltfNode): boolean {
  return mesh !== undefined && extensions !== undefined && "EXT_mesh_gpu_instancing" in extensions;
}
