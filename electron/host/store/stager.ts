/** Makes deliveries for the store: plain events go into a file of rows (staged-events.ts), everything else into a list. */
import { hash } from "node:crypto";
import { EVENT_KINDS, SEVERITIES } from "../../../shared/model/event.ts";
import type { FeedChange } from "../../../shared/model/feed.ts";
import type { EventRecord } from "../../../shared/model/record.ts";
import { IdSet } from "./id-set.ts";
import { createRowFile } from "./row-file.ts";
import {
  createRestatements,
  partOf,
  referencesOf,
  STAGED_COLUMNS,
  STAGED_SCHEMA,
  type Delivery,
  type Naming,
  type StagedEvents,
  type StagedReference,
} from "./staged-events.ts";
import { SetChecksum } from "./writer/feeds/checksum.ts";

/** Texts of an event that go into the file as they stand in the bytes of a source. */
export const EVENT_TEXTS = [
  "id",
  "type",
  "title",
  "order",
  "operation",
  "actor",
  "characteristics",
  "details",
  "payload",
] as const;
export type EventText = (typeof EVENT_TEXTS)[number];

/**
 * A plain event that was checked where it stands, in UTF-8. The next one may overwrite it.
 */
export interface EventBytes {
  readonly bytes: Buffer;
  /** Where each of the texts stands, in the order of EVENT_TEXTS; start -1: see `texts`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Texts that do not stand there letter by letter; undefined: there is none. */
  readonly texts: readonly (string | undefined)[];
  readonly revision: number;
  readonly position: number;
  readonly digest: number;
  /** Places in EVENT_KINDS and SEVERITIES. */
  readonly kind: number;
  readonly severity: number;
  /** µs, minutes; NaN: absent. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly offsetMinutes: number;
  /** Its place among the subjects; -1: there is none. */
  readonly subject: number;
  readonly subjects: {
    readonly values: readonly StagedReference[];
    /** Another one where places of before mean something else. */
    readonly generation: number;
  };
  readonly equipment: string | undefined;
  /** The same as an object. */
  change(): FeedChange;
}

export interface Stager {
  readonly rows: number;
  /** Takes them as they are read, none is kept. Where reading one throws, the stager is to be dropped. */
  add(changes: Iterable<FeedChange>): void;
  addBytes(event: EventBytes): void;
  /** Ends it. Few events are handed on as changes: a file would cost more than it saves. */
  end(): Delivery;
  /** Ends it without a delivery. */
  drop(): void;
}

/** Events from which on a file is worth its while. */
export const WORTH_IT = 200;

type EventPut = FeedChange & { readonly op: "put"; readonly record: EventRecord };

interface NumberedPut {
  readonly change: EventPut;
  readonly reference: number | undefined;
}

