import * as v from "valibot";
import { call } from "../rpc/service.ts";

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

export const diagnosticsService = {
  about: call<About>()(v.object({})),
} as const;
