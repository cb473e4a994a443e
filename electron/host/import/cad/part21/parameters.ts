/** Parameter lists (ISO 10303-21, 11.2.2 and 6.4), parsed from the bytes when somebody asks. */
import {
  BANG,
  CLOSE,
  COMMA,
  DOLLAR,
  DOUBLE_QUOTE,
  HASH,
  isBlank,
  isDigit,
  isKeywordByte,
  keywordEnd,
  OPEN,
  POINT,
  QUOTE,
  skipBlank,
  STAR,
  startsKeyword,
} from "./characters.ts";
import { localEncoding } from "./local-encoding.ts";
import { decodeString } from "./string-value.ts";

export type Parameter =
  | { readonly kind: "reference"; readonly id: number }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  /** Without the points: `T`, `MILLI`. */
  | { readonly kind: "enum"; readonly value: string }
  /** Hexadecimal digits as written (6.4.6: the first says how many bits to drop). */
  | { readonly kind: "binary"; readonly value: string }
  | { readonly kind: "list"; readonly items: readonly Parameter[] }
  | { readonly kind: "typed"; readonly keyword: string; readonly value: readonly Parameter[] }
  | { readonly kind: "omitted" }
  | { readonly kind: "derived" };

/** Lists in lists and types in lists; EXPRESS schemas in use stay below ten. */
const DEEPEST = 200;

const OMITTED: Parameter = { kind: "omitted" };
const DERIVED: Parameter = { kind: "derived" };

export interface PartialRecord {
  /** Upper case. */
  readonly keyword: string;
  readonly parameters: readonly Parameter[];
}

/** What is wrong, and where. Never leaves this folder. */
export class SyntaxFault extends Error {
  override readonly name = "SyntaxFault";
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** `KEYWORD(...)` or `(A(...)B(...))` between two offsets. @throws SyntaxFault */
export function parseRecords(text: Buffer, start: number, end: number): readonly PartialRecord[] {
  const parser = new Parser(text, start, end);
  return parser.records();
}

/** The records of a header section, which stand one by one. @throws SyntaxFault */
export function parseRecord(text: Buffer, start: number, end: number): PartialRecord {
  return new Parser(text, start, end).record(0);
}

class Parser {
  private readonly text: Buffer;
  private readonly end: number;
  private at: number;

  constructor(text: Buffer, start: number, end: number) {
    this.text = text;
    this.at = start;
    this.end = end;
  }

  records(): readonly PartialRecord[] {
    this.blank();
    if (this.byte() !== OPEN) return [this.record(0)];
    this.at += 1;
    const records: PartialRecord[] = [];
    for (this.blank(); this.byte() !== CLOSE; this.blank()) records.push(this.record(1));
    return records;
  }

  record(depth: number): PartialRecord {
    const keyword = this.keyword();
    this.blank();
    return { keyword, parameters: this.list(depth + 1) };
  }

  private keyword(): string {
    this.blank();
    if (!startsKeyword(this.byte())) throw this.fault("a keyword");
    const from = this.at;
    this.at = Math.min(keywordEnd(this.text, this.at), this.end);
    return this.text.toString("latin1", from, this.at).toUpperCase();
  }

  private list(depth: number): readonly Parameter[] {
    if (this.byte() !== OPEN) throw this.fault('"("');
    if (depth > DEEPEST) throw new SyntaxFault(`lists lie more than ${DEEPEST} deep`, this.at);
    this.at += 1;
    const items: Parameter[] = [];
    this.blank();
    if (this.byte() === CLOSE) {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.parameter(depth));
      this.blank();
      const byte = this.byte();
      this.at += 1;
      if (byte === CLOSE) return items;
      if (byte !== COMMA) {
        this.at -= 1;
        throw this.fault('"," or ")"');
      }
      this.blank();
    }
  }