/** Errors (Failure): `limit` for a full disk, `refused` where the folder can't be written. */
export function createStager(path: string): Stager {
  const puts: NumberedPut[] = [];
  const others: FeedChange[] = [];
  const ids = new IdSet();
  const references: StagedReference[] = [];
  const named: Naming[] = [];
  const numbers = numbering();
  /** Number + 1 of a source's subjects by their places; 0: not known yet. */
  let bySubject = new Int32Array(1_024);
  let generation = -1;
  const revisions = createRestatements();
  let file: StagingFile | undefined;

  const numbered = (subject: StagedReference | undefined): number | undefined => {
    if (subject === undefined) return undefined;
    revisions.note(partOf(subject));
    return numbers(JSON.stringify(subject), () => {
      named.push(references.length);
      references.push(subject);
    });
  };
  /** The same of a subject that was seen before, without looking at it. */
  const numberOf = ({ subject, subjects }: EventBytes): number | undefined => {
    if (subject < 0) return undefined;
    if (subjects.generation !== generation) bySubject.fill(0);
    generation = subjects.generation;
    if (subject >= bySubject.length) {
      const larger = new Int32Array(Math.max(subject + 1, bySubject.length * 2));
      larger.set(bySubject);
      bySubject = larger;
    }
    const value = subjects.values[subject];
    const before = bySubject[subject] ?? 0;
    if (before === 0) {
      const number = numbered(value);
      bySubject[subject] = (number ?? -1) + 1;
      return number;
    }
    // Which revision of its part was named last is told again each time.
    if (value !== undefined && partOf(value).revision !== undefined) revisions.note(partOf(value));
    return before - 1;
  };
  const setAside = (change: FeedChange): void => {
    others.push(change);
    if (change.op !== "put") return;
    for (const subject of referencesOf(change.record)) {
      revisions.note(partOf(subject));
      named.push({ by: change.id, subject });
    }
  };
  const write = (into: StagingFile, put: NumberedPut): void => {
    if (!into.put(put)) setAside(put.change);
  };
  const begun = (): StagingFile => {
    if (file !== undefined) return file;
    const created = createStagingFile(path);
    file = created;
    for (const first of puts) write(created, first);
    puts.length = 0;
    return created;
  };

  return {
    get rows() {
      return (file?.rows ?? 0) + puts.length + others.length;
    },
    add(changes) {
      for (const change of changes) {
        if (!ids.add(hashOfText(change.id)) || !isPlainEvent(change)) {
          setAside(change);
          continue;
        }
        const put = { change, reference: numbered(referencesOf(change.record)[0]) };
        if (file !== undefined) write(file, put);
        else if (puts.push(put) >= WORTH_IT) begun();
      }
    },
    addBytes(event) {
      if (!ids.add(hashOfId(event))) return setAside(event.change());
      const into = begun();
      if (!into.putBytes(event, numberOf(event))) setAside(event.change());
    },
    end() {
      const written = file;
      if (written === undefined) {
        // In the order in which they came: what stands twice is among them.
        const all = [...puts.map(({ change }) => change), ...others];
        return { changes: all.sort((a, b) => a.position - b.position), staged: undefined };
      }
      const rest = written.end();
      return {
        changes: others,
        staged: { path, references, named, restated: revisions.restated(), ...rest },
      };
    },
    drop: () => file?.drop(),
  };
}

interface StagingFile {
  readonly rows: number;
  /** False where it has no room for the row. */
  put(put: NumberedPut): boolean;
  putBytes(event: EventBytes, reference: number | undefined): boolean;
  drop(): void;
  end(): Pick<StagedEvents, "rows" | "checksum" | "position" | "equipment">;
}

