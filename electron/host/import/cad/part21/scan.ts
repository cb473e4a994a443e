/**
 * One pass over an exchange structure (ISO 10303-21, clause 5): where each instance lies, and what
 * is damaged. After damage it goes on at the next instance, so that one bad record costs one record.
 */
import {
  BANG,
  CLOSE,
  DOUBLE_QUOTE,
  EQUALS,
  HASH,
  isDigit,
  isKeywordByte,
  keywordEnd,
  LINE_FEED,
  CARRIAGE_RETURN,
  OPEN,
  QUOTE,
  SEMICOLON,
  skipSpace,
  SLASH,
  STAR,
  startsKeyword,
} from "./characters.ts";
import { InstanceIndex } from "./instance-index.ts";
import { digitsValue } from "./parameters.ts";
import { Steps } from "./steps.ts";

export interface ScanProblem {
  readonly offset: number;
  readonly text: string;
}

export interface Scan {
  readonly index: InstanceIndex;
  /** Ranges of the header's records, without the semicolon. */
  readonly headerRecords: readonly { readonly start: number; readonly end: number }[];
  /** ISO-10303-21 stood at the beginning. */
  readonly marked: boolean;
  readonly problems: readonly ScanProblem[];
  /** Problems beyond those that are kept. */
  readonly moreProblems: number;
  /** The last section or the whole structure is not closed. */
  readonly truncated: boolean;
}

const MOST_PROBLEMS = 500;
const MOST_INSTANCES = 16_000_000;

/** 1 for the bytes at which the body of an instance needs a closer look. */
const NOTABLE = new Uint8Array(256);
for (const byte of [QUOTE, DOUBLE_QUOTE, OPEN, CLOSE, SEMICOLON, EQUALS, SLASH]) NOTABLE[byte] = 1;

export function scanExchange(bytes: Buffer): Scan {
  return new Scanner(bytes).run();
}

type Section = "none" | "header" | "data" | "reference" | "signature";

