/** What truly happened in the year. The sources each tell their part of it, in their own words. */
import type { UnitRecord, UnitReference } from "../../../shared/model/record.ts";
import type { Calendar, Shift } from "./calendar.ts";
import type { Cause, InjectedCause } from "./causes.ts";
import type { Characteristic } from "./characteristics.ts";

/** A serialised unit, or a lot of parts without serial numbers. */
export interface Unit {
  readonly part: string;
  /** Serial number, or the lot where there is none. */
  readonly name: string;
  readonly lot: string | undefined;
  /** How records name it: always this very object. */
  readonly reference: UnitReference;
  /** What introduces it to a reader: revision and lot. */
  readonly introduction: UnitRecord;
}

export interface Operation {
  readonly order: string;
  /** Operation number in the routing, for example `0020`. */
  readonly step: string;
  readonly name: string;
  readonly station: string;
  readonly unit: Unit;
  /** µs UTC */
  readonly start: number;
  readonly end: number;
  readonly shift: Shift;
  readonly operator: string;
  readonly program?: ProgramUse;
}

export interface ProgramUse {
  readonly name: string;
  readonly revision: string;
  /** Released at that time. */
  readonly released: string;
  /** Tools in the order of use. */
  readonly tools: readonly string[];
}

export interface Installation {
  readonly parent: Unit;
  readonly child: Unit;
  /** Occurrence in its assembly, for example `Bearing.1` or `U2`. */
  readonly position: string;
  readonly at: number;
  readonly station: string;
  readonly operator: string;
  readonly order: string;
  /** Set when it is taken out again. */
  removed?: Omit<Installation, "parent" | "child" | "position" | "removed">;
}

export interface Reading {
  readonly characteristic: Characteristic;
  readonly value: number;
  readonly verdict: "pass" | "fail";
}

export interface Inspection {
  readonly unit: Unit;
  readonly start: number;
  readonly end: number;
  readonly laboratory: string;
  readonly inspector: string;
  readonly reason: "series" | "after rework" | "return";
  readonly readings: readonly Reading[];
}

/** A fault found on a unit in the plant, and what was decided. */
export interface Nonconformance {
  readonly unit: Unit;
  readonly at: number;
  readonly station: string;
  readonly by: string;
  readonly text: string;
  readonly disposition: "rework" | "use as is" | "scrap" | "replace";
  /** Optical inspection of the board: seen by a camera, no report is written. */
  readonly optical?: true;
}

export interface Actuator {
  /** 0-based, in the order of the serial numbers. */
  readonly index: number;
  readonly unit: Unit;
  /** Circumstances by name: what a common cause is looked for in. */
  readonly factors: ReadonlyMap<string, string>;
  readonly housing: Housing;
  readonly order: string;
  readonly packedAt: number;
}

export interface Housing {
  readonly unit: Unit;
  readonly factors: ReadonlyMap<string, string>;
  /** mm */
  readonly bore: number;
  readonly scrapped: boolean;
  /** What truly made its bore larger. No source tells. */
  readonly causes: readonly Cause[];
  /** Work minute from which it may be built in. */
  readonly ready: number;
}

export interface Shipment {
  readonly actuator: Unit;
  readonly at: number;
  readonly customer: string;
  readonly note: string;
}

export interface FieldReturn {
  readonly number: string;
  readonly actuator: Unit;
  readonly customer: string;
  readonly reportedAt: number;
  readonly symptom: string;
  readonly receivedAt: number;
  readonly analysedAt: number;
  readonly findings: readonly { readonly unit: Unit; readonly text: string }[];
  readonly sentBackAt: number;
}

export interface LotReceipt {
  readonly part: string;
  readonly lot: string;
  /** The lot as a unit where its parts have no serials. */
  readonly unit: Unit | undefined;
  readonly supplier: string;
  readonly quantity: number;
  readonly at: number;
  readonly remark: string | undefined;
}

export interface MaintenanceOrder {
  readonly number: string;
  readonly machine: string;
  readonly text: string;
  readonly planned: boolean;
  readonly start: number;
  readonly end: number;
  readonly technician: string;
  readonly report: string;
}

export interface Year {
  readonly calendar: Calendar;
  readonly units: readonly Unit[];
  readonly operations: readonly Operation[];
  readonly installations: readonly Installation[];
  readonly inspections: readonly Inspection[];
  readonly nonconformances: readonly Nonconformance[];
  readonly actuators: readonly Actuator[];
  readonly housings: readonly Housing[];
  readonly shipments: readonly Shipment[];
  readonly returns: readonly FieldReturn[];
  readonly receipts: readonly LotReceipt[];
  readonly maintenance: readonly MaintenanceOrder[];
  readonly causes: ReadonlySet<Cause>;
  /** Those besides the story's, as rules. */
  readonly injected: readonly InjectedCause[];
  readonly before: Before;
  /** Serial numbers given out: see `Units.counts`. */
  readonly unitCounts: ReadonlyMap<string, number>;
  readonly nextOrder: number;
}

/** What was counted before this span began: numbers go on from there. */
export interface Before {
  /** Written reports of nonconformances. */
  readonly reports: number;
  /** Inspections by part number. */
  readonly inspections: ReadonlyMap<string, number>;
}

/** For what comes after a span. */
export function countedAfter({ before, nonconformances, inspections }: Year): Before {
  const counts = new Map(before.inspections);
  for (const { unit } of inspections) counts.set(unit.part, (counts.get(unit.part) ?? 0) + 1);
  const written = nonconformances.filter(({ optical }) => optical !== true);
  return { reports: before.reports + written.length, inspections: counts };
}

export const NOTHING_BEFORE: Before = { reports: 0, inspections: new Map() };
