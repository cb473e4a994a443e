/** Keys and names of lanes: between row ids, which differ from cache to cache, and what people call things. */
import type { LaneDimension } from "../../../../shared/contract/timeline-lanes.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { idOfKind, kindOfId, type NamedColumns } from "../columns/lane-ids.ts";
import type { NamedColumn } from "../columns/named-rows.ts";
import type { Connection } from "../open.ts";

export interface LaneNames {
  /** Undefined where the row is gone. Id 0 is not asked. */
  readonly of: (id: number) => { readonly key: string; readonly name: string } | undefined;
  /** Undefined: there is no such lane in this cache. */
  readonly idOf: (key: string) => number | undefined;
  /** Those of the ids whose names contain the words, whatever the case of letters. */
  readonly matching: (ids: readonly number[], words: string) => ReadonlySet<number>;
}

export type LaneNamesOf = (dimension: LaneDimension) => LaneNames;

export function createLaneNames(connection: Connection, named: NamedColumns): LaneNamesOf {
  const equipment = connection.prepare("SELECT name AS key, name FROM equipment WHERE equipment_id = ?");
  const equipmentId = connection.prepare("SELECT equipment_id FROM equipment WHERE name = ?").pluck();
  const source = connection.prepare("SELECT id AS key, name FROM source WHERE source_id = ?");
  const sourceId = connection.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const unit = connection.prepare(`
    SELECT p.number, u.serial, u.lot, coalesce(u.claimed_serial, u.serial, u.lot, u.label) AS name
    FROM unit u JOIN part p USING (part_id) WHERE u.unit_id = ?`);
  const unitsNamed = connection
    .prepare(
      `SELECT unit_id FROM unit JOIN part USING (part_id)
       WHERE instr(lower(coalesce(claimed_serial, serial, lot, label, '') || ' ' || number), lower(?)) > 0`,
    )
    .pluck();
  const unitId = connection
    .prepare(
      `SELECT unit_id FROM unit JOIN part USING (part_id)
       WHERE number = @part AND (serial = @unit OR serial IS NULL AND lot = @unit) ORDER BY serial IS NULL LIMIT 1`,
    )
    .pluck();
  const unitAt = connection.prepare("SELECT unit_id FROM unit WHERE unit_id = ?").pluck();

  const byRow = (
    find: { readonly get: (id: number) => unknown },
    findId: { readonly get: (key: string) => unknown },
  ): LaneNames => {
    const of = (id: number): { key: string; name: string } | undefined =>
      find.get(id) as { key: string; name: string } | undefined;
    return {
      of,
      idOf: (key) => findId.get(key) as number | undefined,
      matching: (ids, words) => containing(ids, words, (id) => of(id)?.name),
    };
  };
  const byName = ({ nameOf, idOf }: NamedColumn): LaneNames => ({
    of: (id) => {
      const name = nameOf(id);
      return name === undefined ? undefined : { key: name, name };
    },
    idOf,
    matching: (ids, words) => containing(ids, words, nameOf),
  });
  const lanes: Readonly<Record<LaneDimension, LaneNames>> = {
    kind: {
      of: (id) => {
        const kind = kindOfId(id);
        return kind === undefined ? undefined : { key: kind, name: kind };
      },
      idOf: (key) => {
        const kind = (EVENT_KINDS as readonly string[]).indexOf(key);
        return kind < 0 ? undefined : idOfKind(kind);
      },
      matching: (ids, words) => containing(ids, words, kindOfId),
    },
    equipment: byRow(equipment, equipmentId),
    source: byRow(source, sourceId),
    unit: {
      of: (id) => {
        const row = unit.get(id) as UnitRow | undefined;
        if (row === undefined) return undefined;
        const own = row.serial ?? row.lot;
        return {
          key: own === null ? `#${id}` : `${row.number}/${own}`,
          name: `${row.name ?? `#${id}`} · ${row.number}`,
        };
      },
      idOf: (key) => {
        if (key.startsWith("#")) return unitAt.get(Number(key.slice(1))) as number | undefined;
        // Part numbers and serials may contain slashes themselves.
        for (let at = key.indexOf("/"); at >= 0; at = key.indexOf("/", at + 1)) {
          const id = unitId.get({ part: key.slice(0, at), unit: key.slice(at + 1) }) as number | undefined;
          if (id !== undefined) return id;
        }
        return undefined;
      },
      matching: (ids, words) => {
        const found = new Set(unitsNamed.all(words) as number[]);
        return new Set(ids.filter((id) => found.has(id)));
      },
    },
    order: byName(named.orders),
    characteristic: byName(named.characteristics),
  };
  return (dimension) => lanes[dimension];
}

interface UnitRow {
  readonly number: string;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly name: string | null;
}

function containing(
  ids: readonly number[],
  words: string,
  nameOf: (id: number) => string | undefined,
): ReadonlySet<number> {
  const lower = words.toLowerCase();
  return new Set(ids.filter((id) => nameOf(id)?.toLowerCase().includes(lower) === true));
}