class Scanner {
  private readonly bytes: Buffer;
  private readonly index: InstanceIndex;
  private readonly problems: ScanProblem[] = [];
  private moreProblems = 0;
  private readonly headerRecords: { start: number; end: number }[] = [];
  private readonly steps: Steps;
  /** Bytes that may still be read a second time after damage: keeps hostile files linear. */
  private patience: number;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.index = new InstanceIndex(Math.ceil(bytes.length / 48));
    this.steps = new Steps(bytes);
    this.patience = bytes.length + (1 << 24);
  }

  run(): Scan {
    const { bytes } = this;
    let section: Section = "none";
    let ended = false;
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    at = this.steps.blank(at);
    const marked = bytes.toString("latin1", at, at + 12).toUpperCase() === "ISO-10303-21";
    if (marked) at = this.steps.pastSemicolon(at + 12);
    while (!ended) {
      at = this.steps.blank(at);
      if (at >= bytes.length) break;
      const byte = bytes[at];
      if (byte === HASH && section !== "reference") {
        // An instance outside a data section has lost its section's head: it is taken all the same.
        if (section !== "data") section = "data";
        at = this.instance(at);
        if (this.index.length >= MOST_INSTANCES) {
          this.tell(at, `more than ${MOST_INSTANCES} instances: the rest is not read`);
          break;
        }
      } else if (startsKeyword(byte)) {
        const end = keywordEnd(bytes, at);
        const word = bytes.toString("latin1", at, Math.min(end, at + 40)).toUpperCase();
        if (word === "ENDSEC") {
          section = "none";
          at = this.steps.pastSemicolon(end);
        } else if (word === "END-ISO-10303-21") ended = true;
        else if (word === "HEADER" || word === "ANCHOR" || word === "REFERENCE" || word === "SIGNATURE") {
          section = word === "HEADER" ? "header" : word === "SIGNATURE" ? "signature" : "reference";
          if (word === "REFERENCE")
            this.tell(at, "parts of the model lie in other files (REFERENCE section)");
          at = this.steps.pastSemicolon(end);
        } else if (word === "DATA") {
          section = "data";
          at = this.dataHead(end);
        } else if (section === "header") at = this.headerRecord(at);
        else if (section === "signature") at = this.endOfSection(end);
        else at = this.garbage(at);
      } else if (section === "reference" || section === "signature") at = this.endOfSection(at);
      else at = this.garbage(at);
      if (this.patience < 0) {
        this.tell(at, "too damaged to be read from here on");
        return this.result(marked, true);
      }
    }
    return this.result(marked, !ended);
  }

  private result(marked: boolean, truncated: boolean): Scan {
    const { index, headerRecords } = this;
    for (const { id, head } of index.seal())
      this.tell(head, `#${id} stands a second time: the first one counts`);
    const problems = this.problems.sort((left, right) => left.offset - right.offset);
    return { index, headerRecords, marked, problems, moreProblems: this.moreProblems, truncated };
  }

  private tell(offset: number, text: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ offset, text });
    else this.moreProblems += 1;
  }

  /** `#n = body ;`, returns the place behind it, or where reading goes on after damage. */
  private instance(head: number): number {
    const { bytes } = this;
    let at = head + 1;
    while (isDigit(bytes[at])) at += 1;
    const id = digitsValue(bytes, head + 1, at);
    if (at === head + 1) return this.damaged(head, at, 'a "#" without a number');
    if (id > Number.MAX_SAFE_INTEGER) return this.damaged(head, at, "an instance number beyond 2^53");
    at = this.steps.blank(at);
    if (bytes[at] !== EQUALS) return this.damaged(head, at, `#${id} is not followed by "="`);
    const start = this.steps.blank(at + 1);
    const first = bytes[start];
    if (first !== OPEN && first !== BANG && !startsKeyword(first))
      return this.damaged(head, start, `#${id} has no entity name`);
    return this.body(head, id, start);
  }

  private body(head: number, id: number, start: number): number {
    const { bytes } = this;
    const complex = bytes[start] === OPEN;
    let type = complex ? "" : this.word(start);
    let at = complex ? start : this.steps.blank(keywordEnd(bytes, start));
    if (bytes[at] !== OPEN) return this.damaged(head, at, `#${id} has no parameters`);
    let depth = 0;
    for (;;) {
      while (at < bytes.length && NOTABLE[bytes[at] ?? 0] === 0) at += 1;
      const byte = bytes[at];
      if (byte === undefined) return this.damaged(head, at, `the file breaks off in #${id}`);
      if (byte === QUOTE) {
        const after = this.steps.pastString(at);
        if (after === undefined) return this.damaged(head, at, `#${id} has a string that is never closed`);
        at = after;
      } else if (byte === OPEN) {
        depth += 1;
        at += 1;
      } else if (byte === CLOSE) {
        depth -= 1;
        at += 1;
        if (depth === 1 && complex) at = this.steps.blank(at);
        if (depth === 0) break;
      } else if (byte === SLASH) {
        const after = bytes[at + 1] === STAR ? this.steps.pastComment(at) : undefined;
        if (after === undefined) return this.damaged(head, at, `#${id} has a "/" outside a string`);
        at = after;
      } else if (byte === DOUBLE_QUOTE) {
        const close = bytes.indexOf(DOUBLE_QUOTE, at + 1);
        if (close < 0) return this.damaged(head, at, `#${id} has a binary value that is never closed`);
        at = close + 1;
      } else if (byte === EQUALS)
        return this.damaged(head, at, `#${id} is not closed before the next instance`);
      else return this.damaged(head, at, `#${id} has a parenthesis that is never closed`);
    }
    if (complex) type = this.complexType(start + 1, at - 1);
    const end = at;
    at = this.steps.blank(at);
    if (bytes[at] === SEMICOLON) at += 1;
    else if (bytes[at] === HASH || bytes.toString("latin1", at, at + 6) === "ENDSEC")
      this.tell(head, `#${id} has no semicolon`);
    else return this.damaged(head, at, `#${id} has something behind its closing parenthesis`);
    if (type === "") return this.damaged(head, at, `#${id} has no entity name`);
    this.index.add(id, type, head, start, end);
    return at;
  }

  private word(at: number): string {
    const word = this.bytes.toString("latin1", at, keywordEnd(this.bytes, at));
    return /[a-z]/.test(word) ? word.toUpperCase() : word;
  }

  /** Keywords of the partial records between two offsets, joined by "+" (11.2.5.3). */
  private complexType(from: number, to: number): string {
    const { bytes } = this;
    const words: string[] = [];
    let depth = 0;
    let at = from;
    while (at < to) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) at = this.steps.pastString(at) ?? to;
      else if (byte === SLASH) at = this.steps.pastComment(at) ?? to;
      else if (byte === DOUBLE_QUOTE) at = bytes.indexOf(DOUBLE_QUOTE, at + 1) + 1 || to;
      else if (depth === 0 && startsKeyword(byte)) {
        words.push(this.word(at));
        at = keywordEnd(bytes, at);
      } else {
        if (byte === OPEN) depth += 1;
        else if (byte === CLOSE) depth -= 1;
        at += 1;
      }
    }
    return words.join("+");
  }

  /** Edition 2 may name its data sections: `DATA('name',('SCHEMA'));`. */
  private dataHead(at: number): number {
    let position = this.steps.blank(at);
    if (this.bytes[position] === OPEN) {
      const end = this.steps.statementEnd(position);
      if (end !== undefined) position = end;
    }
    return this.steps.pastSemicolon(position);
  }

  private headerRecord(at: number): number {
    const end = this.steps.statementEnd(at);
    if (end === undefined) return this.garbage(at);
    this.headerRecords.push({ start: at, end });
    return end + 1;
  }

  private endOfSection(at: number): number {
    const found = this.bytes.indexOf("ENDSEC", at);
    return found < 0 ? this.bytes.length : found;
  }

  private garbage(at: number): number {
    const [line = ""] = this.bytes.toString("latin1", at, at + 40).split(/[\r\n]/);
    const excerpt = line.replace(/[^ -~]+/g, " ").trim();
    return this.damaged(at, at, `not understood: "${excerpt}"`);
  }

  /** Tells what is wrong and finds the next instance or section end, at the start of a statement or line. */
  private damaged(from: number, reached: number, text: string): number {
    this.tell(from, text);
    this.patience -= Math.max(reached - from, 0);
    const { bytes } = this;
    let at = from + 1;
    while (at < bytes.length) {
      const byte = bytes[at];
      at += 1;
      if (byte !== SEMICOLON && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
      const next = skipSpace(bytes, at);
      if (this.steps.headEnd(next) !== undefined) return next;
      if (isKeywordByte(bytes[next])) {
        const word = this.bytes.toString("latin1", next, next + 16).toUpperCase();
        if (/^(?:ENDSEC|DATA *[;(]|END-ISO-10303-21)/.test(word)) return next;
      }
    }
    return bytes.length;
  }
}
