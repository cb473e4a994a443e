/** Whether stored columns say what the rows say. Held against each other value by value: nothing is encoded for it. */
import {
  decodeColumns,
  decodeHead,
  decodeRest,
  decodeUnits,
  type ChunkBytes,
} from "../store/columns/chunk-bytes.ts";
import type { ChunkHead, SourceSpan } from "../store/columns/chunk-head.ts";
import { isUndated, kindOf, severityOf } from "../store/columns/event-chunk.ts";
import { decodeTally } from "../store/columns/part-tally.ts";
import { decodeOrders } from "../store/columns/event-orders.ts";

/** What columns keep of an event. */
export type EventValues = readonly [
  position: number,
  kind: number,
  severity: number,
  started: number | null,
  ended: number | null,
  part: number | null,
  unit: number | null,
  equipment: number | null,
  source: number,
];

/** @param rows that count, each with whatever else after its values, of the chunk that begins at `base`, ascending in position */
export function columnsSay(
  stored: ChunkBytes,
  base: number,
  rows: readonly (readonly [...EventValues, ...unknown[]])[],
): boolean {
  const chunk = decoded(() => {
    const { length } = rows;
    return {
      head: decodeHead(stored.head),
      ...decodeColumns(stored.columns, length),
      units: decodeUnits(stored.units, length),
      ...decodeRest(stored.rest, length),
    };
  });
  if (chunk === undefined || !headSays(chunk.head, rows)) return false;
  const { offsets, starts, parts, units, equipment, sources, codes, spanRows, spanEnds } = chunk;
  const columns = [offsets, starts.values, parts, units, equipment, sources, codes];
  if (columns.some(({ length }) => length !== rows.length) || spanRows.length !== spanEnds.values.length)
    return false;
  let span = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const [position, kind, severity, started, ended, part, unit, machine, source] = rows[at] as readonly [
      ...EventValues,
      ...unknown[],
    ];
    const code = codes[at] as number;
    if (
      base + (offsets[at] as number) !== position ||
      kindOf(code) !== kind ||
      severityOf(code) !== severity ||
      isUndated(code) !== (started === null) ||
      (parts[at] as number) !== (part ?? 0) ||
      (units[at] as number) !== (unit ?? 0) ||
      (equipment[at] as number) !== (machine ?? 0) ||
      (sources[at] as number) !== source
    )
      return false;
    if (started === null) continue;
    if (starts.origin + (starts.values[at] as number) * starts.step !== started) return false;
    if (ended === null || ended < started) continue;
    if (spanRows[span] !== at) return false;
    if (spanEnds.origin + (spanEnds.values[span] as number) * spanEnds.step !== ended) return false;
    span += 1;
  }
  return span === spanRows.length;
}

/** Severities that are counted as failures, and that are shown at every zoom. */
const [FAIL, CRITICAL] = [3, 4];

/** What is kept of the chunk as a whole, from the rows alone. */
function headSays(head: ChunkHead, rows: readonly (readonly [...EventValues, ...unknown[]])[]): boolean {
  let [first, lastStart, last, longest] = [Infinity, -Infinity, -Infinity, 0];
  const machines = new Set<number>();
  const sources = new Map<number, SourceSpan>();
  const critical: unknown[][] = [];
  const kinds = head.counts.map(() => 0);
  const [undated, failed, worst] = [kinds.slice(), kinds.slice(), Int32Array.from(kinds, () => -1)];
  const worstPositions = new Float64Array(kinds.length);
  for (const [position, kind, severity, started, ended, , , machine, source] of rows) {
    kinds[kind] = (kinds[kind] as number) + 1;
    if (machine !== null) machines.add(machine);
    const span = sources.get(source) ?? { events: 0, first: Infinity, last: -Infinity };
    sources.set(source, span);
    span.events += 1;
    if (started === null) {
      undated[kind] = (undated[kind] as number) + 1;
      continue;
    }
    const end = ended === null || ended < started ? undefined : ended;
    if (severity >= FAIL) failed[kind] = (failed[kind] as number) + 1;
    if (severity >= CRITICAL) critical.push([position, started, end ?? NaN, severity, kind]);
    if (severity > (worst[kind] as number)) {
      worst[kind] = severity;
      worstPositions[kind] = position;
    }
    span.first = Math.min(span.first, started);
    span.last = Math.max(span.last, started);
    first = Math.min(first, started);
    lastStart = Math.max(lastStart, started);
    last = Math.max(last, end ?? started);
    if (end !== undefined) longest = Math.max(longest, end - started);
  }
  const said = [head.rows, head.first, head.lastStart, head.last, head.longest];
  const is = [rows.length, first, lastStart, last, longest];
  return (
    is.every((value, at) => said[at] === value) &&
    kinds.every((count, kind) => head.counts[kind] === count) &&
    undated.every((count, kind) => head.undated[kind] === count) &&
    failed.every((count, kind) => head.failed[kind] === count) &&
    worst.every((severity, kind) => head.worst[kind] === Math.max(0, severity)) &&
    worstPositions.every((position, kind) => head.worstPositions[kind] === position) &&
    head.critical.length === critical.length &&
    head.critical.every(({ position, start, end, severity, kind }, mark) =>
      [position, start, end, severity, kind].every((value, at) => Object.is(value, critical[mark]?.[at])),
    ) &&
    head.machines.length === machines.size &&
    head.machines.every((machine) => machines.has(machine)) &&
    head.bySource.size === sources.size &&
    [...sources].every(([source, { events, first: from, last: to }]) => {
      const its = head.bySource.get(source);
      return its?.events === events && its.first === from && its.last === to;
    })
  );
}

/** @param orders of the same rows */
export function ordersSay(stored: Uint8Array, orders: readonly (string | null)[]): boolean {
  const found = decoded(() => decodeOrders(stored));
  if (found === undefined || found.codes.length !== orders.length) return false;
  const { names, codes } = found;
  return orders.every((order, at) => {
    const code = codes[at] as number;
    return code === 0 ? order === null || order === "" : names[code - 1] === order;
  });
}

/** Undefined where the bytes are none. */
function decoded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** Rows of a group of chunks counted for the tally of them. */
export interface TallyCheck {
  readonly see: (rows: readonly (readonly [...EventValues, ...unknown[]])[]) => void;
  /** Whether the stored one says the same of the chunks, which were made as these numbers. */
  readonly says: (stored: Uint8Array, made: readonly number[]) => boolean;
}

export function createTallyCheck(): TallyCheck {
  const events = new Map<number, number>();
  const failures = new Map<string, number>();
  const raise = <K>(counts: Map<K, number>, key: K): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    see: (rows) => {
      for (const [, , severity, , , part, unit] of rows) {
        raise(events, part ?? 0);
        if (severity >= FAIL && unit !== null) raise(failures, `${part ?? 0} ${unit}`);
      }
    },
    says: (stored, made) => {
      const found = decoded(() => decodeTally(stored));
      if (found === undefined) return false;
      const { tally } = found;
      return (
        found.made.length === made.length &&
        made.every((each, at) => found.made[at] === each) &&
        tally.parts.length === events.size &&
        tally.parts.every((part, at) => events.get(part) === tally.events[at]) &&
        tally.failures.length === failures.size &&
        tally.failures.every(
          (count, at) => failures.get(`${tally.failedParts[at]} ${tally.failedUnits[at]}`) === count,
        )
      );
    },
  };
}
