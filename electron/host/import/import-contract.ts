/** What the import worker does for the host. Internal, so inputs are typed, not checked again. */
import * as v from "valibot";
import type { TablePreview } from "../../../shared/contract/import.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";
import { call, listen } from "../../../shared/rpc/service.ts";
import type { ImportFormat, SourceFile } from "./importer.ts";

/** A file as the scan found it. */
export interface ScannedFile extends SourceFile {
  /** Path relative to what was opened, with "/" on every system. */
  readonly shownName: string;
  readonly format: ImportFormat | undefined;
  readonly sourceId: string | undefined;
  /** Why it can't be read, where it can't. */
  readonly problem: string | undefined;
}

export interface FileProgress {
  readonly read: number;
  readonly taken: number;
  readonly rejected: number;
  /** 0…1 of this file. */
  readonly progress: number;
}

const typed = <T>() => v.custom<T>(() => true);

export const importWorkerContract = {
  files: {
    /** Answered by whoever is not in the midst of something that hears of nothing. */
    ping: call<void>()(typed<Readonly<Record<string, never>>>()),
    scan: call<readonly ScannedFile[]>()(typed<{ readonly paths: readonly string[] }>()),
    /** Reads one file into the writer; ends when all of it was applied. Throws `invalid` for an unreadable file. */
    read: listen<FileProgress>()(
      typed<{
        readonly fileId: number;
        readonly file: ScannedFile;
        /** Saved mappings by header fingerprint; only tables use them. */
        readonly mappings: Readonly<Record<string, TableMapping>>;
      }>(),
    ),
    /**
     * Hash of what the file is read by besides its own bytes: the saved mapping of a table; the version of
     * what makes models, and the files beside a STEP file that it names. undefined where there is no such thing.
     */
    readBy: call<string | undefined>()(
      typed<{ readonly file: ScannedFile; readonly mappings: Readonly<Record<string, TableMapping>> }>(),
    ),
    /** By its content; undefined where no reader knows it. */
    formatOf: call<ImportFormat | undefined>()(typed<{ readonly path: string; readonly name: string }>()),
    previewTable: call<TablePreview & { readonly fingerprint: string }>()(
      typed<{ readonly file: ScannedFile; readonly mappings: Readonly<Record<string, TableMapping>> }>(),
    ),
  },
} as const;
