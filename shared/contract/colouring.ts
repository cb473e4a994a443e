/** Numbers by which the model is coloured: one per part, or one per measured feature. */
import * as v from "valibot";
import type { Surface } from "../model/cad.ts";
import { call } from "../rpc/service.ts";
import { kindSchema, partNumberSchema, text, unitIdSchema, windowSchema } from "./common.ts";
import { onlySchema } from "./event-filter.ts";

/**
 * Per part, each for the part itself and not for what is below it:
 * - units: serials, lots and samples; in a span those that an event in it names
 * - events: events of one kind, or of all
 * - age: days from the last event, of one kind or any, to the end of the window or now
 * - unit-age: days from the first event of a unit, of whatever part, to the end of the window or now: the mean of its
 *   units, in a span of those that an event in it names; with a unit, of what is built into it at that moment
 * - defects: values out of limits, and failures that a source reports without such values
 * - cost: mean actual cost of a unit where a source gives it, else its last standard cost
 */
export const PART_QUANTITIES = ["units", "events", "age", "unit-age", "defects", "cost"] as const;
export type PartQuantity = (typeof PART_QUANTITIES)[number];

export interface PartNumber {
  readonly partNumber: string;
  readonly value: number;
  /** How many units, events or costs the value stands on. */
  readonly basis: number;
}

/** The same of one unit. */
export interface UnitNumber {
  readonly unitId: number;
  readonly value: number;
  readonly basis: number;
}

/** A unit that is built into the asked one at that moment, or that one itself. */
export interface PlacedUnit {
  readonly unitId: number;
  readonly partNumber: string;
  /** Its serial or its lot; undefined where it has neither. */
  readonly name: string | undefined;
  /** Where: the position in each unit from the asked one down, mostly an occurrence of the model; none for that itself. */
  readonly positions: readonly string[];
}

/** A unit within another one. */
export interface PositionStep {
  readonly partNumber: string;
  /** As the records of what was built in say it, mostly an occurrence of the model. */
  readonly position: string;
}

/** Where units were ever built in. */
export interface UnitPosition {
  /** Part of the unit that the way begins at. */
  readonly parentNumber: string;
  /** From there down, what was in each other at one time; the last is the units themselves. */
  readonly path: readonly PositionStep[];
}

/**
 * What units at one position have together, whenever they were built in there. A unit within a unit counts at each way that
 * leads to it: a bearing's place in gearboxes, and that in machines, where the gearbox has one.
 */
export interface PositionNumber extends UnitPosition {
  readonly value: number;
  readonly basis: number;
}

export interface PartNumbers {
  readonly quantity: PartQuantity;
  /** Unit of measure: `d`, `EUR`; undefined for a count. */
  readonly uom: string | undefined;
  /** Parts without data are absent: none seen is not zero. */
  readonly parts: readonly PartNumber[];
  /** With a unit: of each that is built into it, at any time, and of itself. */
  readonly units?: readonly UnitNumber[];
  /** Records that could not be placed in the window, for they carry no time; costs in another currency. */
  readonly leftOut: number;
}

/** Names one measured feature over every import of its source. */
export const characteristicKeySchema = v.object({
  partNumber: partNumberSchema,
  sourceId: text(400),
  characteristic: text(400),
  /** Name of the feature in the source; absent where it names none. */
  feature: v.exactOptional(text(400)),
});
export type CharacteristicKey = v.InferOutput<typeof characteristicKeySchema>;

/** Where a source says that a feature is, in the part's own coordinates, mm. */
export interface FeaturePlace {
  /** For example `cylinder`, `plane`. */
  readonly kind: string;
  readonly point: readonly [number, number, number];
  /** Unit axis or normal. */
  readonly direction: readonly [number, number, number] | undefined;
  readonly diameter: number | undefined;
}

