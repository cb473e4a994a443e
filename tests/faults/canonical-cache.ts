/**
 * The content of a cache without anything that depends on the order in which it came: every row as text, row
 * ids replaced by what the rows are that they name. Two caches of the same content give the same lines.
 */
import { hash } from "node:crypto";
import type { Connection } from "../../electron/host/store/open.ts";
import { TEXT_KINDS, textTable } from "../../electron/host/store/search/text-tables.ts";
import { RECORD_KINDS } from "../../electron/host/store/writer/feeds/record-kinds.ts";

/** Bookkeeping of how and when it came, what SQLite keeps for the full text, and copies of events in the order they came. */
const LEFT_OUT =
  /^(content|schema_|sqlite_|import_|event_chunk|feed_segment|feed_staged|source_clock|[a-z]+_text|migration)/;
/** Columns that say when, or by which of several ways, a row came. */
const VOLATILE = new Set([
  "as_of_us",
  "reconciled_us",
  "received_us",
  "added_us",
  "snapshot_cursor",
  // The structure is told by the PLM and by the model: whoever came first is named.
  "bom_line.source_id",
]);
/** Rows that `feed_record.ref` names, by kind. */
const REFERRED: Readonly<Record<string, string>> = {
  part: "part",
  unit: "unit",
  characteristic: "characteristic",
  event: "event",
  note: "note",
};

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Row id column, where it has one of its own. */
  readonly id: string | undefined;
  readonly references: ReadonlyMap<string, string>;
}

export function canonicalCache(cache: Connection): ReadonlyMap<string, readonly string[]> {
  const names = cache.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck();
  const tables = new Map(
    (names.all() as string[])
      .filter((name) => !LEFT_OUT.test(name))
      .map((name) => [name, tableOf(cache, name)]),
  );
  const idOf = new Map(
    [...tables.values()].flatMap(({ name, id }) => (id === undefined ? [] : [[name, id]])),
  );
  const known = new Map<string, string>();
  const finders = new Map<string, ReturnType<Connection["prepare"]>>();
  const keyOf = (table: Table, id: unknown): string => {
    if (typeof id !== "number" && typeof id !== "string") return "";
    const place = `${table.name} ${id}`;
    let key = known.get(place);
    if (key === undefined) {
      let finder = finders.get(table.name);
      if (finder === undefined) {
        finder = cache.prepare(`SELECT * FROM ${table.name} WHERE ${idOf.get(table.name) ?? "rowid"} = ?`);
        finders.set(table.name, finder);
      }
      const row = finder.get(id) as Record<string, unknown> | undefined;
      key = row === undefined ? "nowhere" : hash("sha256", textOf(table, row)).slice(0, 20);
      known.set(place, key);
    }
    return key;
  };
  const referred = (kind: string | undefined, ref: unknown): string => {
    const table = tables.get(REFERRED[kind ?? ""] ?? "");
    // Of the other kinds `ref` is made of several row ids; their rows are compared themselves.
    return table === undefined ? (ref === null ? "none" : "some") : keyOf(table, ref);
  };
  const textOf = (table: Table, row: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(
      table.columns.map((column) => {
        const value = row[column];
        if (table.name === "feed_record" && column === "ref")
          return referred(RECORD_KINDS[Number(row["kind"])], value);
        const to = tables.get(table.references.get(column) ?? "");
        if (to !== undefined) return keyOf(to, value);
        return value instanceof Uint8Array ? hash("sha256", value) : value;
      }),
    );
  const rows = [...tables.values()].map((table): [string, readonly string[]] => [
    table.name,
    (cache.prepare(`SELECT * FROM ${table.name}`).all() as Record<string, unknown>[])
      .map((row) => textOf(table, row))
      .sort(),
  ]);
  const texts = TEXT_KINDS.map((kind): [string, readonly string[]] => {
    const ids = cache
      .prepare(`SELECT rowid FROM ${textTable(kind)}`)
      .pluck()
      .all();
    return [
      textTable(kind),
      ids.map((id) => (kind === "event" ? eventOf(cache, id) : referred(kind, id))).sort(),
    ];
  });
  return new Map([...rows, ...texts]);
}

/** Whichever of its revisions had the text first. */
function eventOf(cache: Connection, position: unknown): string {
  return String(
    cache
      .prepare(
        "SELECT s.id || ' ' || e.source_key FROM event e JOIN source s USING (source_id) WHERE e.position = ?",
      )
      .pluck()
      .get(position),
  );
}

function tableOf(cache: Connection, name: string): Table {
  const columns = cache.pragma(`table_info(${name})`) as { name: string; type: string; pk: number }[];
  const keys = cache.pragma(`foreign_key_list(${name})`) as { from: string; table: string }[];
  const primary = columns.filter(({ pk }) => pk > 0);
  const own = primary.length === 1 && primary[0]?.type === "INTEGER" ? primary[0].name : undefined;
  const references = new Map(keys.map(({ from, table }) => [from, table]));
  const id = own !== undefined && !references.has(own) ? own : undefined;
  return {
    name,
    id,
    references,
    columns: columns
      .map((column) => column.name)
      .filter((column) => column !== id && !VOLATILE.has(column) && !VOLATILE.has(`${name}.${column}`)),
  };
}
