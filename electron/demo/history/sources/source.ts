/** What each simulated system hands over: records in its own words, each with when the system wrote it. */
import type { EventRecord, ModelRecord, SourceRecord } from "../../../../shared/model/record.ts";
import { plantOffset } from "../plant-time.ts";
import type { Random } from "../random.ts";
import type { Year } from "../year.ts";

export type HistoryRecord = Exclude<SourceRecord, ModelRecord>;

export interface Entry {
  /** µs UTC; -Infinity for what belongs to the opening whatever its date. */
  readonly at: number;
  readonly record: HistoryRecord;
}

export interface DemoSource {
  readonly id: string;
  readonly name: string;
  /**
   * What of it a plant hands out first: all, because it is small; the weeks of the story; or nothing, because
   * it takes longest to make.
   */
  readonly opening: "whole" | "weeks" | "later";
  /** In any order. */
  entries(year: Year, random: Random): readonly Entry[];
}

type EventFields = Omit<EventRecord, "record" | "startedAt" | "offsetMinutes">;

/** An event at `at`, written when it ended, with the plant's offset from UTC. */
export function eventEntry(at: number, fields: EventFields): Entry {
  return {
    at: fields.endedAt ?? at,
    record: { record: "event", startedAt: at, offsetMinutes: plantOffset(at), ...fields },
  };
}

export const first = (record: HistoryRecord): Entry => ({ at: -Infinity, record });

/** Rows of several sources have the same shape: values between semicolons, as a spreadsheet exports them. */
export const csv = (...values: readonly (string | number)[]): string => values.join(";");
