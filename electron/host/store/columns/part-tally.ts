/** Events of each part, and failures of each unit of a part, in one or many chunks: what the numbers of the tree are sums of. */
import { FAIL } from "../queries/severity.ts";
import { columnsIn, encodeColumns } from "./column-bytes.ts";
import { severityOf, type EventChunk } from "./event-chunk.ts";

/** Chunks that have one tally in the store, so that a start reads no more of them. */
export const GROUP_BITS = 6;
export const GROUP_SIZE = 2 ** GROUP_BITS;

export interface PartTally {
  /** Row ids of parts, 0 for none, and how many events each has. */
  readonly parts: Uint32Array;
  readonly events: Uint32Array;
  /** Pairs of a part and a unit, and how many events of theirs failed. */
  readonly failedParts: Uint32Array;
  readonly failedUnits: Uint32Array;
  readonly failures: Uint32Array;
}

/** Part and unit as one number. */
const PAIR = 2 ** 26;

type Tallied = Pick<EventChunk, "codes" | "parts" | "units">;

export function tallyOf(chunks: Iterable<Tallied>): PartTally {
  const events = new Map<number, number>();
  const failures = new Map<number, number>();
  let counts = new Uint32Array(1_024);
  for (const chunk of chunks) {
    const { codes, parts } = chunk;
    for (let row = 0; row < codes.length; row += 1) {
      const part = parts[row] ?? 0;
      if (part >= counts.length) {
        const grown = new Uint32Array(part * 2);
        grown.set(counts);
        counts = grown;
      }
      counts[part] = (counts[part] ?? 0) + 1;
      if (severityOf(codes[row] ?? 0) < FAIL) continue;
      const unit = chunk.units[row] ?? 0;
      if (unit === 0) continue;
      const key = part * PAIR + unit;
      failures.set(key, (failures.get(key) ?? 0) + 1);
    }
  }
  counts.forEach((n, part) => {
    if (n > 0) events.set(part, n);
  });
  const pairs = [...failures.keys()];
  return {
    parts: Uint32Array.from(events.keys()),
    events: Uint32Array.from(events.values()),
    failedParts: Uint32Array.from(pairs, (pair) => Math.floor(pair / PAIR)),
    failedUnits: Uint32Array.from(pairs, (pair) => pair % PAIR),
    failures: Uint32Array.from(failures.values()),
  };
}

/** @param made of the chunks of the group, in their order: what the tally is of */
export const encodeTally = (tally: PartTally, made: readonly number[]): Uint8Array =>
  encodeColumns([
    Float64Array.from(made),
    tally.parts,
    tally.events,
    tally.failedParts,
    tally.failedUnits,
    tally.failures,
  ]);

/** @throws RangeError where the bytes are none */
export function decodeTally(stored: Uint8Array): { readonly tally: PartTally; readonly made: Float64Array } {
  const read = columnsIn(stored);
  const made = read.numbers();
  const next = (): Uint32Array => {
    const column = read.ids();
    if (!(column instanceof Uint32Array)) throw new RangeError("numbers of a tally have four bytes");
    return column;
  };
  const [parts, events, failedParts, failedUnits, failures] = [next(), next(), next(), next(), next()];
  if (parts.length !== events.length) throw new RangeError("a tally of other parts");
  if (failedParts.length !== failedUnits.length || failures.length !== failedUnits.length)
    throw new RangeError("a tally of other units");
  return { tally: { parts, events, failedParts, failedUnits, failures }, made };
}
