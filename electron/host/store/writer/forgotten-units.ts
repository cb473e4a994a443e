/** Units that no record names any more. A unit of a claim or a twin is never dropped. */
import type { Connection } from "../open.ts";
import type { TextIndex } from "../search/text-index.ts";

export interface ForgottenUnits {
  /** Drops the unit where nothing names it; says whether it did. */
  drop(unitId: number): boolean;
}

/** Where a unit may be named. */
const USES = [
  "SELECT 1 FROM event WHERE unit_id = u.unit_id",
  "SELECT 1 FROM measurement WHERE unit_id = u.unit_id",
  "SELECT 1 FROM factor WHERE unit_id = u.unit_id",
  "SELECT 1 FROM note_unit WHERE unit_id = u.unit_id",
  "SELECT 1 FROM sample_chunk WHERE unit_id = u.unit_id",
  "SELECT 1 FROM unit_component WHERE parent_id = u.unit_id OR child_id = u.unit_id",
  "SELECT 1 FROM unit other WHERE other.same_as = u.unit_id",
];

export function createForgottenUnits(connection: Connection, texts: TextIndex): ForgottenUnits {
  const forgotten = connection.prepare(
    `SELECT 1 FROM unit u WHERE unit_id = ? AND same_as IS NULL AND claimed_serial IS NULL AND NOT EXISTS (${USES.join(" UNION ALL ")})`,
  );
  const removeUnit = connection.prepare("DELETE FROM unit WHERE unit_id = ?");
  return {
    drop(unitId) {
      if (forgotten.get(unitId) === undefined) return false;
      texts.remove("unit", unitId);
      removeUnit.run(unitId);
      return true;
    },
  };
}
