/** The product's model as the PLM hands it out: its file among the blobs, its meshes made beforehand. */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import { createBlobs } from "../../host/blobs.ts";
import { stepImporter } from "../../host/import/cad/step-importer.ts";
import { takeHandedModel } from "../../host/import/handed-model.ts";
import { readWith } from "../../host/import/read-with.ts";
import { sourceIdOf } from "../../host/store/writer/feeds/feed-rows.ts";
import { modelSourceId } from "../../host/store/writer/feeds/forget-models.ts";
import type { writerContract } from "../../host/store/writer/writer-contract.ts";
import { productMesh } from "../product/product-mesh.ts";

export interface WriteModelOptions {
  /** The data folder. */
  readonly folder: string;
  /** STEP file of the product. */
  readonly model: string;
  readonly writer: Client<typeof writerContract>;
}

export async function writeModel({ folder, model, writer }: WriteModelOptions): Promise<void> {
  const blobs = createBlobs(folder);
  const bytes = await readFile(model);
  const sha256 = await blobs.put(bytes);
  const meshes = await productMesh(model, blobs);
  const sourceId = modelSourceId(sourceIdOf({ plantId: DEMO_PLANT, system: "plm" }), sha256);
  const handed = {
    path: blobs.path(sha256) ?? model,
    name: basename(model),
    sha256,
    bytes: bytes.length,
    format: "step",
    sourceId,
  } as const;
  const { signal } = new AbortController();
  await takeHandedModel(writer.imports, handed, (fileId, file) =>
    readWith(stepImporter, { fileId, file, writer, blobs, signal, meshes, onProgress: () => undefined }),
  );
}
