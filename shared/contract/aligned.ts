/** Units of a part laid over each other at the start of an operation. Times are µs UTC, spans µs. */
import * as v from "valibot";
import type { EventKind } from "../model/event.ts";
import type { Deviation, MedianOperation } from "../stats/align-units.ts";
import { partNumberSchema, text } from "./common.ts";

/** More lanes than these are no comparison any more. */
export const MOST_ALIGNED = 24;
/** Runs and failures of one unit. */
export const MOST_RUNS = 400;
export const MOST_FAILURES = 100;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_ALIGNED));

export const alignSchema = v.object({
  partNumber: partNumberSchema,
  /** As its events name it, for example `0020`. */
  operation: v.pipe(text(400), v.minLength(1)),
  /** By serial, else by lot; `#` and the unit's number where it has neither. */
  units: v.pipe(v.array(text(900)), v.maxLength(MOST_ALIGNED)),
  /** Where fewer are named, those that were at work last are added, until so many have the operation. */
  fill: count,
});
export type AlignAsked = v.InferOutput<typeof alignSchema>;

export interface AlignableOperation {
  readonly operation: string;
  /** What its events call it; "" where they only number it. */
  readonly name: string;
  /** Units that have it, of those that were looked at. */
  readonly units: number;
}

export interface AlignableOperations {
  /** In order as people count. */
  readonly operations: readonly AlignableOperation[];
  /** Those at work last. */
  readonly looked: number;
}

export interface AlignedRun {
  readonly position: number;
  readonly operation: string;
  readonly title: string;
  readonly kind: EventKind;
  /** Index into SEVERITIES. */
  readonly severity: number;
  readonly equipment: string | undefined;
  readonly start: number;
  /** undefined: nobody said when it ended. */
  readonly end: number | undefined;
}

export interface AlignedUnitOperation {
  readonly operation: string;
  readonly run: AlignedRun;
  /** Later ones of the same operation: no part of medians and deviations. */
  readonly again: readonly AlignedRun[];
  readonly since: number;
  /** From the medians of the aligned units; undefined where no other unit has it. */
  readonly startBy: Deviation | undefined;
  readonly durationBy: Deviation | undefined;
}

export interface AlignedFailure {
  readonly position: number;
  readonly title: string;
  readonly kind: EventKind;
  readonly severity: number;
  readonly start: number;
}

export interface AlignedUnit {
  readonly unitId: number;
  /** What it is asked for by. */
  readonly key: string;
  readonly name: string;
  /** When its operation began: the zero of its lane. */
  readonly zero: number;
  readonly operations: readonly AlignedUnitOperation[];
  /** Events of severity fail or worse that are no runs. */
  readonly failures: readonly AlignedFailure[];
  /** It has more runs or failures than are answered. */
  readonly isCut: boolean;
}

export interface AlignedUnits {
  /** What the operation is called; "" where its events only number it. */
  readonly name: string;
  /** Those asked for first, in their order, then those at work last. */
  readonly units: readonly AlignedUnit[];
  readonly medians: readonly (MedianOperation & { readonly name: string })[];
  /** Names of units that were asked for or looked at and never began the operation; the first of them. */
  readonly lacking: readonly string[];
  readonly lackingCount: number;
  /** What was asked for and is no unit of the part. */
  readonly unknown: readonly string[];
  /** Units of the part that are neither aligned nor lacking. */
  readonly others: number;
}
