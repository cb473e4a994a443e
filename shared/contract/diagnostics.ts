import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { text } from "./common.ts";

export interface About {
  readonly version: string;
  readonly dataFolder: string;
  /** Paths given on the command line, to be opened once the screen is up. */
  readonly openPaths: readonly string[];
  /** The demo is being written on first start. */
  readonly demo: "none" | "loading" | "ready";
  /** Another program has this data folder open and keeps it up to date: here nothing can be changed. */
  readonly readOnly: boolean;
  readonly schemaVersion: number;
}

/** One check of the data folder. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface ExamineProgress {
  /** `file`, `pages`, `references`, `events`, `full text`, `structure`, `samples`. */
  readonly step: string;
  /** Of the step, 0 to 1; undefined while it can't tell. */
  readonly share: number | undefined;
  /** Until everything is checked; undefined while that can't be told. */
  readonly secondsLeft: number | undefined;
}

export type ExamineEvent =
  | ({ readonly type: "progress" } & ExamineProgress)
  | ({ readonly type: "finding" } & Finding);

export type BackupEvent =
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  | { readonly type: "made"; readonly path: string; readonly bytes: number };

export const diagnosticsService = {
  /** Checks the data folder, and changes nothing. One finding per check, and progress some times a second. */
  examine: listen<ExamineEvent>()(v.object({})),
  /**
   * Copies the data folder into a new folder below `to` (an absolute path on the host's computer), as it is at
   * one moment. Progress in bytes; the last event names what was made. A cancelled one leaves nothing.
   */
  backUp: listen<BackupEvent>()(v.object({ to: v.pipe(text(4_000), v.minLength(1)) })),
  about: call<About>()(v.object({})),
} as const;
