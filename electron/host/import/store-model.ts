/** Puts a model's mesh into the blobs and keeps what the database needs of it. */
import { withCoarseMeshes } from "./coarse-mesh.ts";
import { encodeModel } from "../../../shared/geometry/mesh-blob.ts";
import type { ModelRecord } from "../../../shared/model/record.ts";
import type { Blobs } from "../blobs.ts";
import type { StoredModelRecord } from "../store/writer/writer-contract.ts";

export async function storeModel(record: ModelRecord, blobs: Blobs): Promise<StoredModelRecord> {
  const bytes = encodeModel(await withCoarseMeshes(record.model));
  const meshSha256 = await blobs.put(bytes, record.isPartial === true);
  const { model, record: _kind, ...rest } = record;
  return {
    ...rest,
    record: "stored-model",
    meshSha256,
    bytes: bytes.length,
    problems: model.problems,
    nodes: model.nodes.flatMap((node) => {
      const part = model.parts[node.part];
      if (part === undefined) return [];
      const named = { name: part.number };
      return [
        {
          path: node.path,
          part: part.revision === undefined ? named : { ...named, revision: part.revision },
        },
      ];
    }),
  };
}
