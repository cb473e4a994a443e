/**
 * Plain events of a page, checked where they stand: nearly all of a page are such, and making objects of them only to
 * take them apart again costs more than all else that a page asks for (measured: 17 against 5 µs an event, the
 * collecting of garbage included). What is not exactly as expected (an escape in an id, a number with an exponent, a
 * key twice, anything that is wrong) is left to `readChangeLine`, which knows what it is.
 */
import { hash } from "node:crypto";
import {
  partReferenceSchema,
  unitReferenceSchema,
  wireRecordSchema,
} from "../../../../shared/contract/plant/wire-record.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { FeedChange } from "../../../../shared/model/feed.ts";
import type { StagedReference } from "../../store/staged-events.ts";
import { EVENT_TEXTS, type EventBytes } from "../../store/stager.ts";
import {
  CLOSE,
  COMMA,
  endOfInteger,
  endOfString,
  endOfValue,
  hasEscape,
  integerAt,
  isAscii,
  isFlatAsWritten,
  isText,
  JsonKeys,
  OPEN,
  skipSpace,
} from "./json-bytes.ts";
import { KnownValues } from "./known-values.ts";
import { quickCheck } from "./quick-check.ts";

const LARGEST = 2 ** 53;

const CHANGE = ["op", "position", "id", "revision", "record"] as const;
const RECORD = [
  "record",
  "key",
  "kind",
  "type",
  "title",
  "startedAt",
  "endedAt",
  "offsetMinutes",
  "severity",
  "part",
  "unit",
  "equipment",
  "order",
  "operation",
  "actor",
  "characteristics",
  "details",
  "payload",
] as const;
type RecordKey = (typeof RECORD)[number];

const keyBit = (key: RecordKey): number => 1 << RECORD.indexOf(key);
const REQUIRED = (["record", "key", "kind", "type", "title", "payload"] as const)
  .map(keyBit)
  .reduce((all, bit) => all | bit);

/** Least and most units of UTF-16, as in wire-record.ts. */
const BOUNDS: Partial<Record<RecordKey, readonly [least: number, most: number]>> = {
  key: [1, 300],
  type: [1, 300],
  title: [0, 1_000],
  order: [1, 300],
  operation: [1, 300],
  actor: [1, 300],
  payload: [0, 65_536],
};
const LEAST = RECORD.map((key) => BOUNDS[key]?.[0] ?? 0);
const MOST = RECORD.map((key) => BOUNDS[key]?.[1] ?? 0);
/** Where the text of a key goes; -1: it goes nowhere. */
const TEXT = RECORD.map((key) => (EVENT_TEXTS as readonly string[]).indexOf(key));
const ID = EVENT_TEXTS.indexOf("id");
const DETAILS = EVENT_TEXTS.indexOf("details");

const eventFields = (() => {
  const event = wireRecordSchema.options.find(({ entries }) => entries.record.literal === "event");
  if (event === undefined || !("details" in event.entries)) throw new Error("no schema of events");
  return event.entries;
})();
const areDetails = quickCheck(eventFields.details.wrapped);
const areCharacteristics = quickCheck(eventFields.characteristics.wrapped);
const isUnit = quickCheck(unitReferenceSchema);
const isPart = quickCheck(partReferenceSchema);
const isName = quickCheck(eventFields.equipment.wrapped);

const numbersOf = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index]));
const KINDS = numbersOf(EVENT_KINDS);
const SEVERITY = numbersOf(SEVERITIES);
const NONE = SEVERITIES.indexOf("none");

function parsed(bytes: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(bytes.toString("utf8", start, end));
  } catch {
    return undefined;
  }
}

/** How the values of a record's keys are written. */
const [LITERAL, NAMED, TEXTUAL, TIME, OBJECT] = [0, 1, 2, 3, 4];
const FORM = RECORD.map((key) => {
  if (key === "record") return LITERAL;
  if (key === "kind" || key === "severity" || key === "equipment") return NAMED;
  if (key === "startedAt" || key === "endedAt" || key === "offsetMinutes") return TIME;
  return BOUNDS[key] === undefined ? OBJECT : TEXTUAL;
});

/** Reads one line after the other; see EventBytes for what it holds after each. */
export class EventReader implements EventBytes {
  bytes: Buffer = Buffer.alloc(0);
  readonly starts = new Int32Array(EVENT_TEXTS.length);
  readonly ends = new Int32Array(EVENT_TEXTS.length);
  readonly texts: (string | undefined)[] = EVENT_TEXTS.map(() => undefined);
  revision = 0;
  position = 0;
  digest = 0;
  kind = 0;
  severity = 0;
  startedAt = NaN;
  endedAt = NaN;
  offsetMinutes = NaN;
  subject = -1;
  subjects: KnownValues<StagedReference>;
  equipment: string | undefined;

