import type { ItemClass } from "./classify.ts";
import type { ConditionLevel } from "./shdr-line.ts";

/** What a condition says beside its level (MTConnect part 3.0, Condition). */
export interface ConditionReport {
  readonly level: ConditionLevel;
  readonly nativeCode: string;
  readonly nativeSeverity: string;
  readonly qualifier: string;
  readonly message: string;
}

/** One value of an item that is no signal, as its source states it. */
export interface Observation {
  /** µs since the epoch. */
  readonly time: number;
  /** The source's own spelling of the time: part of the event's key. */
  readonly timeText: string;
  readonly item: string;
  readonly itemClass: ItemClass;
  /** "" where the source cleared the item. */
  readonly value: string;
  readonly line: number;
  /** Verbatim text of the source. */
  readonly raw: string;
  readonly condition?: ConditionReport;
  /** Title of the event where the value itself is no title. */
  readonly title?: string;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}
