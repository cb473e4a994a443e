/** Whether stored columns say what the rows say. Held against each other value by value: nothing is encoded for it. */
import { decodeChunk, isUndated, kindOf, severityOf } from "../store/columns/event-chunk.ts";
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
  stored: Uint8Array,
  base: number,
  rows: readonly (readonly [...EventValues, ...unknown[]])[],
): boolean {
  const chunk = decoded(() => decodeChunk(stored));
  if (chunk === undefined) return false;
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
