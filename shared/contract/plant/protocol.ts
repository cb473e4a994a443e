/**
 * The open plant protocol, version 1: how a plant system (PLM, MES, QMS, ERP, CMMS) hands its records
 * to any number of readers. The OpenAPI document beside this file is generated from these schemas.
 *
 * - Reads are server-authoritative, per scope, in *commit* order, from an opaque cursor. A page is
 *   NDJSON: a head, changes, an end with the next cursor, and the SHA-256 of all lines before its own. A
 *   page without its sum is no page.
 * - A reader may ask for history `since` a time and `until` one: what was over before the one, or began at the
 *   other or later, is left out; masters never are.
 * - The server names its epoch. A cursor of another epoch is answered with 409 `epoch-changed`: the
 *   reader begins anew beside what it has, and guesses nothing.
 * - A change puts a record under its id with a revision, or deletes it (tombstone). Events are never
 *   deleted: a correction is a further revision.
 * - A first read takes immutable snapshot segments by their manifest, then follows the changes from the
 *   manifest's cursor.
 * - Writes carry client, number and key: the same submission again gets the same answer.
 */
import * as v from "valibot";
import { wireRecordSchema } from "./wire-record.ts";

export const PROTOCOL_VERSION = 1;
/** Most changes on one page; a reader that asks for more gets this many. */
export const PAGE_LIMIT = 10_000;
/** Changes on a page where the reader names no limit. */
export const PAGE_DEFAULT = 1_000;
/** A page ends with the change that reaches this many bytes (before compression), whatever the limit. */
export const PAGE_BYTES = 16 * 1024 * 1024;
/** Longest line of a page or segment, its line end included. */
export const LINE_BYTES = 4 * 1024 * 1024;
/** Most ids in one answer. */
export const IDS_LIMIT = 1_000_000;

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
export const cursorSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const time = v.pipe(v.number(), v.integer());

export const SYSTEM_KINDS = ["plm", "mes", "qms", "erp", "cmms"] as const;

/** GET /.well-known/throughline-plant */
export const serviceSchema = v.object({
  protocol: v.literal(PROTOCOL_VERSION),
  plant: name,
  /** The server's clock, µs UTC: shows how far ours is off. It decides nothing. */
  time,
  systems: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
        kind: v.picklist(SYSTEM_KINDS),
        name,
        epoch: name,
        /** False: the system tells no deletes, and its ids must be compared from time to time. */
        tellsDeletes: v.boolean(),
        accepts: v.array(v.picklist(["change-request"])),
      }),
    ),
    v.maxLength(100),
  ),
});
export type PlantService = v.InferOutput<typeof serviceSchema>;

/** GET /systems/{system}/scopes: what can be followed on its own. */
export const scopesSchema = v.object({
  scopes: v.pipe(
    v.array(v.object({ id: name, name, products: v.optional(v.array(name)), records: count })),
    v.maxLength(10_000),
  ),
});
export type Scopes = v.InferOutput<typeof scopesSchema>;

/** First line of a page. */
export const pageHeadSchema = v.object({
  page: v.literal(PROTOCOL_VERSION),
  system: name,
  scope: name,
  epoch: name,
  /** As asked: history from this time on, and before that one. */
  since: v.optional(time),
  until: v.optional(time),
});

export const changeSchema = v.variant("op", [
  v.object({
    op: v.literal("put"),
    /** Place in commit order within the system, ascending over the page. */
    position: count,
    id: name,
    revision: count,
    record: wireRecordSchema,
  }),
  v.object({ op: v.literal("delete"), position: count, id: name, revision: count }),
]);
export type Change = v.InferOutput<typeof changeSchema>;

/**
 * A change as far as every version of the protocol keeps it: one of an unknown kind is parked and read
 * again after an update.
 */
export const anyChangeSchema = v.looseObject({ op: name, position: count, id: name, revision: count });

/** Last line but one of a page. */
export const pageEndSchema = v.object({
  end: v.literal(true),
  count,
  cursor: cursorSchema,
  /** More is there already: ask again at once. */
  more: v.boolean(),
  /** Positions up to here exist in the system: how far behind the page is. */
  head: count,
});

/** Last line of a page: vouches for its changes and for the cursor behind them. */
export const pageSumSchema = v.object({
  /** Of all lines before this one, their line ends included. */
  sha256,
});

const segmentPath = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,200}$/));

