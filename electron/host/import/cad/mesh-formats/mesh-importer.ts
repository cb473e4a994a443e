/**
 * Importers of the formats that hold triangles, or are meshed as one file: read in one go, drawn as they
 * are, parts named by the file.
 */
import { readFile } from "node:fs/promises";
import type { SourceRecord } from "../../../../../shared/model/record.ts";
import { exportEvent, partReference, rootPart, structureRecords } from "../cad-records.ts";
import type { WholeFileKernel } from "../kernel/mesh-kernel.ts";
import { sharedPool, warmSharedPool } from "../kernel/shared-pool.ts";
import { ImportError, type ImportContext, type Importer, type SourceFile } from "../../importer.ts";
import { buildModel } from "./cad-model.ts";
import { recogniseGltf } from "./gltf/recognise.ts";
import { readGltf } from "./gltf/gltf-reader.ts";
import { checkSize } from "./limits.ts";
import { readCompanion } from "./companion.ts";
import { MOST_LIBRARY, readObj } from "./obj/obj-reader.ts";
import { recogniseObj } from "./obj/recognise.ts";
import { stemOf } from "./part-numbers.ts";
import type { ReadModel } from "./read-model.ts";
import { recogniseStl } from "./stl/recognise.ts";
import { readStl } from "./stl/stl-reader.ts";
import { recogniseBrep } from "./whole-file/brep-header.ts";
import { recogniseIges } from "./whole-file/iges-header.ts";
import { readBrep, readIges } from "./whole-file/whole-file-reader.ts";

/** Verbatim bytes of an event (see EventRecord). */
const MOST_PAYLOAD = 64 * 1024;
/** Share of the progress that is reading; the rest is shading and edges. */
const READ_SHARE = 0.5;

export interface MeshFormat {
  readonly format: Importer["format"];
  readonly name: string;
  readonly recognise: Importer["recognise"];
  /** @throws ImportError where nothing can be drawn */
  readonly read: (bytes: Uint8Array, file: SourceFile, signal: AbortSignal) => ReadModel | Promise<ReadModel>;
}

export function createMeshImporter({ format, name, recognise, read }: MeshFormat): Importer {
  return {
    format,
    recognise,
    sourceId: (file) => `${format}:${file.name.toLowerCase()}`,
    async *read(file: SourceFile, { signal }: ImportContext): AsyncGenerator<readonly SourceRecord[]> {
      checkSize(file.size, name);
      const bytes = await readFile(file.path, { signal });
      const model = await read(bytes, file, signal);
      signal.throwIfAborted();
      yield [{ record: "count", read: 0, taken: 0, progress: READ_SHARE }];
      yield* records(file, model);
    },
  };
}

function* records(file: SourceFile, read: ReadModel): Generator<readonly SourceRecord[]> {
  const { model, bomLines } = buildModel(read, stemOf(file.name), file.partNumber);
  const rootIndex = rootPart(model);
  const root = model.parts[rootIndex];
  if (root === undefined || model.parts.every(({ mesh }) => mesh === undefined))
    throw new ImportError(model.problems[0] ?? "The file holds nothing that can be drawn.");
  const rows = structureRecords({ parts: model.parts, bomLines }, rootIndex, file.sha256);
  const drawn = model.parts.filter(({ mesh }) => mesh !== undefined).length;
  const rejections = read.rejections.map(({ line, text }): SourceRecord => ({
    record: "rejection",
    at: line === undefined ? {} : { line },
    reason: `${text}.`,
  }));
  const taken = rows.length + drawn;
  yield [
    ...rows,
    exportEvent(file, model, root, read.head.slice(0, MOST_PAYLOAD)),
    { record: "model", part: partReference(root), fileName: file.name, sha256: file.sha256, model },
    ...rejections,
    ...[...read.remarks, ...model.problems].map((text): SourceRecord => ({ record: "remark", text })),
    { record: "count", read: taken + rejections.length, taken, progress: 1 },
  ];
}

export function createWholeFileImporters(kernel: () => WholeFileKernel): readonly Importer[] {
  return [
    createMeshImporter({
      format: "iges",
      name: "IGES",
      recognise: recogniseIges,
      read: (bytes, _file, signal) => readIges(bytes, kernel(), signal),
    }),
    createMeshImporter({
      format: "brep",
      name: "BREP",
      recognise: recogniseBrep,
      read: (bytes, _file, signal) => readBrep(bytes, kernel(), signal),
    }),
  ];
}

/** IGES and BREP. */
export const wholeFileImporters: readonly Importer[] = createWholeFileImporters(sharedPool).map(
  (importer) => ({ ...importer, prepare: warmSharedPool }),
);

export const gltfImporter: Importer = createMeshImporter({
  format: "gltf",
  name: "glTF",
  recognise: recogniseGltf,
  read: (bytes, { path }, signal) => readGltf(bytes, path, signal),
});

export const stlImporter: Importer = createMeshImporter({
  format: "stl",
  name: "STL",
  recognise: recogniseStl,
  read: readStl,
});

export const objImporter: Importer = createMeshImporter({
  format: "obj",
  name: "OBJ",
  recognise: recogniseObj,
  read: (bytes, { path }, signal) =>
    readObj(bytes, (name) => readCompanion(path, name, MOST_LIBRARY, signal)),
});
