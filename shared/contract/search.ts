import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { text } from "./common.ts";

export interface SearchHit {
  readonly kind: "part" | "unit" | "event" | "note" | "characteristic" | "source";
  readonly title: string;
  /** Where it stands, for example the part and the date. */
  readonly context: string;
  readonly partNumber: string | undefined;
  readonly unitId: number | undefined;
  readonly position: number | undefined;
}

export const searchService = {
  /** Parts and serials by prefix first, then events and notes by their words, newest first. */
  query: call<readonly SearchHit[]>()(
    v.object({ text: text(200), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)) }),
  ),
} as const;