  private parameter(depth: number): Parameter {
    const byte = this.byte();
    if (byte === HASH) return this.reference();
    if (byte === QUOTE) return this.string();
    if (byte === OPEN) return { kind: "list", items: this.list(depth + 1) };
    if (byte === DOLLAR) return this.sign(OMITTED);
    if (byte === STAR) return this.sign(DERIVED);
    if (byte === DOUBLE_QUOTE) return this.binary();
    if (byte === POINT && !isDigit(this.text[this.at + 1])) return this.enumeration();
    if (isDigit(byte) || byte === 0x2b || byte === 0x2d || byte === POINT) return this.number();
    if (byte === BANG || startsKeyword(byte)) {
      const { keyword, parameters } = this.record(depth);
      return { kind: "typed", keyword, value: parameters };
    }
    throw this.fault("a value");
  }

  private sign(parameter: Parameter): Parameter {
    this.at += 1;
    return parameter;
  }

  private reference(): Parameter {
    const from = this.at + 1;
    this.at = from;
    while (this.at < this.end && isDigit(this.text[this.at])) this.at += 1;
    if (this.at === from) throw this.fault('a number after "#"');
    return { kind: "reference", id: digitsValue(this.text, from, this.at) };
  }

  private string(): Parameter {
    const from = this.at + 1;
    let close = from;
    for (;;) {
      close = this.text.indexOf(QUOTE, close);
      if (close < 0 || close >= this.end) throw new SyntaxFault("a string is never closed", this.at);
      if (this.text[close + 1] !== QUOTE) break;
      close += 2;
    }
    this.at = close + 1;
    return { kind: "string", value: this.decoded(from, close) };
  }

  private decoded(from: number, to: number): string {
    return decodeString(this.text.toString("latin1", from, to), () => localEncoding(this.text));
  }

  private binary(): Parameter {
    const close = this.text.indexOf(DOUBLE_QUOTE, this.at + 1);
    if (close < 0 || close >= this.end) throw new SyntaxFault("a binary value is never closed", this.at);
    const value = this.text.toString("latin1", this.at + 1, close).replace(/\s/g, "");
    if (!/^[0-3][0-9A-Fa-f]*$|^$/.test(value)) throw this.fault("a binary value");
    this.at = close + 1;
    return { kind: "binary", value };
  }

  private enumeration(): Parameter {
    const from = this.at + 1;
    this.at = from;
    while (this.at < this.end && isKeywordByte(this.text[this.at])) this.at += 1;
    if (this.at === from || this.byte() !== POINT) throw this.fault("an enumeration value");
    this.at += 1;
    return { kind: "enum", value: this.text.toString("latin1", from, this.at - 1).toUpperCase() };
  }

  private number(): Parameter {
    const from = this.at;
    while (this.at < this.end) {
      const byte = this.text[this.at];
      // Digits, signs, the point, and the exponent's letter (E; D comes from Fortran writers).
      if (!isDigit(byte) && !NUMBER_BYTES.has(byte ?? 0)) break;
      this.at += 1;
    }
    const written = this.text.toString("latin1", from, this.at);
    const value = Number(/[dD]/.test(written) ? written.replace(/[dD]/, "E") : written);
    if (!Number.isFinite(value)) {
      this.at = from;
      throw this.fault("a number");
    }
    return { kind: "number", value };
  }

  private byte(): number | undefined {
    return this.at < this.end ? this.text[this.at] : undefined;
  }

  private blank(): void {
    const byte = this.text[this.at];
    if (isBlank(byte) || byte === 0x2f) this.at = skipBlank(this.text, this.at, this.end);
  }

  private fault(expected: string): SyntaxFault {
    const found =
      this.at < this.end
        ? `"${this.text.toString("latin1", this.at, Math.min(this.at + 12, this.end))}"`
        : "the end";
    return new SyntaxFault(`${expected} was expected, not ${found}`, this.at);
  }
}

const NUMBER_BYTES = new Set(Buffer.from("+-.eEdD", "latin1"));

/** Whole number of the digits between two offsets; beyond 2^53 not exact. */
export function digitsValue(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) value = value * 10 + ((bytes[i] ?? 0x30) - 0x30);
  return value;
}
