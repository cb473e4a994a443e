/**
 * What is searched, and where its words are kept: a full text per kind whose row ids are those of the rows it is
 * about. One for all kinds would need a numbering of its own, with a row and an index entry for each text: FTS5
 * writes out what it holds back as soon as a row id is lower than the one before it. The texts themselves stay
 * in their tables.
 */
export const TEXT_KINDS = ["part", "unit", "characteristic", "event", "note"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** What of an event is searched, as SQL over its columns: of any kind, alarms and tools of machines as well. */
export const EVENT_TEXT = "title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')";

/** How texts are taken apart into words (migration 110): the same wherever they are. */
export const TOKENIZER = "unicode61 remove_diacritics 2";

export const textTable = (kind: TextKind): string => `${kind}_text`;
