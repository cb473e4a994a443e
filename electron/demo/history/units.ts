/** Makes units and gives them their numbers. */
import type { UnitReference } from "../../../shared/model/record.ts";
import { itemOf, TRACKING } from "./product-structure.ts";
import { revisionOf } from "./revisions.ts";
import type { Unit } from "./year.ts";

export interface Units {
  readonly all: readonly Unit[];
  /** The next serial number of a part that is made here. `index`: of the actuator it is made for, from 0. */
  next(part: string, index: number, lot?: string): Unit;
  /** A part with a serial number of its own making. */
  named(part: string, index: number, name: string, lot?: string): Unit;
  /** The next one out of a supplier's lot whose parts are numbered. */
  outOf(part: string, index: number, lot: string): Unit;
  /** The lot itself. */
  lot(part: string, lot: string): Unit;
  /** Serial numbers given out, by part, and by part and lot. */
  readonly counts: ReadonlyMap<string, number>;
}

/** `ordered`: when each actuator was released to production, µs UTC. `before`: counts to go on from. */
export function createUnits(
  ordered: readonly number[],
  before: ReadonlyMap<string, number> = new Map(),
): Units {
  const all: Unit[] = [];
  const lots = new Map<string, Unit>();
  const counts = new Map(before);
  const count = (key: string): number => {
    const number = counts.get(key) ?? 0;
    counts.set(key, number + 1);
    return number;
  };
  const add = (part: string, revision: string, name: string, lot: string | undefined): Unit => {
    const isLot = name === lot;
    const identity = isLot
      ? ({ lot, serialStatus: "missing" } as const)
      : ({ serial: name, serialStatus: "proven" } as const);
    const reference: UnitReference = { part: { name: part, strength: "stated" }, ...identity };
    const unit: Unit = {
      part,
      name,
      lot,
      reference,
      introduction: {
        record: "unit",
        unit: {
          part: { name: part, revision, strength: "stated" },
          ...identity,
          ...(lot === undefined ? {} : { lot }),
        },
      },
    };
    all.push(unit);
    return unit;
  };
  const named: Units["named"] = (part, index, name, lot) =>
    add(part, revisionOf(part, index, ordered[index] ?? Infinity), name, lot);
  return {
    all,
    counts,
    named,
    next: (part, index, lot) => {
      const tracking = TRACKING.get(part);
      if (tracking?.by !== "serial") throw new Error(`${part} has no serial numbers`);
      const number = String(tracking.first + count(part)).padStart(4, "0");
      return named(part, index, `${tracking.prefix}-${number}`, lot);
    },
    outOf: (part, index, lot) =>
      named(part, index, `${lot}-${String(count(`${part}/${lot}`) + 1).padStart(3, "0")}`, lot),
    lot: (part, lot) => {
      const key = `${part}/${lot}`;
      let unit = lots.get(key);
      if (unit === undefined) {
        unit = add(part, itemOf(part).revision, lot, lot);
        lots.set(key, unit);
      }
      return unit;
    },
  };
}
