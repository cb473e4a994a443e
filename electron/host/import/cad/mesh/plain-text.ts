/**
 * The text of a part as kernels read it. ISO 10303-21 and its writers leave more open than Open CASCADE's lexer
 * takes: ids of any length (it holds them in 32 bits), keywords, enumerations and exponents in lower case (an
 * unknown `.milli.` made a part a thousand times as large), Fortran's `1.D0`, other control characters
 * between tokens, comments and strings beyond its 16 kB buffer, and a string with `')` in it.
 */
import {
  commentEnd,
  CLOSE,
  COMMA,
  DOUBLE_QUOTE,
  HASH,
  isBlank,
  isDigit,
  POINT,
  QUOTE,
  SLASH,
  STAR,
} from "../part21/characters.ts";
import { digitsValue } from "../part21/parameters.ts";

/** Of an id: ten digits may be more than a signed integer of 32 bits holds. */
const MOST_DIGITS = 9;
const MOST_ID = 10 ** MOST_DIGITS;
/** Bytes of a string; the lexer's buffer has twice as many. */
const LONGEST_STRING = 8000;

const SPACE = 0x20;
const UPPER_D = 0x44;
const UPPER_E = 0x45;
const TO_UPPER = 0x20;

/** 1 for bytes outside of strings that need a closer look. */
const NOTABLE = new Uint8Array(256).fill(1);
for (let byte = SPACE; byte <= 0x60; byte++) NOTABLE[byte] = 0;
for (const byte of [0x00, 0x09, 0x0a, 0x0d]) NOTABLE[byte] = 0;
for (const byte of [QUOTE, DOUBLE_QUOTE, HASH, SLASH, UPPER_D]) NOTABLE[byte] = 1;

/**
 * The same text where it is plain already, which nearly all are; else rewritten in place, and shorter.
 * @param text instances whose strings and comments are closed
 */
export function plainText(text: Buffer): Buffer {
  return isPlain(text) ? text : rewrite(text, renumbering(text));
}

/** Every kernel reads it as it stands. */
export function isPlain(text: Buffer): boolean {
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (NOTABLE[byte] === 0) continue;
    if (byte === QUOTE) {
      const end = stringEnd(text, at);
      if (isTrouble(text, at, end)) return false;
      at = end - 1;
    } else if (byte === HASH) {
      const end = digitsEnd(text, at + 1);
      if (end - at - 1 > MOST_DIGITS) return false;
      at = end - 1;
    } else if (byte === UPPER_D) {
      if (isExponent(text, at)) return false;
    } else if (byte !== DOUBLE_QUOTE) return false;
  }
  return true;
}

/** New numbers of those ids that are too large: small ones that no other has. */
function renumbering(text: Buffer): (id: number) => number {
  const taken = new Set<number>();
  const large = new Set<number>();
  for (let at = 0; at < text.length;) {
    const byte = text[at];
    if (byte === QUOTE) at = stringEnd(text, at);
    else if (isComment(text, at)) at = commentEnd(text, at) ?? text.length;
    else if (byte === HASH) {
      const end = digitsEnd(text, at + 1);
      const id = digitsValue(text, at + 1, end);
      (id < MOST_ID ? taken : large).add(id);
      at = end;
    } else at += 1;
  }
  const numbers = new Map<number, number>();
  let next = 1;
  for (const id of large) {
    while (taken.has(next)) next += 1;
    numbers.set(id, next);
    next += 1;
  }
  return (id) => numbers.get(id) ?? id;
}

/** Nothing that is written is longer than what it stands for. */
function rewrite(text: Buffer, numberOf: (id: number) => number): Buffer {
  let to = 0;
  for (let at = 0; at < text.length;) {
    const byte = text[at] ?? 0;
    if (byte === QUOTE) {
      const end = stringEnd(text, at);
      // What something is called is nothing to a kernel.
      if (isTrouble(text, at, end)) to += text.write("''", to, "latin1");
      else {
        text.copyWithin(to, at, end);
        to += end - at;
      }
      at = end;
    } else if (isComment(text, at)) {
      at = commentEnd(text, at) ?? text.length;
      text[to++] = SPACE;
    } else if (byte === HASH) {
      const end = digitsEnd(text, at + 1);
      to += text.write(`#${end > at + 1 ? numberOf(digitsValue(text, at + 1, end)) : ""}`, to, "latin1");
      at = end;
    } else {
      const isLower = byte >= 0x61 && byte <= 0x7a;
      if (isExponent(text, at)) text[to] = UPPER_E;
      else if (isLower) text[to] = byte - TO_UPPER;
      else text[to] = NOTABLE[byte] === 0 || byte === UPPER_D || byte === DOUBLE_QUOTE ? byte : SPACE;
      to += 1;
      at += 1;
    }
  }
  return text.subarray(0, to);
}

/** Behind the closing quote; `''` is a quote of the string's own (6.4.3). */
function stringEnd(text: Buffer, open: number): number {
  let at = open + 1;
  while (at < text.length && (text[at] !== QUOTE || text[++at] === QUOTE)) at += 1;
  return at;
}

/** Too long, or what the lexer takes for an end: a quote, then blanks if any, then a comma or a parenthesis. */
function isTrouble(text: Buffer, open: number, end: number): boolean {
  if (end - open > LONGEST_STRING) return true;
  for (let at = open + 1; at < end - 1; at++) {
    if (text[at] !== QUOTE) continue;
    let next = at + 1;
    while (isBlank(text[next])) next += 1;
    if (next < end - 1 && (text[next] === COMMA || text[next] === CLOSE)) return true;
  }
  return false;
}

function isComment(text: Buffer, at: number): boolean {
  return text[at] === SLASH && text[at + 1] === STAR;
}

function digitsEnd(text: Buffer, from: number): number {
  let at = from;
  while (isDigit(text[at])) at += 1;
  return at;
}

/** The "D" or "d" in `1.5D-3`. */
function isExponent(text: Buffer, at: number): boolean {
  const [before, letter = 0, after] = [text[at - 1], text[at], text[at + 1]];
  if (letter !== UPPER_D && letter !== UPPER_D + TO_UPPER) return false;
  return (isDigit(before) || before === POINT) && (isDigit(after) || after === 0x2b || after === 0x2d);
}