  private readonly readChange: (line: string) => FeedChange;
  private readonly changeKeys = new JsonKeys(CHANGE);
  private readonly recordKeys = new JsonKeys(RECORD);
  private readonly names = new KnownValues((bytes, start, end) => {
    const name = parsed(bytes, start, end);
    return isName(name) ? (name as string) : undefined;
  });
  private lineStart = 0;
  private lineEnd = 0;

  constructor(readChange: (line: string) => FeedChange) {
    this.readChange = readChange;
    // What is a unit is no part: neither schema takes what it does not know.
    this.subjects = new KnownValues((bytes, start, end) => {
      const value = parsed(bytes, start, end);
      return isUnit(value)
        ? ({ unit: value } as StagedReference)
        : isPart(value)
          ? ({ part: value } as StagedReference)
          : undefined;
    });
  }

  /** The line that was read last, whatever it is. */
  change(): FeedChange {
    return this.readChange(this.bytes.toString("utf8", this.lineStart, this.lineEnd));
  }

  /** The line in `bytes` (sound UTF-8) without its line feed. False where it is not told here what it is. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.subjects.makeRoom();
    this.names.makeRoom();
    this.lineStart = start;
    this.lineEnd = end;
    this.starts.fill(-1);
    for (let i = 0; i < EVENT_TEXTS.length; i += 1) this.texts[i] = undefined;
    this.severity = NONE;
    this.startedAt = NaN;
    this.endedAt = NaN;
    this.offsetMinutes = NaN;
    this.subject = -1;
    this.equipment = undefined;
    return this.readLine(start, end);
  }

  private readLine(start: number, end: number): boolean {
    const { bytes, changeKeys } = this;
    let seen = 0;
    // As the digest of a line is taken (change-line.ts).
    let digestFrom = start;
    if (bytes[start] !== OPEN) return false;
    for (let at = start + 1, before = -1; ;) {
      const keyAt = skipSpace(bytes, at);
      at = changeKeys.read(bytes, keyAt, before);
      if (at < 0) return false;
      before = changeKeys.found;
      if ((seen & (1 << before)) !== 0) return false;
      seen |= 1 << before;
      if (before === RECORD_KEY && at === keyAt + RECORD_LENGTH) digestFrom = keyAt;
      at = this.readOfChange(before, at);
      if (at < 0) return false;
      at = skipSpace(bytes, at) + 1;
      if (bytes[at - 1] === COMMA) continue;
      if (bytes[at - 1] !== CLOSE || at !== end || seen !== ALL_OF_CHANGE) return false;
      this.digest = Number.parseInt(hash("sha256", bytes.subarray(digestFrom, end)).slice(0, 12), 16);
      return true;
    }
  }

  /** Returns where the value ends. */
  private readOfChange(key: number, at: number): number {
    const { bytes } = this;
    if (key === RECORD_KEY) return this.readRecord(at);
    if (key === 0) return isText(bytes, at, PUT) ? at + PUT.length : -1;
    if (key === ID_KEY) return this.readId(at);
    const end = endOfInteger(bytes, at);
    if (end < 0) return -1;
    const value = integerAt(bytes, at, end);
    if (value < 0 || value >= LARGEST) return -1;
    if (key === POSITION_KEY) this.position = value;
    else this.revision = value;
    return end;
  }

  private readId(at: number): number {
    const { bytes } = this;
    const end = endOfString(bytes, at);
    const length = end - at - 2;
    if (end < 0 || length < 1 || length > 300 || hasEscape(bytes, at, end)) return -1;
    if (isAscii(bytes, at, end)) {
      this.starts[ID] = at + 1;
      this.ends[ID] = end - 1;
    } else this.texts[ID] = bytes.toString("utf8", at + 1, end - 1);
    return end;
  }