function createStagingFile(path: string): StagingFile {
  const rows = createRowFile(path, "event", STAGED_SCHEMA, STAGED_COLUMNS);
  const equipment: string[] = [];
  const numbers = numbering();
  const machine = (name: string): number => numbers(name, () => equipment.push(name));
  const checksum = new SetChecksum();
  let position = 0;
  const optionalText = (value: string | undefined): void => {
    if (value === undefined) rows.null();
    else rows.text(value);
  };
  const optionalNumber = (value: number | undefined): void => {
    if (value === undefined || Number.isNaN(value)) rows.null();
    else rows.integer(value);
  };
  const textOf = (event: EventBytes, index: number): void => {
    const start = event.starts[index] ?? -1;
    if (start < 0) optionalText(event.texts[index]);
    else rows.bytes(event.bytes, start, event.ends[index] ?? 0);
  };
  return {
    get rows() {
      return rows.rows;
    },
    put({ change: { id, revision, position: at, digest, record }, reference }) {
      rows.null();
      rows.text(id);
      rows.integer(revision);
      rows.integer(at);
      rows.integer(digest);
      rows.integer(EVENT_KINDS.indexOf(record.kind));
      rows.text(record.type);
      rows.integer(SEVERITIES.indexOf(record.severity ?? "none"));
      optionalNumber(record.startedAt);
      optionalNumber(record.endedAt);
      optionalNumber(record.offsetMinutes);
      optionalNumber(reference);
      optionalNumber(record.equipment === undefined ? undefined : machine(record.equipment));
      rows.text(record.title);
      optionalText(record.order);
      optionalText(record.operation);
      optionalText(record.actor);
      optionalText(record.characteristics && JSON.stringify(record.characteristics));
      rows.text(record.details === undefined ? "{}" : JSON.stringify(record.details));
      rows.text(record.payload);
      rows.text(hash("sha256", record.payload));
      if (!rows.endRow()) return false;
      position = Math.max(position, at);
      checksum.add(id, revision);
      return true;
    },
    putBytes(event, reference) {
      const { revision, position: at } = event;
      rows.null();
      textOf(event, ID);
      rows.integer(revision);
      rows.integer(at);
      rows.integer(event.digest);
      rows.integer(event.kind);
      textOf(event, TYPE);
      rows.integer(event.severity);
      optionalNumber(event.startedAt);
      optionalNumber(event.endedAt);
      optionalNumber(event.offsetMinutes);
      optionalNumber(reference);
      optionalNumber(event.equipment === undefined ? undefined : machine(event.equipment));
      textOf(event, TITLE);
      textOf(event, ORDER);
      textOf(event, OPERATION);
      textOf(event, ACTOR);
      textOf(event, CHARACTERISTICS);
      textOf(event, DETAILS);
      textOf(event, PAYLOAD);
      rows.text(hash("sha256", textBytes(event, PAYLOAD)));
      if (!rows.endRow()) return false;
      if (at > position) position = at;
      if ((event.starts[ID] ?? -1) < 0) checksum.add(event.texts[ID] ?? "", revision);
      else checksum.addAscii(event.bytes, event.starts[ID] ?? 0, event.ends[ID] ?? 0, revision);
      return true;
    },
    drop: () => rows.drop(),
    end() {
      rows.end();
      return { rows: rows.rows, checksum: checksum.toString(), position, equipment };
    },
  };
}

const place = (text: EventText): number => EVENT_TEXTS.indexOf(text);
const [ID, TYPE, TITLE, ORDER, OPERATION] = (["id", "type", "title", "order", "operation"] as const).map(
  place,
) as [number, number, number, number, number];
const [ACTOR, CHARACTERISTICS, DETAILS, PAYLOAD] = (
  ["actor", "characteristics", "details", "payload"] as const
).map(place) as [number, number, number, number];

const textBytes = ({ bytes, starts, ends, texts }: EventBytes, index: number): Buffer | string => {
  const start = starts[index] ?? -1;
  return start < 0 ? (texts[index] ?? "") : bytes.subarray(start, ends[index]);
};

/** FNV-1a over units of UTF-16, by which an id of ASCII is the same as text and as bytes. */
function hashOfText(text: string): number {
  let hashed = FNV_START;
  for (let i = 0; i < text.length; i += 1) hashed = Math.imul(hashed ^ text.charCodeAt(i), FNV_PRIME);
  return hashed;
}
function hashOfId({ bytes, starts, ends, texts }: EventBytes): number {
  const start = starts[ID] ?? -1;
  if (start < 0) return hashOfText(texts[ID] ?? "");
  const end = ends[ID] ?? 0;
  let hashed = FNV_START;
  for (let i = start; i < end; i += 1) hashed = Math.imul(hashed ^ (bytes[i] ?? 0), FNV_PRIME);
  return hashed;
}
const FNV_START = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Numbers names as they come; `onNew` is told of each once. */
function numbering(): (name: string, onNew: () => void) => number {
  const numbers = new Map<string, number>();
  return (name, onNew) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(name, number);
    onNew();
    return number;
  };
}

function isPlainEvent(change: FeedChange): change is EventPut {
  if (change.op !== "put" || change.record.record !== "event") return false;
  const { at, linkOrigin } = change.record;
  const isExact = Number.isSafeInteger(change.revision) && Number.isSafeInteger(change.position);
  return isExact && at === undefined && (linkOrigin ?? "source") === "source";
}
