/**
 * An exchange structure (ISO 10303-21, "STEP file") held as bytes and an index of its instances.
 * A file of 40 MB holds a million instances: they are parsed when asked for, never all at once.
 */
import { ImportError } from "../../importer.ts";
import { HASH, isDigit, QUOTE, SLASH, STAR, commentEnd } from "./characters.ts";
import { readHeader, type ExchangeHeader } from "./header.ts";
import type { InstanceIndex } from "./instance-index.ts";
import { lineCounter } from "./lines.ts";
import { digitsValue, parseRecords, SyntaxFault, type Parameter, type PartialRecord } from "./parameters.ts";
import { scanExchange } from "./scan.ts";

export type { Parameter } from "./parameters.ts";

export interface ExchangeProblem {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** An exchange structure (ISO 10303-21) held as bytes with an index; instances are parsed when asked for. */
export interface ExchangeFile {
  readonly header: ExchangeHeader;
  readonly instanceCount: number;
  has(id: number): boolean;
  /**
   * Keyword of a simple instance, upper case; of a complex one (11.2.5.3) its keywords joined by "+"
   * in file order; undefined where the instance is missing.
   */
  type(id: number): string | undefined;
  /** Text right of "#n=" without the closing ";", verbatim, one character per byte; "" where missing. */
  text(id: number): string;
  /** How long that is, in bytes; 0 where missing. */
  length(id: number): number;
  /** The same text into a buffer, from `at` on; @returns how many bytes. */
  copy(id: number, target: Buffer, at: number): number;
  /** Every #id the instance refers to, in order, repeats kept; never from inside strings or comments. */
  references(id: number): readonly number[];
  /** All instances of a keyword, in file order, complex ones included. */
  ids(keyword: string): readonly number[];
  /**
   * Parsed parameters of the (partial) record `keyword` of the instance; without keyword: of a simple
   * instance. undefined where it has none such, or where they can't be read (then `problems` tells).
   */
  parameters(id: number, keyword?: string): readonly Parameter[] | undefined;
  /** 1-based line at which the instance starts; 0 where it is missing. */
  line(id: number): number;
  /** What could not be read, each with its line; the sound rest is there. Grows as parameters are asked for. */
  readonly problems: readonly ExchangeProblem[];
  /** ENDSEC or END-ISO-10303-21 is missing: the end of the file may be lost. */
  readonly truncated: boolean;
}

/** @throws ImportError where this is no exchange structure at all */
export function readExchangeFile(bytes: Uint8Array): ExchangeFile {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (text[0] === 0x1f && text[1] === 0x8b)
    throw new ImportError("This STEP file is compressed (gzip): unpack it first.");
  if (text.length > 0xffff_fffe) throw new ImportError("A STEP file of more than 4 GB can't be read.");
  const scan = scanExchange(text);
  if (!scan.marked && scan.index.length === 0)
    throw new ImportError('This is no STEP file: it doesn\'t begin with "ISO-10303-21".', 1);
  const lineAt = lineCounter(text);
  const problems = scan.problems.map(({ offset, text }) => ({ line: lineAt(offset), text }));
  if (!scan.marked) problems.unshift({ line: 1, text: 'the file doesn\'t begin with "ISO-10303-21"' });
  if (scan.moreProblems > 0)
    problems.push({ line: lineAt(text.length), text: `${scan.moreProblems} more places could not be read` });
  if (scan.truncated)
    problems.push({
      line: lineAt(text.length),
      text: "the file breaks off: END-ISO-10303-21 is missing, its last instances may be lost",
    });
  const header = readHeader(text, scan.headerRecords);
  return new IndexedFile(text, scan.index, header, problems, scan.truncated, lineAt);
}

class IndexedFile implements ExchangeFile {
  readonly header: ExchangeHeader;
  readonly truncated: boolean;
  readonly problems: ExchangeProblem[];
  private readonly bytes: Buffer;
  private readonly index: InstanceIndex;
  private readonly lineAt: (offset: number) => number;
  private readonly faulty = new Set<number>();

  constructor(
    bytes: Buffer,
    index: InstanceIndex,
    header: ExchangeHeader,
    problems: ExchangeProblem[],
    truncated: boolean,
    lineAt: (offset: number) => number,
  ) {
    this.bytes = bytes;
    this.index = index;
    this.header = header;
    this.problems = problems;
    this.truncated = truncated;
    this.lineAt = lineAt;
  }

  get instanceCount(): number {
    return this.index.length;
  }

  has(id: number): boolean {
    return this.index.place(id) !== undefined;
  }

  type(id: number): string | undefined {
    const place = this.index.place(id);
    return place === undefined ? undefined : this.index.type(place);
  }

  text(id: number): string {
    const place = this.index.place(id);
    return place === undefined
      ? ""
      : this.bytes.toString("latin1", this.index.start(place), this.index.end(place));
  }

  length(id: number): number {
    const place = this.index.place(id);
    return place === undefined ? 0 : this.index.end(place) - this.index.start(place);
  }

  copy(id: number, target: Buffer, at: number): number {
    const place = this.index.place(id);
    return place === undefined
      ? 0
      : this.bytes.copy(target, at, this.index.start(place), this.index.end(place));
  }

  references(id: number): readonly number[] {
    const place = this.index.place(id);
    return place === undefined
      ? []
      : referencesIn(this.bytes, this.index.start(place), this.index.end(place));
  }

  ids(keyword: string): readonly number[] {
    return this.index.idsOf(keyword);
  }

  parameters(id: number, keyword?: string): readonly Parameter[] | undefined {
    const place = this.index.place(id);
    if (place === undefined || this.faulty.has(id)) return undefined;
    const type = this.index.type(place);
    // A wrong keyword is common where callers try one after another: no parsing for that.
    if (keyword === undefined ? type.includes("+") : !type.includes(keyword)) return undefined;
    const records = this.records(id, place);
    const record =
      keyword === undefined ? records?.[0] : records?.find((candidate) => candidate.keyword === keyword);
    return record?.parameters;
  }

  line(id: number): number {
    const place = this.index.place(id);
    return place === undefined ? 0 : this.lineAt(this.index.head(place));
  }

  private records(id: number, place: number): readonly PartialRecord[] | undefined {
    try {
      return parseRecords(this.bytes, this.index.start(place), this.index.end(place));
    } catch (thrown) {
      if (!(thrown instanceof SyntaxFault)) throw thrown;
      this.faulty.add(id);
      this.problems.push({ line: this.lineAt(thrown.offset), text: `#${id}: ${thrown.message}` });
      return undefined;
    }
  }
}

function referencesIn(bytes: Buffer, start: number, end: number): readonly number[] {
  const found: number[] = [];
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      // `''` opens at once again what it closed: no special case.
      const close = bytes.indexOf(QUOTE, at + 1);
      at = close < 0 ? end : close + 1;
    } else if (byte === SLASH && bytes[at + 1] === STAR) at = commentEnd(bytes, at, end) ?? end;
    else if (byte === HASH) {
      const from = at + 1;
      at = from;
      while (at < end && isDigit(bytes[at])) at += 1;
      if (at > from) found.push(digitsValue(bytes, from, at));
    } else at += 1;
  }
  return found;
}
