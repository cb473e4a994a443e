import * as v from "valibot";
import type { SourceClock } from "../model/clock.ts";
import { call, listen } from "../rpc/service.ts";
import { CHANGE_KINDS, type CacheChange } from "./cache-change.ts";

export interface SourceSummary {
  readonly sourceId: string;
  readonly name: string;
  readonly format: string;
  /** When its content was last taken in. */
  readonly asOf: number;
  readonly events: number;
  readonly measurements: number;
  /** First and last event; undefined where none has a time. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** file: a one-time import; live: a plant server or endpoint, or a file that one handed out. */
  readonly mode: "file" | "live";
  /** The source that handed this file out, for example the model of a plant's PLM; undefined: nobody did. */
  readonly handedOutBy: string | undefined;
}

export const sourcesService = {
  list: call<readonly SourceSummary[]>()(v.object({})),
  /** Rows per read view, for the about box and `doctor`. */
  counts: call<Readonly<Record<string, number>>>()(v.object({})),
  /** Content revision of the cache, as `watch` tells it: what is asked behind it is of that or a later one. */
  revision: call<number>()(v.object({})),
  /** How far the clocks of live sources were off, and from when on; each source in the order of time. */
  clocks: call<readonly SourceClock[]>()(v.object({})),
  /**
   * Emits at once, as a change of everything, and after every change what it was about, so that views refresh.
   * `kinds`: changes that are about none of these are not told; absent: all are.
   */
  watch: listen<CacheChange>()(
    v.object({
      kinds: v.exactOptional(v.pipe(v.array(v.picklist(CHANGE_KINDS)), v.maxLength(CHANGE_KINDS.length))),
    }),
  ),
} as const;
