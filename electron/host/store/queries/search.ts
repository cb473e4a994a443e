import type { SearchHit, searchService } from "../../../../shared/contract/search.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";

interface Row {
  readonly kind: SearchHit["kind"];
  readonly title: string;
  readonly context: string | null;
  readonly partNumber: string | null;
  readonly unitId: number | null;
  readonly position: number | null;
}

/** Full-text query of what a person typed: every word must occur, the last as a prefix. Quoted, so no operator gets through. */
export function ftsQuery(text: string): string | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  if (words === null) return undefined;
  return words.map((word, index) => (index === words.length - 1 ? `"${word}"*` : `"${word}"`)).join(" ");
}

export function createSearchQueries(connection: Connection): ServiceImplementation<typeof searchService> {
  // Kinds are asked one by one: a common word in 10,000 events must not push the one part off the list.
  const found = (kind: SearchHit["kind"], columns: string, joins: string): string => `
    SELECT '${kind}' AS kind, ${columns} FROM search_text t JOIN search_entry x ON x.entry_id = t.rowid ${joins}
    WHERE search_text MATCH ? AND x.kind = '${kind}' ORDER BY t.rowid DESC LIMIT ?`;
  const date = (column: string): string => `strftime('%Y-%m-%d %H:%M', ${column} / 1e6, 'unixepoch')`;
  const statements = [
    found(
      "part",
      "p.number AS title, p.title AS context, p.number AS partNumber, NULL AS unitId, NULL AS position",
      "JOIN part p ON p.part_id = x.ref",
    ),
    found(
      "unit",
      "coalesce(u.serial, u.lot, u.label, '') AS title, p.number AS context, p.number AS partNumber, u.unit_id AS unitId, NULL AS position",
      "JOIN unit u ON u.unit_id = x.ref JOIN part p ON p.part_id = u.part_id",
    ),
    found(
      "characteristic",
      "c.name AS title, p.number || ' · ' || s.name AS context, p.number AS partNumber, NULL AS unitId, NULL AS position",
      "JOIN characteristic c ON c.characteristic_id = x.ref JOIN part p ON p.part_id = c.part_id JOIN source s ON s.source_id = c.source_id",
    ),
    found(
      "event",
      `e.title AS title, coalesce(${date("e.started_us")}, '') || coalesce(' · ' || p.number, '') AS context, p.number AS partNumber, e.unit_id AS unitId, e.position AS position`,
      "JOIN event e ON e.position = x.ref LEFT JOIN part p ON p.part_id = e.part_id",
    ),
    found(
      "note",
      "n.text AS title, s.name || coalesce(' · ' || n.place, '') AS context, p.number AS partNumber, NULL AS unitId, NULL AS position",
      "JOIN note n ON n.note_id = x.ref JOIN source s ON s.source_id = n.source_id LEFT JOIN part p ON p.part_id = n.part_id",
    ),
  ].map((sql) => connection.prepare(sql));

  return {
    query: ({ text, limit }) => {
      const match = ftsQuery(text);
      if (match === undefined) return [];
      const hits: SearchHit[] = [];
      for (const statement of statements) {
        for (const row of statement.all(match, limit) as Row[]) {
          hits.push({
            kind: row.kind,
            title: row.title,
            context: row.context ?? "",
            partNumber: row.partNumber ?? undefined,
            unitId: row.unitId ?? undefined,
            position: row.position ?? undefined,
          });
        }
      }
      return hits.slice(0, limit);
    },
  };
}
