/** Rows whose references have no target, of every table but that of the events (event-rows.ts), some rows at a time. */
import type { Connection } from "../store/open.ts";
import { createFaults } from "./faults.ts";
import type { Share } from "./share.ts";

const ROWS_AT_ONCE = 50_000;

interface Reference {
  readonly table: string;
  readonly from: string;
  readonly to: string | null;
  readonly seq: number;
}

export function* examineReferences(cache: Connection): Generator<Share, readonly string[]> {
  const faults = createFaults();
  const tables = cache
    .prepare(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name <> 'event' ORDER BY name",
    )
    .all() as { name: string; wr: number }[];
  for (const [at, { name, wr }] of tables.entries()) {
    const references = cache.prepare("SELECT * FROM pragma_foreign_key_list(?)").all(name) as Reference[];
    const largest =
      wr === 0 ? Number(cache.prepare(`SELECT max(rowid) FROM "${name}"`).pluck().get() ?? 0) : 0;
    if (references.length > 0 && largest > ROWS_AT_ONCE && references.every(({ seq }) => seq === 0)) {
      const dangling = cache.prepare(danglingOf(cache, name, references));
      for (let from = 0; from <= largest; from += ROWS_AT_ONCE) {
        for (const { id, target } of dangling.iterate({ from, to: from + ROWS_AT_ONCE }) as Iterable<{
          id: number;
          target: string;
        }>)
          faults.add(() => `${name} ${id} names a ${target} that is not there`);
        yield { done: at + from / (largest + 1), total: tables.length };
      }
    } else if (references.length > 0)
      for (const row of cache.pragma(`foreign_key_check("${name}")`) as {
        rowid: number | null;
        parent: string;
      }[])
        faults.add(() => `${name} ${row.rowid ?? ""} names a ${row.parent} that is not there`);
    yield { done: at + 1, total: tables.length };
  }
  return faults.lines();
}

/** A reference without a column is to the key of its table. */
function danglingOf(cache: Connection, name: string, references: readonly Reference[]): string {
  const keyOf = cache.prepare("SELECT name FROM pragma_table_info(?) WHERE pk = 1").pluck();
  return references
    .map(({ table, from, to }) => {
      const key = to ?? String(keyOf.get(table));
      return `SELECT rowid AS id, '${table}' AS target FROM "${name}" AS t WHERE rowid >= :from AND rowid < :to
        AND "${from}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "${table}" WHERE "${table}"."${key}" = t."${from}")`;
    })
    .join(" UNION ALL ");
}
