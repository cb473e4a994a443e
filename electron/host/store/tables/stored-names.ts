/** Names of parts, equipment and sources by their row ids: read once somebody asks, kept while the cache stays. */
import type { Connection } from "../open.ts";
import { namesOf, type Names } from "./table.ts";
import type { Slices } from "./slices.ts";

/** Names read at a time. */
const AT_ONCE = 5_000;
/** Bytes of a name beside those of its letters, about. */
const NAME = 32;

const SQL = {
  part: "SELECT part_id, number FROM part WHERE part_id > ? ORDER BY part_id",
  equipment: "SELECT equipment_id, name FROM equipment WHERE equipment_id > ? ORDER BY equipment_id",
  source: "SELECT source_id, name FROM source WHERE source_id > ? ORDER BY source_id",
} as const;

export type StoredNames = Readonly<Record<keyof typeof SQL, (slices: Slices) => Promise<Names>>>;

/** @param state another object after each change of the cache */
export function createStoredNames(connection: Connection, state: () => object): StoredNames {
  const reading = (sql: string): ((slices: Slices) => Promise<Names>) => {
    const some = connection.prepare(`${sql} LIMIT ${AT_ONCE}`).raw();
    let kept: { readonly asOf: object; readonly names: Names } | undefined;
    return async (slices) => {
      const now = state();
      if (kept?.asOf === now) return kept.names;
      const list: (string | undefined)[] = [];
      let bytes = 0;
      for (let last = 0; ;) {
        const read = some.all(last) as [number, string][];
        for (const [id, name] of read) {
          while (list.length < id) list.push(undefined);
          list.push(name);
          bytes += NAME + 2 * name.length;
        }
        if (read.length < AT_ONCE) break;
        last = read.at(-1)?.[0] ?? 0;
        await slices.breathe();
      }
      const names = namesOf(list.length, (id) => list[id], bytes);
      // What was read while the cache changed is good for this answer alone.
      if (state() === now) kept = { asOf: now, names };
      return names;
    };
  };
  return { part: reading(SQL.part), equipment: reading(SQL.equipment), source: reading(SQL.source) };
}
