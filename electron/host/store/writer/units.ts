/** Which unit a source means: by serial, by lot, or (without either) by its place in one file. */
import { canonicalSerial } from "../../../../shared/model/serial.ts";
import type { UnitReference } from "../../../../shared/model/record.ts";
import type { Connection } from "../open.ts";
import type { PartNames } from "./part-names.ts";

export interface Units {
  /** Row id of the unit meant; founds it where it is not known. */
  resolve(
    reference: UnitReference,
    sourceId: number,
    exact: boolean,
  ): { readonly unitId: number; readonly partId: number };
  /** Rows of units were removed: what is remembered of them no longer holds. */
  forget(): void;
}

/** Units with a serial kept in memory, so that not every event asks for its own. */
const KEPT_UNITS = 50_000;

interface SerialUnit {
  readonly id: number;
  status: string;
  lot: string | undefined;
}

/** `onNamed(unitId, text)` is told of every unit that is new or was given a lot, with all it is called. */
export function createUnits(
  connection: Connection,
  names: PartNames,
  onNamed: (unitId: number, text: string) => void,
): Units {
  const bySerial = connection.prepare(
    "SELECT unit_id AS id, serial_status AS status, lot FROM unit WHERE part_id = ? AND serial = ?",
  );
  const kept = new Map<string, SerialUnit>();
  const keep = (key: string, unit: SerialUnit): void => {
    if (kept.size >= KEPT_UNITS) kept.clear();
    kept.set(key, unit);
  };
  const findSerial = (key: string, partId: number, serial: string): SerialUnit | undefined => {
    const row = bySerial.get(partId, serial) as
      | { id: number; status: string; lot: string | null }
      | undefined;
    if (row === undefined) return undefined;
    const unit = { ...row, lot: row.lot ?? undefined };
    keep(key, unit);
    return unit;
  };
  const byLot = connection.prepare(
    "SELECT unit_id AS id FROM unit WHERE part_id = ? AND serial IS NULL AND lot = ?",
  );
  const byPosition = connection.prepare(
    "SELECT unit_id AS id FROM unit WHERE part_id = ? AND source_id = ? AND position = ? AND serial IS NULL AND lot IS NULL",
  );
  const insert = connection.prepare(
    "INSERT INTO unit (part_id, revision, serial, serial_status, lot, source_id, position, label) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const prove = connection.prepare(
    "UPDATE unit SET serial_status = 'proven' WHERE unit_id = ? AND serial_status = 'assumed'",
  );
  const setLot = connection.prepare("UPDATE unit SET lot = ? WHERE unit_id = ? AND lot IS NULL");

  const labelOf = connection.prepare("SELECT label FROM unit WHERE unit_id = ?").pluck();

  return {
    forget: () => kept.clear(),
    resolve(reference, sourceId, exact) {
      const partId = names.resolve(reference.part, exact);
      const serial = reference.serial === undefined ? undefined : canonicalSerial(reference.serial);
      const revision = reference.part.revision ?? null;
      if (serial !== undefined && serial !== "") {
        const key = `${partId}/${serial}`;
        const known = kept.get(key) ?? findSerial(key, partId, serial);
        // A serial that one source only guesses is proven as soon as another states it.
        const status = reference.serialStatus === "proven" ? "proven" : "assumed";
        if (known !== undefined) {
          if (status === "proven" && known.status === "assumed") {
            prove.run(known.id);
            known.status = "proven";
          }
          if (reference.lot !== undefined && known.lot === undefined) {
            setLot.run(reference.lot, known.id);
            known.lot = reference.lot;
            onNamed(known.id, [serial, reference.lot, labelOf.get(known.id)].join(" "));
          }
          return { unitId: known.id, partId };
        }
        const added = insert.run(
          partId,
          revision,
          serial,
          status,
          reference.lot ?? null,
          null,
          null,
          reference.label ?? null,
        );
        const unitId = Number(added.lastInsertRowid);
        keep(key, { id: unitId, status, lot: reference.lot });
        onNamed(unitId, [serial, reference.lot, reference.label].join(" "));
        return { unitId, partId };
      }
      if (reference.lot !== undefined && reference.position === undefined) {
        const known = byLot.get(partId, reference.lot) as { id: number } | undefined;
        if (known !== undefined) return { unitId: known.id, partId };
        const added = insert.run(
          partId,
          revision,
          null,
          "missing",
          reference.lot,
          null,
          null,
          reference.label ?? null,
        );
        const unitId = Number(added.lastInsertRowid);
        onNamed(unitId, [reference.lot, reference.label].join(" "));
        return { unitId, partId };
      }
      const position = reference.position ?? 1;
      const known = byPosition.get(partId, sourceId, position) as { id: number } | undefined;
      if (known !== undefined) return { unitId: known.id, partId };
      const added = insert.run(
        partId,
        revision,
        null,
        "missing",
        null,
        sourceId,
        position,
        reference.label ?? null,
      );
      const unitId = Number(added.lastInsertRowid);
      if (reference.label !== undefined) onNamed(unitId, reference.label);
      return { unitId, partId };
    },
  };
}
