/** Schemas and types that several services share. Every time is µs since 1970-01-01T00:00:00Z (UTC). */
import * as v from "valibot";
import { EVENT_KINDS } from "../model/event.ts";

/** Bounded text from the screen: nothing a person types or pastes is longer. */
export const text = (maximum = 1_000) => v.pipe(v.string(), v.maxLength(maximum));
export const partNumberSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
export const unitIdSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const positionSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
export const timeSchema = v.pipe(v.number(), v.safeInteger());
export const kindSchema = v.picklist(EVENT_KINDS);
export const bucketsSchema = v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(8192));

/** Half-open span of time, `from` included, `to` not. */
export const windowSchema = v.pipe(
  v.object({ from: timeSchema, to: timeSchema }),
  v.check(({ from, to }) => from < to, "the span ends before it starts"),
);
export type TimeWindow = v.InferOutput<typeof windowSchema>;

/**
 * What a question is about. A part stands for itself, its units, and the parts and units below it in
 * the BOM; as built, for itself, its units, and whatever was ever built into one of these, of whichever part,
 * and for nothing of the parts below it that went elsewhere. A unit stands for itself and the units built into it.
 */
export const subjectSchema = v.variant("kind", [
  v.object({ kind: v.literal("everything") }),
  v.object({
    kind: v.literal("part"),
    partNumber: partNumberSchema,
    structure: v.exactOptional(v.literal("built")),
  }),
  v.object({ kind: v.literal("unit"), unitId: unitIdSchema }),
]);
export type Subject = v.InferOutput<typeof subjectSchema>;

/** One row of facts in a details panel; the screen names `key` from the message catalogue. */
export interface Fact {
  readonly key: string;
  readonly value: string;
  /** Shown beside the value in its colour: `assumed`, `missing`. */
  readonly mark?: "assumed" | "missing";
}
