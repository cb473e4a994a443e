/** Which units of each part were seen in a span of time, and which of them failed. */
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { PartProducts } from "../queries/part-records.ts";
import { FAIL } from "../queries/severity.ts";
import { isUndated, kindOf, severityOf } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";
import { spansBefore } from "./spans-before.ts";

export interface UnitOutcomes {
  /** A unit is seen with the part of its event, which failed if any says so. */
  readonly see: (part: number, unit: number, failed: boolean) => void;
  /** Units seen and failed per part row id. */
  readonly parts: () => ReadonlyMap<number, { readonly units: number; readonly failed: number }>;
}

/** @param largest row id of the units */
export function createUnitOutcomes(largest: number, links?: PartProducts): LinkedOutcomes {
  const own = ownOutcomes(largest);
  if (links === undefined) return { see: own.see, parts: own.parts, ownParts: own.parts };
  // Those of a part and of the products that it is, each unit once.
  const linked = ownOutcomes(0);
  const alsoOf: (readonly number[] | undefined)[] = [];
  for (const part of links.products.keys()) alsoOf[part] = [part];
  for (const [product, parts] of links.parts) alsoOf[product] = [...(alsoOf[product] ?? []), ...parts];
  return {
    see: (part, unit, failed) => {
      own.see(part, unit, failed);
      const also = alsoOf[part];
      if (also !== undefined) for (const one of also) linked.see(one, unit, failed);
    },
    parts: () => new Map([...own.parts(), ...linked.parts()]),
    ownParts: own.parts,
  };
}

export interface LinkedOutcomes extends UnitOutcomes {
  /** Of the parts that the records name alone: no unit is in them for a link. */
  readonly ownParts: UnitOutcomes["parts"];
}

function ownOutcomes(largest: number): UnitOutcomes {
  const parts = new Map<number, { units: number; failed: number }>();
  // Nearly every unit is seen with one part only: the first stands in a column, others in a set.
  const partOf = new Uint32Array(largest + 1);
  const failedWith = new Uint8Array(largest + 1);
  const others = new Map<string, { failed: boolean }>();
  const of = (part: number): { units: number; failed: number } => {
    const known = parts.get(part);
    if (known !== undefined) return known;
    const made = { units: 0, failed: 0 };
    parts.set(part, made);
    return made;
  };
  return {
    see: (part, unit, failed) => {
      const first = partOf[unit];
      if (first === 0) {
        partOf[unit] = part;
        of(part).units += 1;
      } else if (first !== part) {
        const key = `${part} ${unit}`;
        const other = others.get(key) ?? { failed: false };
        if (!others.has(key)) of(part).units += 1;
        if (failed && !other.failed) of(part).failed += 1;
        others.set(key, { failed: other.failed || failed });
        return;
      }
      if (failed && failedWith[unit] === 0) {
        failedWith[unit] = 1;
        of(part).failed += 1;
      }
    },
    parts: () => parts,
  };
}

/** Kinds that tell of a unit's outcome. */
const TELLING = (["production", "inspection", "field"] as const).reduce(
  (mask, kind) => mask | (1 << EVENT_KINDS.indexOf(kind)),
  0,
);

/**
 * Sees every unit that an event tells the outcome of, within the window or at any time.
 * @param counted 1 per row id of a unit that counts
 */
export function seeUnits(
  chunks: readonly LoadedChunk[],
  window: TimeWindow | undefined,
  outcomes: Pick<UnitOutcomes, "see">,
  counted?: Uint8Array,
): void {
  const { from, to } = window ?? { from: -Infinity, to: Infinity };
  for (const chunk of chunks) {
    if (window !== undefined && (chunk.first >= to || chunk.last < from)) continue;
    const { codes, parts, units, starts } = chunk;
    const { spanRows, spanEnds } = spansBefore(chunk, window?.from);
    let span = 0;
    for (let row = 0; row < codes.length; row += 1) {
      const code = codes[row] ?? 0;
      if (((TELLING >> kindOf(code)) & 1) === 0) continue;
      const [unit = 0, part = 0] = [units[row], parts[row]];
      if (unit === 0 || part === 0 || (counted !== undefined && counted[unit] !== 1)) continue;
      if (window !== undefined) {
        const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
        if (start >= to || isUndated(code)) continue;
        while ((spanRows[span] ?? codes.length) < row) span += 1;
        const end =
          spanRows[span] === row ? spanEnds.origin + (spanEnds.values[span] ?? 0) * spanEnds.step : start;
        if (end < from) continue;
      }
      outcomes.see(part, unit, severityOf(code) >= FAIL);
    }
  }
}

/** Units that events name, none of which has a time. */
export function undatedUnits(chunks: readonly LoadedChunk[], largest: number): number {
  // Mostly all have one: then there is nothing to look for.
  if (chunks.every(({ undated }) => undated.every((n) => n === 0))) return 0;
  const DATED = 2;
  const seen = new Uint8Array(largest + 1);
  for (const { codes, units } of chunks)
    for (let row = 0; row < codes.length; row += 1)
      seen[units[row] ?? 0] = (seen[units[row] ?? 0] ?? 0) | (isUndated(codes[row] ?? 0) ? 1 : DATED);
  seen[0] = 0;
  return seen.reduce((sum, how) => sum + (how === 1 ? 1 : 0), 0);
}