  private readRecord(start: number): number {
    const { bytes, recordKeys } = this;
    let seen = 0;
    let part = -1;
    if (bytes[start] !== OPEN) return -1;
    for (let at = start + 1, before = -1; ;) {
      at = recordKeys.read(bytes, skipSpace(bytes, at), before);
      if (at < 0) return -1;
      before = recordKeys.found;
      if ((seen & (1 << before)) !== 0) return -1;
      seen |= 1 << before;
      const { subject } = this;
      at = this.readField(before, at);
      if (at < 0) return -1;
      // A unit goes before a part, whichever stands first.
      if (before === PART_KEY) {
        part = this.subject;
        this.subject = subject;
      }
      at = skipSpace(bytes, at) + 1;
      if (bytes[at - 1] === COMMA) continue;
      if (bytes[at - 1] !== CLOSE || (seen & REQUIRED) !== REQUIRED) return -1;
      if (this.subject < 0) this.subject = part;
      if ((seen & keyBit("details")) === 0) this.texts[DETAILS] = "{}";
      return at;
    }
  }

  /** Returns where the value ends. */
  private readField(key: number, at: number): number {
    const form = FORM[key];
    if (form === TEXTUAL) return this.readText(key, at);
    if (form === TIME) return this.readTime(key, at);
    if (form === NAMED) return this.readNamed(key, at);
    if (form === OBJECT) return this.readObject(key, at);
    return isText(this.bytes, at, EVENT) ? at + EVENT.length : -1;
  }

  private readText(key: number, at: number): number {
    const { bytes } = this;
    const end = endOfString(bytes, at);
    if (end < 0) return -1;
    const into = TEXT[key] ?? -1;
    const [least, most] = [LEAST[key] ?? 0, MOST[key] ?? 0];
    if (!hasEscape(bytes, at, end)) {
      // At most as many units as bytes.
      const length = end - at - 2;
      if (length < least || length > most) return -1;
      if (into < 0) return end;
      this.starts[into] = at + 1;
      this.ends[into] = end - 1;
      return end;
    }
    const text = parsed(bytes, at, end);
    if (typeof text !== "string" || text.length < least || text.length > most) return -1;
    if (into >= 0) this.texts[into] = text;
    return end;
  }

  private readTime(key: number, at: number): number {
    const { bytes } = this;
    const end = endOfInteger(bytes, at);
    if (end < 0) return -1;
    const value = integerAt(bytes, at, end);
    const most = key === OFFSET_KEY ? 1_080 : LARGEST;
    if (value < -most || value > most) return -1;
    if (key === OFFSET_KEY) this.offsetMinutes = value;
    else if (key === START_KEY) this.startedAt = value;
    else this.endedAt = value;
    return end;
  }

  private readNamed(key: number, at: number): number {
    const { bytes } = this;
    const end = endOfString(bytes, at);
    if (end < 0) return -1;
    const name = this.names.values[this.names.numberOf(bytes, at, end)];
    if (name === undefined) return -1;
    if (key === EQUIPMENT_KEY) {
      this.equipment = name;
      return end;
    }
    const number = (key === KIND_KEY ? KINDS : SEVERITY).get(name);
    if (number === undefined) return -1;
    if (key === KIND_KEY) this.kind = number;
    else this.severity = number;
    return end;
  }

  private readObject(key: number, at: number): number {
    const { bytes } = this;
    const end = endOfValue(bytes, at);
    if (end < 0) return -1;
    if (key === PART_KEY || key === UNIT_KEY) {
      const number = this.subjects.numberOf(bytes, at, end);
      const subject = this.subjects.values[number];
      if (subject === undefined || "unit" in subject !== (key === UNIT_KEY)) return -1;
      this.subject = number;
      return end;
    }
    if (key === DETAILS_KEY && isFlatAsWritten(bytes, at, end, 300, 10_000)) {
      this.starts[DETAILS] = at;
      this.ends[DETAILS] = end;
      return end;
    }
    const value = parsed(bytes, at, end);
    if (!(key === DETAILS_KEY ? areDetails : areCharacteristics)(value)) return -1;
    this.texts[TEXT[key] ?? -1] = JSON.stringify(value);
    return end;
  }
}

const keyOf = (key: RecordKey): number => RECORD.indexOf(key);
const [KIND_KEY, EQUIPMENT_KEY, PART_KEY, UNIT_KEY] = [
  keyOf("kind"),
  keyOf("equipment"),
  keyOf("part"),
  keyOf("unit"),
];
const [START_KEY, OFFSET_KEY, DETAILS_KEY] = [keyOf("startedAt"), keyOf("offsetMinutes"), keyOf("details")];
const [POSITION_KEY, ID_KEY, RECORD_KEY] = [1, 2, 4];
const ALL_OF_CHANGE = (1 << CHANGE.length) - 1;
/** `"record":` with nothing in between. */
const RECORD_LENGTH = 9;
const PUT = Buffer.from('"put"');
const EVENT = Buffer.from('"event"');
