/**
 * The rows of a snapshot segment as a SQLite file, beside its lines: optional, for readers that know this
 * version of the tables. What is no event, or comes again within the segment, stands as its line.
 */

export const TABLES_VERSION = 1;
/** `PRAGMA application_id`: "TLsg". `PRAGMA user_version` is TABLES_VERSION. */
export const TABLES_APPLICATION_ID = 0x544c7367;
/** Largest file, decompressed. */
export const TABLES_BYTES = 1024 * 1024 * 1024;

/**
 * The statements that make the file: it holds these tables, made by these very texts, and nothing else.
 * `n` is the number of the line in the segment, from 1. Columns of `event` are the fields of the event
 * record; kind and severity count from 0 in the order of EVENT_KINDS and SEVERITIES; `reference` and
 * `equipment` are rows of the tables of that name, counted from 0. `digest`: the first 48 bits of the
 * SHA-256 of the line from `"record":{` to its end, without the line feed.
 */
export const TABLES_SCHEMA = {
  reference: "CREATE TABLE reference (n INTEGER PRIMARY KEY, reference TEXT NOT NULL) STRICT",
  equipment: "CREATE TABLE equipment (n INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
  event:
    "CREATE TABLE event (n INTEGER PRIMARY KEY, id TEXT NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL, " +
    "digest INTEGER NOT NULL, kind INTEGER NOT NULL, type TEXT NOT NULL, severity INTEGER NOT NULL, started INTEGER, " +
    "ended INTEGER, offset_minutes INTEGER, reference INTEGER, equipment INTEGER, title TEXT NOT NULL, order_number TEXT, " +
    "operation TEXT, actor TEXT, characteristics TEXT, details TEXT, payload TEXT NOT NULL) STRICT",
  change: "CREATE TABLE change (n INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT",
} as const;
