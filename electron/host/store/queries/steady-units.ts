/**
 * What questions about values ask of units again and again, remembered while no record changes: a drag over the timeline
 * asks with every frame, and to look up the part of a hundred thousand units takes longer than to read their values.
 */
import { setTimeout } from "node:timers/promises";
import type { Connection } from "../open.ts";

export interface SteadyUnits {
  /** Row id of the part by that of the unit, 0 for none; undefined: not read yet, and begun where it was asked before. */
  readonly parts: () => Uint32Array | undefined;
  /** Pairs of a unit and a source of which a value is out of limits, as `unit * PAIR + source`. */
  readonly failed: () => ReadonlySet<number>;
}

export const PAIR = 2 ** 20;

/** Units read at once, some milliseconds, and ms until the next. */
const SLICE = 8_192;
const PAUSE = 8;

/** @param asOf another object after each change of a record; of the same connection */
export function createSteadyUnits(connection: Connection, asOf: () => object): SteadyUnits {
  const some = connection
    .prepare("SELECT unit_id, part_id FROM unit WHERE unit_id > ? ORDER BY unit_id LIMIT ?")
    .raw();
  const largest = connection.prepare("SELECT max(unit_id) FROM unit").pluck();
  const failing = connection
    .prepare("SELECT DISTINCT unit_id, source_id FROM measurement WHERE verdict = 'fail'")
    .raw();
  let read: { readonly of: object; readonly parts: Uint32Array } | undefined;
  let known: { readonly of: object; readonly failed: ReadonlySet<number> } | undefined;
  let asked: object | undefined;
  let reading: object | undefined;

  /** Given up where a record changes meanwhile. */
  const readParts = async (of: object): Promise<void> => {
    const parts = new Uint32Array(Number(largest.get() ?? 0) + 1);
    for (let last = 0; asOf() === of; await setTimeout(PAUSE, undefined, { ref: false })) {
      const rows = some.all(last, SLICE) as [unit: number, part: number][];
      for (const [unit, part] of rows) parts[unit] = part;
      last = rows.at(-1)?.[0] ?? last;
      if (rows.length === SLICE) continue;
      if (asOf() === of) read = { of, parts };
      return;
    }
  };
  return {
    parts: () => {
      const of = asOf();
      if (read?.of === of) return read.parts;
      read = undefined;
      // The first time nobody knows whether anybody asks again before the next change.
      if (asked === of && reading === undefined) {
        reading = of;
        void readParts(of)
          // Whoever asks goes the other way as long as this can't be read.
          .catch(() => undefined)
          .finally(() => (reading = undefined));
      }
      asked = of;
      return undefined;
    },
    failed: () => {
      const of = asOf();
      if (known?.of !== of)
        known = {
          of,
          failed: new Set(
            (failing.all() as [number, number][]).map(([unit, source]) => unit * PAIR + source),
          ),
        };
      return known.failed;
    },
  };
}