/** GET /systems/{system}/snapshot?scope= */
export const manifestSchema = v.object({
  epoch: name,
  scope: name,
  /** As asked: history from this time on, and before that one. */
  since: v.optional(time),
  until: v.optional(time),
  /** Where the changes go on after the last segment. */
  cursor: cursorSchema,
  segments: v.pipe(
    v.array(
      v.object({
        /** Under `segments/` of the system; NDJSON of changes, compressed as `encoding` says. */
        path: segmentPath,
        encoding: v.picklist(["identity", "gzip", "zstd"]),
        rows: count,
        bytes: count,
        /** Of the bytes as sent. */
        sha256,
        /** The same rows as a SQLite file (segment-tables.ts), under `segments/` too. */
        tables: v.optional(
          v.object({
            version: count,
            path: segmentPath,
            encoding: v.picklist(["identity", "gzip", "zstd"]),
            bytes: count,
            sha256,
          }),
        ),
      }),
    ),
    v.maxLength(100_000),
  ),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

/**
 * GET /systems/{system}/ids?scope=&after=: ids that exist now with their revisions, for systems that tell
 * no deletes. Where `next` is there, more follow under `after` = next. An id that exists from the first to
 * the last of these answers is on one of them; one that was put behind the first answer's head may be missing.
 */
export const idsSchema = v.object({
  epoch: name,
  /** As asked: history from this time on, and before that one. */
  since: v.optional(time),
  until: v.optional(time),
  head: count,
  ids: v.pipe(v.array(v.tuple([name, count])), v.maxLength(IDS_LIMIT)),
  next: v.optional(cursorSchema),
});
export type Ids = v.InferOutput<typeof idsSchema>;

/** What a change request may be about besides events. */
export const ABOUT_KINDS = ["part", "occurrence", "face", "unit", "characteristic", "span"] as const;

/** POST /systems/{system}/submissions */
export const submissionSchema = v.strictObject({
  /** The sending installation. */
  client: v.pipe(v.string(), v.uuid()),
  /** Ascending per client, without holes per change request. */
  number: v.pipe(count, v.minValue(1)),
  /** The same over every retry. */
  key: v.pipe(v.string(), v.uuid()),
  kind: v.literal("change-request"),
  /** Revision of the object at the plant that the author saw; absent for a new one. */
  base: v.optional(count),
  body: v.strictObject({
    id: v.pipe(v.string(), v.uuid()),
    title: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
    problem: v.pipe(v.string(), v.maxLength(20_000)),
    proposal: v.pipe(v.string(), v.maxLength(20_000)),
    partNumber: v.optional(name),
    serial: v.optional(name),
    author: v.optional(name),
    /** What on the author's screen it is about, in words: a face, a span of time, a value out of its limits. */
    about: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            kind: v.picklist(ABOUT_KINDS),
            name: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
          }),
        ),
        v.maxLength(100),
      ),
    ),
    /** SHA-256 of the events named as evidence. */
    evidence: v.pipe(v.array(sha256), v.maxLength(1_000)),
    /** Files that were sent before, by their hash. */
    files: v.pipe(v.array(sha256), v.maxLength(100)),
    createdAt: time,
  }),
});
export type Submission = v.InferOutput<typeof submissionSchema>;

/** The stored answer to a submission: the same again for the same key. */
export const answerSchema = v.variant("answer", [
  v.object({ answer: v.literal("accepted"), number: name, revision: count }),
  v.object({
    answer: v.literal("conflict"),
    /** What the plant holds, both to be kept and shown. */
    revision: count,
    fields: v.record(name, v.string()),
  }),
  v.object({ answer: v.literal("refused"), reason: v.pipe(v.string(), v.maxLength(1_000)) }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;

export const PROBLEM_CODES = [
  "epoch-changed",
  "unknown-system",
  "unknown-scope",
  "unknown-file",
  "invalid",
  "unauthorised",
  "unavailable",
] as const;

/** Body of every error (RFC 9457, `application/problem+json`, reduced to what a reader acts on). */
export const problemSchema = v.object({
  code: v.picklist(PROBLEM_CODES),
  title: v.pipe(v.string(), v.maxLength(1_000)),
  /** With `epoch-changed`. */
  epoch: v.optional(name),
});

/** GET /nudges: server-sent events, one JSON of this per message; without them readers poll. */
export const nudgeSchema = v.object({ system: name, head: count });
