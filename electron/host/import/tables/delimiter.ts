/** Which character parts the columns of a text table. */
import { createRecordSplitter } from "./csv-record.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Lines that are looked at. */
const SAMPLE = 50;

export interface DelimiterGuess {
  readonly delimiter: string;
  /** Columns of most lines, at least 2. */
  readonly columns: number;
  /** 0…1: part of the records with that many columns. */
  readonly share: number;
  /** Records that were looked at. */
  readonly records: number;
}

/** undefined where no delimiter makes columns of the lines. */
export function guessDelimiter(lines: readonly string[]): DelimiterGuess | undefined {
  // Excel's own hint, a first line `sep=;`.
  const stated = /^sep=(.)\s*$/i.exec(lines[0] ?? "")?.[1];
  let best: DelimiterGuess | undefined;
  for (const delimiter of stated === undefined ? DELIMITERS : [stated]) {
    const guess = tryDelimiter(delimiter, stated === undefined ? lines : lines.slice(1));
    if (guess === undefined) continue;
    // A decimal comma makes ragged columns and a semicolon even ones: evenness first, then the number.
    if (best === undefined || score(guess) > score(best)) best = guess;
  }
  return best;
}

function score({ share, columns }: DelimiterGuess): number {
  return share * share * Math.log2(columns + 1);
}

function tryDelimiter(delimiter: string, lines: readonly string[]): DelimiterGuess | undefined {
  const splitter = createRecordSplitter(delimiter);
  const counts = new Map<number, number>();
  let records = 0;
  for (const line of lines.slice(0, SAMPLE)) {
    if (line.trim() === "") continue;
    const fields = splitter.feed(line.slice(0, 20_000));
    if (fields === undefined) continue;
    records += 1;
    counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  }
  const [most] = [...counts].filter(([columns]) => columns > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  if (most === undefined) return undefined;
  return { delimiter, columns: most[0], share: most[1] / records, records };
}