/** Values in the window; the rest is NaN where there is none. In the feature's `uom`. */
export interface FeatureNumbers {
  readonly count: number;
  readonly failed: number;
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Sample standard deviation; NaN below two values. */
  readonly deviation: number;
  /** Mean range between neighbours in time; NaN below two values. */
  readonly movingRange: number;
  /** Values left out because they carry no time and a window was asked. */
  readonly undated: number;
}

export interface MeasuredFeature extends CharacteristicKey, FeatureNumbers {
  readonly sourceName: string;
  readonly laboratory: string | undefined;
  /** For example `diameter`; see CharacteristicRecord. */
  readonly kind: string;
  readonly nominal: number | undefined;
  readonly lowerLimit: number | undefined;
  readonly upperLimit: number | undefined;
  readonly uom: string | undefined;
  readonly place: FeaturePlace | undefined;
  /** Exact surfaces of its faces where the source names them (PMI of CAD files), in the part's own coordinates. */
  readonly faces: readonly Surface[] | undefined;
  /** With a unit: of each that has values, itself or built into it. */
  readonly units?: readonly ({ readonly unitId: number } & FeatureNumbers)[];
  /** Of the units at each position where some of its part ever were, if that was asked for; none measured: a count of 0. */
  readonly positions?: readonly (UnitPosition & FeatureNumbers)[];
}

/** The newest values of one feature, ascending in time. */
export interface FeatureSeries {
  /** µs UTC; NaN where the source gives none. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** 1 where the value is out of its limits. */
  readonly failed: Uint8Array;
  /** Serials, `#3` for the third sample of a source without. */
  readonly units: readonly string[];
}

export const MOST_PLACED = 20_000;
/**
 * Parts in one question about positions; more units of them than that at positions, and none is told apart; more above them,
 * and only the units right above are told.
 */
export const MOST_POSITIONED_PARTS = 1_000;
export const MOST_POSITIONED_UNITS = 50_000;
/** Features times positions in one answer; more, and none is told by position. */
export const MOST_FEATURE_POSITIONS = 100_000;

/**
 * With filters. Units: as in unitsService.list. Events and age: of the events that pass. Values: those of units that
 * events which pass name, at any time, and of the characteristics among the filters; a window asks when they were taken.
 * Defects: such values, and failures of such units that name one of the characteristics, if any are among the filters.
 */
const span = { ...onlySchema, window: v.optional(windowSchema), unitId: v.optional(unitIdSchema) };

export const colouringService = {
  /** The unit and what is built into it at the end of the window, or now; no more than `MOST_PLACED`. */
  places: call<readonly PlacedUnit[]>()(v.object({ unitId: unitIdSchema, window: v.optional(windowSchema) })),
  /**
   * The numbers of units of these parts by the position that they were built into; those of which no record says it are
   * in none. `fail-rate` is the share of units that failed, as measurementsService.failRates counts them. A position for
   * whose units no cost was booked has the standard cost of its part.
   */
  positions: call<readonly PositionNumber[]>()(
    v.object({
      quantity: v.picklist(["fail-rate", ...PART_QUANTITIES]),
      kind: v.optional(kindSchema),
      partNumbers: v.pipe(v.array(partNumberSchema), v.maxLength(MOST_POSITIONED_PARTS)),
      ...onlySchema,
      window: v.optional(windowSchema),
    }),
  ),
  /** With a unit: of that unit and what is built into it. Costs are those of all, whatever the filters. */
  parts: call<PartNumbers>()(
    v.object({ quantity: v.picklist(PART_QUANTITIES), kind: v.optional(kindSchema), ...span }),
  ),
  features: call<readonly MeasuredFeature[]>()(
    v.object({
      partNumbers: v.pipe(v.array(partNumberSchema), v.maxLength(1_000)),
      /** Parts of which the values are told by position too; without a unit. */
      byPosition: v.exactOptional(v.pipe(v.array(partNumberSchema), v.maxLength(MOST_POSITIONED_PARTS))),
      ...span,
    }),
  ),
  series: call<FeatureSeries>()(
    v.object({
      ...characteristicKeySchema.entries,
      ...span,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)),
    }),
  ),
} as const;
