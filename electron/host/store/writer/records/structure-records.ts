/** Product structure: parts built of parts as designed, and units of units as built. */
import type * as R from "../../../../../shared/model/record.ts";
import { changed, placed, type Outcome, type Placed, type Writing, type WritingSource } from "./writing.ts";

export function createStructureRecords({ connection, part, unit }: Writing): {
  readonly writeBomLine: (record: R.BomLineRecord, source: WritingSource) => Placed;
  readonly writeComponent: (record: R.UnitComponentRecord, source: WritingSource) => Outcome;
} {
  const upsertBom = connection.prepare(
    `INSERT INTO bom_line VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (parent_id, child_id) DO UPDATE SET quantity = excluded.quantity, find_number = excluded.find_number, occurrences = excluded.occurrences
     WHERE quantity IS NOT excluded.quantity OR occurrences IS NOT excluded.occurrences OR find_number IS NOT excluded.find_number`,
  );
  const writeBomLine = (record: R.BomLineRecord, source: WritingSource): Placed => {
    const occurrences = record.occurrenceNames === undefined ? null : JSON.stringify(record.occurrenceNames);
    const parent = part(record.parent, source);
    const child = part(record.child, source);
    const { changes } = upsertBom.run(
      parent,
      child,
      record.quantity,
      record.findNumber ?? null,
      occurrences,
      source.sourceId,
    );
    return placed(changed(changes), `${parent}/${child}`);
  };

  const upsertComponent = connection.prepare(
    `INSERT INTO unit_component VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET parent_id = excluded.parent_id, child_id = excluded.child_id, position = excluded.position,
       installed_us = excluded.installed_us, removed_us = excluded.removed_us
     WHERE removed_us IS NOT excluded.removed_us OR installed_us IS NOT excluded.installed_us OR child_id IS NOT excluded.child_id`,
  );
  const writeComponent = (record: R.UnitComponentRecord, source: WritingSource): Outcome =>
    changed(
      upsertComponent.run(
        source.sourceId,
        record.key,
        unit(record.parent, source).unitId,
        unit(record.child, source).unitId,
        record.position ?? null,
        record.installedAt ?? null,
        record.removedAt ?? null,
      ).changes,
    );

  return { writeBomLine, writeComponent };
}
