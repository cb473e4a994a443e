/**
 * What is searched, and where its words are kept: a full text per kind whose row ids are those of the rows it is
 * about. One for all kinds would need a numbering of its own, with a row and an index entry for each text: FTS5
 * writes out what it holds back as soon as a row id is lower than the one before it. The texts themselves stay
 * in their tables.
 */
import { EVENT_KINDS } from "../../../../shared/model/event.ts";

export const TEXT_KINDS = ["part", "unit", "characteristic", "event", "note"] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

/** Machine events are many and their words few: they are found by lane and time, not by text. */
const MACHINE = EVENT_KINDS.indexOf("machine");

/** What of an event is searched, as SQL over its columns. */
export const EVENT_TEXT = "title || ' ' || coalesce(order_number, '') || ' ' || coalesce(actor, '')";
export const EVENT_HAS_TEXT = `kind <> ${MACHINE}`;

export const textTable = (kind: TextKind): string => `${kind}_text`;
