/** Keys of filters, as the numbers that the columns of events have for them. */
import type { EventFilter, FilterDimension } from "../../../../shared/contract/event-filter.ts";
import { SEVERITIES } from "../../../../shared/model/event.ts";
import type { Connection } from "../open.ts";
import type { LaneNamesOf } from "./lane-names.ts";
import type { Subjects } from "./subject.ts";

/** Undefined: nothing here has it. 0 is of what names none. */
export type FilterKeys = (by: FilterDimension, key: string) => readonly number[] | undefined;

export function createFilterKeys(
  connection: Connection,
  subjects: Subjects,
  namesOf: LaneNamesOf,
): FilterKeys {
  const partId = connection.prepare("SELECT part_id FROM part WHERE number = ?").pluck();
  const claimed = connection
    .prepare(
      "SELECT unit_id FROM unit JOIN part USING (part_id) WHERE number = ? AND claimed_serial = ? LIMIT 1",
    )
    .pluck();
  const claimedUnit = (key: string): number | undefined => {
    // Part numbers and serials may contain slashes themselves.
    for (let at = key.indexOf("/"); at >= 0; at = key.indexOf("/", at + 1)) {
      const id = claimed.get(key.slice(0, at), key.slice(at + 1)) as number | undefined;
      if (id !== undefined) return id;
    }
    return undefined;
  };
  /** The unit, and those that are the same by a claim. */
  const unitsOf = (key: string): readonly number[] | undefined => {
    const id = namesOf("unit").idOf(key) ?? claimedUnit(key);
    return id === undefined ? undefined : subjects.twins(id);
  };
  const numbersOf = (by: FilterDimension, key: string): readonly number[] | undefined => {
    if (key === "") return [0];
    if (by === "unit") return unitsOf(key);
    const id = by === "part" ? partId.get(key) : by === "severity" ? severityId(key) : namesOf(by).idOf(key);
    return typeof id === "number" ? [id] : undefined;
  };
  return numbersOf;
}

const severityId = (key: string): number | undefined => {
  const severity = (SEVERITIES as readonly string[]).indexOf(key);
  return severity < 0 ? undefined : severity + 1;
};

/**
 * Those that nothing here has. The names of orders and characteristics must have been read.
 * @param isMeasured whether there is a characteristic of that name, though no event names it
 */
export function unknownKeys(
  only: readonly EventFilter[],
  numbersOf: FilterKeys,
  isMeasured: (characteristic: string) => boolean,
): readonly EventFilter[] {
  return only.flatMap(({ by, keys }) => {
    const unknown = keys.filter(
      (key) => numbersOf(by, key) === undefined && !(by === "characteristic" && isMeasured(key)),
    );
    return unknown.length === 0 ? [] : [{ by, keys: unknown }];
  });
}
