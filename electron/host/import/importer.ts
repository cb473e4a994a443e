/**
 * The one interface of every file format. An importer turns one file into records in the source's
 * own words; it knows nothing of the store, of parts already there, or of the screen.
 */
import type { CadModel } from "../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../shared/model/record.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";

export const IMPORT_FORMATS = [
  "step",
  "iges",
  "brep",
  "gltf",
  "stl",
  "obj",
  "qif",
  "mtconnect-streams",
  "pipe-log",
  "nc-program",
  "table",
] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** The first bytes of a file (at most 64 KiB), and its name. */
export interface FileHead {
  readonly name: string;
  readonly size: number;
  readonly bytes: Uint8Array;
  /** `bytes` decoded as text where they are text (BOM, UTF-16 and Windows-1252 handled), else undefined. */
  readonly text: string | undefined;
}

export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  readonly name: string;
  /** Name of the folder the file lies in, "" for a file handed over alone: some sources name a laboratory or a station only there. */
  readonly folder: string;
  readonly size: number;
  readonly sha256: string;
  /** The part that a CAD file is a model of, where who handed it out says so. A STEP file says it itself. */
  readonly partNumber?: string;
}

export interface ImportContext {
  readonly signal: AbortSignal;
  /** Saved or confirmed column mapping of a table; absent: the importer uses its own proposal. */
  readonly mapping?: TableMapping;
  /** Models meshed before; absent: everything is meshed. */
  readonly meshes?: MeshCache;
  /** Whether something may be shown before the file is read whole: not too often. Absent: only the whole is wanted. */
  readonly isPartWanted?: () => boolean;
}

/** Models by the bytes of the file that they were made of (import/cad/mesh-cache.ts). */
export interface MeshCache {
  find(content: Uint8Array): Promise<CadModel | undefined>;
  keep(content: Uint8Array, model: CadModel): Promise<void>;
}

export interface Importer {
  readonly format: ImportFormat;
  /** 0 = certainly not this format, 1 = certainly. By content; the name only breaks a tie. */
  recognise(head: FileHead): number;
  /** Logical source id: the same over re-exports of the same document (for example `qif:<QPId>`). */
  sourceId(file: SourceFile, head: FileHead): string;
  /** Such a file was found and may soon be read: what takes time to start can start now. Never fails. */
  prepare?(): void;
  /**
   * Emits batches of records. A bad row becomes a `rejection` and the rest goes on; only a file that
   * can't be read at all throws, an `ImportError` naming file and line.
   */
  read(file: SourceFile, context: ImportContext): AsyncGenerator<readonly SourceRecord[]>;
}

export class ImportError extends Error {
  override readonly name = "ImportError";
  readonly line: number | undefined;
  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}
