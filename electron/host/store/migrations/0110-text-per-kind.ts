/**
 * A full text per kind, whose row ids are those of the rows it is about: the newest events of a common word are
 * found without walking through all of them, and no table says which text is whose (search/text-tables.ts).
 */
import type { Migration } from "../migrate.ts";

/** EVENT_KINDS.indexOf("machine") when this was written. */
const MACHINE = 2;

const TEXTS = {
  part: "SELECT part_id, number || ' ' || coalesce(title, '') FROM part ORDER BY part_id",
  unit: `SELECT unit_id, coalesce(serial, '') || ' ' || coalesce(lot, '') || ' ' || coalesce(label, '') || ' ' || number
    FROM unit JOIN part USING (part_id) WHERE coalesce(serial, lot, label) IS NOT NULL ORDER BY unit_id`,
  characteristic:
    "SELECT characteristic_id, name || ' ' || number FROM characteristic JOIN part USING (part_id) ORDER BY characteristic_id",
  event: `SELECT position, title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')
    FROM event WHERE kind <> ${MACHINE} AND superseded = 0 ORDER BY position`,
  note: "SELECT note_id, text FROM note ORDER BY note_id",
};

export const textPerKind: Migration = {
  version: 110,
  name: "text per kind",
  up: (connection) => {
    connection.exec("DROP TABLE search_text; DROP TABLE search_entry;");
    for (const [kind, texts] of Object.entries(TEXTS))
      // Prefixes of two and three letters are indexed; pieces of 8 MiB are written at once, and 16 of one size
      // before they are joined (FTS5, "prefix", "hashsize" and "automerge").
      connection.exec(`
CREATE VIRTUAL TABLE ${kind}_text USING fts5 (text, content='', contentless_delete=1, prefix='2 3', tokenize="unicode61 remove_diacritics 2");
INSERT INTO ${kind}_text (${kind}_text, rank) VALUES ('hashsize', 8388608);
INSERT INTO ${kind}_text (${kind}_text, rank) VALUES ('automerge', 16);
INSERT INTO ${kind}_text (rowid, text) ${texts};`);
  },
};
