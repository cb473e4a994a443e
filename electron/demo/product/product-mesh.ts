/**
 * The demo product's meshes, made beforehand: the first start of a new installation shall not wait for
 * a kernel. They stand beside the STEP file and are what its import makes of it, byte for byte.
 */
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { decodeModel, encodeModel } from "../../../shared/geometry/mesh-blob.ts";
import type { Blobs } from "../../host/blobs.ts";
import type { MeshCache } from "../../host/import/importer.ts";
import { createMeshCache } from "../../host/import/cad/mesh-cache.ts";
import { stepImporter } from "../../host/import/cad/step-importer.ts";

/** `linear-actuator.step` → `linear-actuator.mesh`. */
export function meshPath(stepPath: string): string {
  return stepPath.replace(/\.step$/, ".mesh");
}

/** Imports the STEP file with the real kernel; returns its encoded model. */
export async function meshProduct(stepPath: string): Promise<Uint8Array> {
  const bytes = await readFile(stepPath);
  const file = {
    path: stepPath,
    name: basename(stepPath),
    folder: basename(dirname(stepPath)),
    size: (await stat(stepPath)).size,
    sha256: hash("sha256", bytes),
  };
  for await (const batch of stepImporter.read(file, { signal: new AbortController().signal })) {
    for (const record of batch) if (record.record === "model") return encodeModel(record.model);
  }
  throw new Error("no model came of the product");
}

/** The meshes for an import of the STEP file; where there are none, it makes them itself. */
export async function productMesh(stepPath: string, blobs: Blobs): Promise<MeshCache> {
  const kept = createMeshCache(blobs);
  const path = meshPath(stepPath);
  if (!existsSync(path)) return kept;
  const model = decodeModel(await readFile(path));
  return {
    // Kept as any import keeps what it meshed: a rebuilt cache finds it again.
    find: async (content) => {
      await kept.keep(content, model);
      return model;
    },
    keep: (content, made) => kept.keep(content, made),
  };
}
