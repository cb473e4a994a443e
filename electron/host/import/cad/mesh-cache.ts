/**
 * Models that were meshed before, by the content they were made of. Meshing is nearly all of an
 * import's time, and a rebuilt database meets the same files again. Whatever is missing or damaged is
 * as if it had never been kept.
 */
import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { decodeModel, encodeModel, MESH_BLOB_VERSION } from "../../../../shared/geometry/mesh-blob.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Blobs } from "../../blobs.ts";
import type { MeshCache } from "../importer.ts";

/**
 * Of everything between the file and its model: scanner, structure, kernel, deflection rule, faces.
 * Raise it with every change that gives the same file another model.
 */
const MODEL_VERSION = 7;
const MODEL = `cad model ${MODEL_VERSION}.${MESH_BLOB_VERSION}`;

/**
 * Hash of what a CAD file is read by besides its own bytes: another one means that it has another model now.
 * @param companions of the files beside it that it names
 */
export function modelReadBy(companions = ""): string {
  return hash("sha256", `${MODEL} ${companions}`);
}

export function createMeshCache(blobs: Blobs): MeshCache {
  const source = (content: Uint8Array): string => `${MODEL} of ${hash("sha256", content)}`;
  return {
    async find(content) {
      const sha256 = await blobs.recall(source(content));
      const path = sha256 === undefined ? undefined : blobs.path(sha256);
      if (path === undefined) return undefined;
      try {
        return decodeModel(await readFile(path));
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.kind === "corrupt") return undefined;
        throw thrown;
      }
    },
    async keep(content, model) {
      await blobs.remember(source(content), await blobs.put(encodeModel(model)));
    },
  };
}
