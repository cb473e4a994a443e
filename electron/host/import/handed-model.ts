/** A CAD file that a plant handed out for a part, read into the cache as any other. */
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import type { writerContract } from "../store/writer/writer-contract.ts";
import { modelReadBy } from "./cad/mesh-cache.ts";
import type { ScannedFile } from "./import-contract.ts";
import type { ImportFormat } from "./importer.ts";

export interface HandedModel {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: ImportFormat;
  /** Source of what is read from it. */
  readonly sourceId: string;
  /** The part that it is a model of, for formats that know no part numbers. */
  readonly partNumber?: string | undefined;
}

/** `read` brings the records of the file; where it rejects with a Failure, that is the file's. */
export async function takeHandedModel(
  imports: Client<typeof writerContract>["imports"],
  { path, name, sha256, bytes, format, sourceId, partNumber }: HandedModel,
  read: (fileId: number, file: ScannedFile) => Promise<void>,
): Promise<void> {
  const file: ScannedFile = {
    path,
    name,
    shownName: name,
    folder: "",
    size: bytes,
    sha256,
    format,
    sourceId,
    problem: undefined,
    ...(partNumber === undefined ? {} : { partNumber }),
  };
  const { importId } = await imports.begin({});
  const start = { importId, path, name, format, sourceId, sha256, mappingSha256: modelReadBy() };
  const { fileId, unchanged } = await imports.beginFile(start);
  if (unchanged) await imports.finishFile({ fileId, status: "unchanged" });
  else {
    try {
      await read(fileId, file);
      await imports.finishFile({ fileId, status: "done" });
    } catch (thrown) {
      if (!(thrown instanceof Failure)) throw thrown;
      await imports.finishFile({ fileId, status: "failed", failure: thrown.message });
    }
  }
  await imports.finish({ importId, status: "done" });
}
