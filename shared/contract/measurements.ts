import * as v from "valibot";
import { call } from "../rpc/service.ts";
import type { SerialStatus, Verdict } from "../model/unit.ts";
import { subjectSchema, windowSchema } from "./common.ts";
import { onlySchema } from "./event-filter.ts";

export interface CharacteristicColumn {
  readonly name: string;
  /** Which of several features this column is of, where one characteristic holds for all of them. */
  readonly feature: string | undefined;
  /** The feature measured, also where it is the only one: what links go by. */
  readonly measuredOn: string | undefined;
  /** For example `diameter`; see CharacteristicRecord. */
  readonly kind: string;
  readonly nominal: number | undefined;
  readonly lowerLimit: number | undefined;
  readonly upperLimit: number | undefined;
  readonly uom: string | undefined;
  readonly remark: string | undefined;
  readonly measured: number;
  readonly failed: number;
}

export interface MeasurementRow {
  readonly unitId: number;
  readonly serial: string | undefined;
  readonly serialStatus: SerialStatus;
  readonly position: number | undefined;
  readonly label: string | undefined;
  readonly takenAt: number | undefined;
  readonly verdict: Verdict;
  readonly failed: number;
}

/** Cell states, index into this list. `absent`: this unit has no record of this characteristic. */
export const CELL_STATES = ["absent", "none", "pass", "fail"] as const;

/** All measurements of one part by one source: the laboratories do not share characteristics. */
export interface MeasurementBlock {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly partNumber: string;
  readonly laboratory: string | undefined;
  readonly columns: readonly CharacteristicColumn[];
  readonly rows: readonly MeasurementRow[];
  /** rows × columns, row-major; NaN where there is no value. */
  readonly values: Float64Array;
  /** rows × columns, index into CELL_STATES. */
  readonly states: Uint8Array;
  /** Rows that were left out because they carry no time and a window was asked. */
  readonly undatedRows: number;
}

export interface FailRates {
  /** Over everything: the baseline to compare with. */
  readonly baseline: { readonly units: number; readonly failed: number };
  /** Units seen in the window, and those with an event of severity fail or worse in it. */
  readonly parts: readonly { readonly partNumber: string; readonly units: number; readonly failed: number }[];
  /** Units that have no dated event and so could not be placed in the window. */
  readonly undatedUnits: number;
}

export const measurementsService = {
  /**
   * With filters: values of units that events name which pass, at any time (unitsService.list says which those are),
   * and of the characteristics among the filters. With a window: those taken in it.
   */
  table: call<readonly MeasurementBlock[]>()(
    v.object({ subject: subjectSchema, ...onlySchema, window: v.optional(windowSchema) }),
  ),
  /** With filters: of the units that unitsService.list leaves; the baseline is that of everything. */
  failRates: call<FailRates>()(v.object({ ...onlySchema, window: v.optional(windowSchema) })),
} as const;
