/** The parts and units that a subject of the contract stands for, as row ids. */
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Connection } from "../open.ts";

/** Everything that has the same serial by a person's claim, and what is built into it, to depth 32. */
const UNIT_FAMILY = `WITH RECURSIVE family (unit_id, depth) AS (
    SELECT unit_id, 0 FROM unit WHERE unit_id = @id OR same_as = @id OR unit_id = (SELECT same_as FROM unit WHERE unit_id = @id)
    UNION
    SELECT c.child_id, depth + 1 FROM family JOIN unit_component c ON c.parent_id = family.unit_id WHERE depth < 32
  ) SELECT DISTINCT unit_id FROM family`;

export interface Subjects {
  /** Row id; an unknown number is `invalid`. */
  partId(partNumber: string): number;
  /** The part and all below it. */
  subtree(partId: number): readonly number[];
  /** The unit, its claimed twins, and what is built into them. */
  family(unitId: number): readonly number[];
}

export function createSubjects(connection: Connection): Subjects {
  const findPart = connection.prepare("SELECT part_id FROM part WHERE number = ?").pluck();
  const below = connection.prepare("SELECT descendant_id FROM bom_closure WHERE ancestor_id = ?").pluck();
  const unitExists = connection.prepare("SELECT 1 FROM unit WHERE unit_id = ?").pluck();
  const family = connection.prepare(UNIT_FAMILY).pluck();
  const partId = (partNumber: string): number => {
    const id = findPart.get(partNumber) as number | undefined;
    if (id === undefined) throw new Failure("invalid", `There is no part "${partNumber}".`);
    return id;
  };
  const familyOf = (unitId: number): readonly number[] => {
    if (unitExists.get(unitId) === undefined) throw new Failure("invalid", `There is no unit ${unitId}.`);
    return family.all({ id: unitId }) as number[];
  };
  return {
    partId,
    family: familyOf,
    subtree: (id) => below.all(id) as number[],
  };
}
