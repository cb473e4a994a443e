/** The parts and units that a subject of the contract stands for, as row ids. */
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Connection } from "../open.ts";
import { createPartRecords } from "./part-records.ts";

/** Levels of units that are followed: deeper than any product is built, and an end where records go in a circle. */
export const DEEPEST = 32;

/** Everything that has the same serial as the unit by a person's claim: all of them name the one that has it. */
const TWINS = `WITH one (id) AS (SELECT coalesce(same_as, unit_id) FROM unit WHERE unit_id = @id)
  SELECT unit_id FROM unit WHERE unit_id = (SELECT id FROM one) OR same_as = (SELECT id FROM one)`;

/** Of components, at @at. */
const INSTALLED = " AND ifnull(c.installed_us < @at, 1) AND ifnull(c.removed_us >= @at, 1)";

/** Those, and what is built into them, of the components that a condition holds for. */
const unitFamily = (
  condition: string,
): string => `WITH RECURSIVE twin (unit_id) AS (${TWINS}), family (unit_id, depth) AS (
    SELECT unit_id, 0 FROM twin
    UNION
    SELECT c.child_id, depth + 1 FROM family JOIN unit_component c ON c.parent_id = family.unit_id WHERE depth < ${DEEPEST}${condition}
  ) SELECT DISTINCT unit_id FROM family`;

/**
 * The units of parts, what is the same by a claim, and everything that was ever built into them. Walked when it is asked
 * for, by an index that holds the whole answer: one that were kept would change with every assembly.
 */
const BUILT = `WITH RECURSIVE own (unit_id) AS (SELECT unit_id FROM unit WHERE part_id IN (SELECT value FROM json_each(@parts))),
  same (unit_id) AS (
    SELECT unit_id FROM own
    UNION SELECT u.same_as FROM own JOIN unit u USING (unit_id) WHERE u.same_as IS NOT NULL
    UNION SELECT t.unit_id FROM own JOIN unit t ON t.same_as = own.unit_id
  ), built (unit_id) AS (
    SELECT unit_id FROM same
    UNION SELECT c.child_id FROM built JOIN unit_component c ON c.parent_id = built.unit_id
  ) SELECT unit_id FROM built`;

/** A part as it was built. */
export interface Built {
  /** Whose own events count, also those that name no unit: the part and the products that it is. */
  readonly parts: readonly number[];
  /** In no order. */
  readonly units: readonly number[];
}

export interface PlacedRow {
  readonly unitId: number;
  readonly partNumber: string;
  readonly name: string | null;
  /** JSON of the positions from the asked unit down. */
  readonly positions: string;
}

export interface Subjects {
  /** Row id; an unknown number is `invalid`. */
  readonly partId: (partNumber: string) => number;
  /** The part and all below it. */
  readonly subtree: (partId: number) => readonly number[];
  readonly built: (partId: number) => Built;
  /** The unit and its claimed twins; an unknown unit is `invalid`. */
  readonly twins: (unitId: number) => readonly number[];
  /** Those, and what is built into them. */
  readonly family: (unitId: number) => readonly number[];
  /** The same as it is at a moment, µs UTC: what was removed before is not among them, nor what came later. */
  readonly installed: (unitId: number, at: number) => readonly number[];
  /** The same with where each is, the unit first under the asked id, and no more than `most`. */
  readonly placed: (unitId: number, at: number, most: number) => readonly PlacedRow[];
}

export function createSubjects(connection: Connection): Subjects {
  const findPart = connection.prepare("SELECT part_id FROM part WHERE number = ?").pluck();
  const below = connection.prepare("SELECT descendant_id FROM bom_closure WHERE ancestor_id = ?").pluck();
  const unitExists = connection.prepare("SELECT 1 FROM unit WHERE unit_id = ?").pluck();
  const twins = connection.prepare(TWINS).pluck();
  const family = connection.prepare(unitFamily("")).pluck();
  const installed = connection.prepare(unitFamily(INSTALLED)).pluck();
  // What goes in a circle ends at the depth, and at the limit where it branches as well.
  const placed =
    connection.prepare(`WITH RECURSIVE twin (unit_id) AS (${TWINS}), place (unit_id, depth, positions) AS (
      SELECT unit_id, 0, '[]' FROM twin
      UNION ALL
      SELECT c.child_id, depth + 1, json_insert(positions, '$[#]', ifnull(c.position, '')) FROM place
        JOIN unit_component c ON c.parent_id = place.unit_id WHERE depth < ${DEEPEST}${INSTALLED}
      LIMIT @most
    ) SELECT iif(depth = 0, @id, unit_id) AS unitId, p.number AS partNumber, coalesce(u.serial, u.claimed_serial, u.label, u.lot) AS name, positions
    FROM place JOIN unit u USING (unit_id) JOIN part p USING (part_id) WHERE depth > 0 OR unit_id = @id ORDER BY depth`);
  const built = connection.prepare(BUILT).pluck();
  const records = createPartRecords(connection);
  const partId = (partNumber: string): number => {
    const id = findPart.get(partNumber) as number | undefined;
    if (id === undefined) throw new Failure("invalid", `There is no part "${partNumber}".`);
    return id;
  };
  const mustExist = (unitId: number): void => {
    if (unitExists.get(unitId) === undefined) throw new Failure("invalid", `There is no unit ${unitId}.`);
  };
  const ofUnit =
    (statement: typeof twins) =>
    (unitId: number): readonly number[] => {
      mustExist(unitId);
      return statement.all({ id: unitId }) as number[];
    };
  return {
    partId,
    twins: ofUnit(twins),
    family: ofUnit(family),
    installed: (unitId, at) => {
      mustExist(unitId);
      return installed.all({ id: unitId, at }) as number[];
    },
    built: (id) => {
      const parts = records.of(id);
      return { parts, units: built.all({ parts: JSON.stringify(parts) }) as number[] };
    },
    placed: (unitId, at, most) => {
      mustExist(unitId);
      return placed.all({ id: unitId, at, most }) as PlacedRow[];
    },
    subtree: (id) => below.all(id) as number[],
  };
}
