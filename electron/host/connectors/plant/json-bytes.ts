/** Where things stand in the bytes of a JSON text (RFC 8259, sound UTF-8). -1: not here, or not written plainly. */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN = 0x7b;
export const CLOSE = 0x7d;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
/** Digits that a double may not hold exactly begin behind these. */
const DIGITS = 16;

/** Behind spaces; other white space is not written plainly. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === SPACE) next += 1;
  return next;
}

/** Whether these ASCII characters stand there. */
export function isText(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let i = 0; i < text.length; i += 1) if (bytes[at + i] !== text[i]) return false;
  return true;
}

/** Behind the quote that ends the string that begins at `at`. */
export function endOfString(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  for (let next = at + 1; ; next += 1) {
    const byte = bytes[next];
    if (byte === QUOTE) return next + 1;
    if (byte === BACKSLASH) next += 1;
    else if (byte === undefined || byte < SPACE) return -1;
  }
}

/** Behind the object or list that begins at `at`; what is in it is not looked at but for its strings. */
export function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first !== OPEN && first !== OPEN_LIST) return -1;
  let depth = 0;
  for (let next = at; ;) {
    const byte = bytes[next];
    if (byte === QUOTE) {
      next = endOfString(bytes, next);
      if (next < 0) return -1;
      continue;
    }
    next += 1;
    if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return next;
    } else if (byte === undefined || byte < SPACE) return -1;
  }
}

/** Behind the whole number that begins at `at`, of 16 digits at most and nothing else. */
export function endOfInteger(bytes: Uint8Array, at: number): number {
  const first = bytes[at] === 0x2d ? at + 1 : at;
  let next = first;
  while (isDigit(bytes[next])) next += 1;
  const digits = next - first;
  if (digits === 0 || digits > DIGITS || (digits > 1 && bytes[first] === 0x30)) return -1;
  const after = bytes[next];
  // A fraction or an exponent goes on.
  return after === COMMA || after === CLOSE || after === SPACE ? next : -1;
}

/** The whole number there: exact up to 2^53. */
export function integerAt(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at += 1)
    value = value * 10 + (bytes[at] ?? 0) - 0x30;
  return isNegative ? -value : value;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

export function has(bytes: Uint8Array, start: number, end: number, byte: number): boolean {
  for (let at = start; at < end; at += 1) if (bytes[at] === byte) return true;
  return false;
}

export const hasEscape = (bytes: Uint8Array, start: number, end: number): boolean =>
  has(bytes, start, end, BACKSLASH);

/** Keys of an object. Whoever writes many of them writes their keys in the same order: the next one is guessed first. */
export class JsonKeys {
  /** Which of the names it was. */
  found = -1;
  private readonly names: readonly Uint8Array[];
  /** What came behind each last, from behind nothing on. */
  private readonly after: Int32Array;

  constructor(names: readonly string[]) {
    this.names = names.map((name) => Buffer.from(`"${name}"`));
    this.after = Int32Array.from({ length: names.length + 1 }, (_, index) => index % names.length);
  }

  /** Where the value of the key at `at` begins, or -1 for one that is none of them. `before`: the key before, or -1. */
  read(bytes: Uint8Array, at: number, before: number): number {
    const guess = this.after[before + 1] ?? 0;
    let found = guess;
    let name = this.names[guess];
    if (name === undefined || !isText(bytes, at, name)) {
      found = this.names.findIndex((other) => isText(bytes, at, other));
      name = this.names[found];
      if (name === undefined) return -1;
      this.after[before + 1] = found;
    }
    this.found = found;
    const colon = skipSpace(bytes, at + name.length);
    return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : -1;
  }
}

/** Keys of an object that are compared with each other. */
const FEW = 12;

/**
 * Whether the object at `start` is written letter by letter as JSON.stringify would write it again, and holds nothing
 * but texts, numbers and booleans under keys of 1 to `longestKey` and in texts of at most `longestText` bytes. May say
 * no where that holds.
 */
export function isFlatAsWritten(
  bytes: Uint8Array,
  start: number,
  end: number,
  longestKey: number,
  longestText: number,
): boolean {
  if (end - start === 2) return true;
  const keys: number[] = [];
  for (let at = start + 1; ;) {
    const value = endOfString(bytes, at);
    if (value < 0 || !isPlainKey(bytes, at, value, longestKey)) return false;
    for (const other of keys) if (isSame(bytes, other, at, value - at)) return false;
    if (keys.push(at) > FEW || bytes[value] !== COLON) return false;
    const next = endOfPlainValue(bytes, value + 1, longestText);
    if (next < 0) return false;
    if (bytes[next] !== COMMA) return next === end - 1 && bytes[next] === CLOSE;
    at = next + 1;
  }
}

/** Keys that look like numbers are written first; those that begin with an underscore may be `__proto__`. */
function isPlainKey(bytes: Uint8Array, start: number, end: number, longest: number): boolean {
  const first = bytes[start + 1];
  const length = end - start - 2;
  if (length < 1 || length > longest || first === 0x5f || isDigit(first)) return false;
  // As long as "prototype" and "constructor", which no record may have.
  return length !== 9 && length !== 11 && !hasEscape(bytes, start, end);
}

function isSame(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (bytes[one + i] !== bytes[other + i]) return false;
  return true;
}

function endOfPlainValue(bytes: Uint8Array, at: number, longestText: number): number {
  const first = bytes[at];
  if (first === QUOTE) {
    const end = endOfString(bytes, at);
    return end < 0 || end - at - 2 > longestText || hasEscape(bytes, at, end) ? -1 : end;
  }
  if (first === 0x74) return isText(bytes, at, TRUE) ? at + TRUE.length : -1;
  if (first === 0x66) return isText(bytes, at, FALSE) ? at + FALSE.length : -1;
  return endOfShortNumber(bytes, at);
}

const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");

/**
 * Nine digits before the point and six behind it, the last one no zero: fifteen digits come back as they were
 * (IEEE 754, DBL_DIG), and from 0.000001 on without an exponent.
 */
function endOfShortNumber(bytes: Uint8Array, at: number): number {
  const isNegative = bytes[at] === 0x2d;
  const first = isNegative ? at + 1 : at;
  let next = first;
  while (isDigit(bytes[next])) next += 1;
  const digits = next - first;
  const isZero = bytes[first] === 0x30;
  if (digits === 0 || digits > 9 || (isZero && digits > 1)) return -1;
  if (bytes[next] !== 0x2e) return isZero && isNegative ? -1 : next;
  const point = next;
  next += 1;
  while (isDigit(bytes[next])) next += 1;
  const fraction = next - point - 1;
  return fraction < 1 || fraction > 6 || bytes[next - 1] === 0x30 ? -1 : next;
}
