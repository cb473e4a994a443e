import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { COLUMN_ROLES, type TableMapping } from "../model/table-mapping.ts";
import { text } from "./common.ts";

/** Formats of files that hold a model for the 3D view. */
export const CAD_FORMATS: ReadonlySet<string> = new Set(["step", "iges", "brep", "gltf", "stl", "obj"]);

/** One file of a plan. `format` is undefined for a file that nothing recognises: it is listed, not read. */
export interface PlannedFile {
  readonly path: string;
  /** Path relative to the folder that was opened, for display. */
  readonly name: string;
  readonly size: number;
  readonly format: string | undefined;
  /** The same bytes were imported before; importing them again changes nothing. */
  readonly alreadyImported: boolean;
  /** Why it will not be read, where it will not. */
  readonly problem: string | undefined;
}

export interface ImportPlan {
  readonly planId: string;
  readonly files: readonly PlannedFile[];
  readonly bytes: number;
}

export interface FileReport {
  readonly name: string;
  readonly path: string;
  readonly format: string | undefined;
  readonly sourceId: string | undefined;
  readonly sha256: string;
  readonly status: "done" | "unchanged" | "failed" | "cancelled" | "unrecognised";
  readonly read: number;
  readonly taken: number;
  readonly rejected: number;
  /** Records that were already there, unchanged. */
  readonly repeated: number;
  /** The first 200 rejections; `rejected` counts all. */
  readonly rejections: readonly {
    readonly place: string;
    readonly reason: string;
    readonly excerpt: string | undefined;
  }[];
  readonly remarks: readonly { readonly place: string | undefined; readonly text: string }[];
  /** Why the file failed, where it did. */
  readonly failure: string | undefined;
}

export interface ImportReport {
  readonly importId: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: "done" | "cancelled";
  readonly files: readonly FileReport[];
  readonly read: number;
  readonly taken: number;
  readonly rejected: number;
}

export type ImportProgress =
  | {
      readonly type: "progress";
      /** 0-based index of the file under way, and how many there are. */
      readonly index: number;
      readonly count: number;
      readonly name: string;
      readonly read: number;
      readonly taken: number;
      readonly rejected: number;
      /** 0…1 over all bytes. */
      readonly progress: number;
    }
  | { readonly type: "report"; readonly report: ImportReport };

/** What a table looks like and how its columns would be read. */
export interface TablePreview {
  readonly path: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: TableMapping;
  /** A saved mapping for these headers was used. */
  readonly saved: boolean;
}

export const tableMappingSchema = v.object({
  name: text(200),
  sheet: v.exactOptional(text(200)),
  headerRow: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_048_576)),
  part: v.exactOptional(text(400)),
  eventKind: v.exactOptional(text(40)),
  dateOrder: v.exactOptional(v.picklist(["dmy", "mdy"])),
  decimalComma: v.exactOptional(v.boolean()),
  columns: v.pipe(
    v.array(
      v.object({
        column: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(16_384)),
        header: text(1000),
        role: v.picklist(COLUMN_ROLES),
        name: v.exactOptional(text(400)),
        uom: v.exactOptional(text(40)),
      }),
    ),
    v.maxLength(1000),
  ),
});

export const importService = {
  /** Looks through files and folders and says what each file is. Nothing is read into the store. */
  plan: call<ImportPlan>()(
    v.object({ paths: v.pipe(v.array(text(4096)), v.minLength(1), v.maxLength(10_000)) }),
  ),
  /** Runs a plan; cancelling the stream stops after the batch under way, and what was taken stays. */
  run: listen<ImportProgress>()(
    v.object({
      planId: text(100),
      /** Paths of the plan to leave out. */
      exclude: v.optional(v.array(text(4096))),
    }),
  ),
  previewTable: call<TablePreview>()(v.object({ planId: text(100), path: text(4096) })),
  /** Saves a mapping for the headers of that file; used for it and every later table with the same headers. */
  saveMapping: call<{ readonly fingerprint: string }>()(
    v.object({ planId: text(100), path: text(4096), mapping: tableMappingSchema }),
  ),
  reports: call<readonly ImportReport[]>()(v.object({})),
} as const;
