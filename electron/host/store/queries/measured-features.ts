/** What was measured on each feature, in numbers, and its newest values one by one. */
import {
  MOST_FEATURE_POSITIONS,
  type CharacteristicKey,
  type FeatureNumbers,
  type FeaturePlace,
  type FeatureSeries,
  type MeasuredFeature,
} from "../../../../shared/contract/colouring.ts";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import type { Surface } from "../../../../shared/model/cad.ts";
import { createSpread } from "../../../../shared/stats/spread.ts";
import { characteristicsOf, type NamedUnitsOf } from "../columns/named-units.ts";
import type { Connection } from "../open.ts";
import type { PartRecords } from "./part-records.ts";
import type { Subjects } from "./subject.ts";
import type { PositionedOf } from "./unit-positions.ts";

interface Span {
  readonly window?: TimeWindow | undefined;
  readonly unitId?: number | undefined;
  readonly only?: EventFilters | undefined;
}

interface Row {
  readonly characteristicId: number;
  readonly unitId: number;
  readonly feature: string | null;
  readonly value: number | null;
  readonly failed: number;
  readonly takenAt: number | null;
}

interface Sample {
  readonly takenAt: number | null;
  readonly value: number;
  readonly failed: number;
  readonly unit: string;
  readonly unitId: number;
}

interface Characteristic {
  readonly id: number;
  readonly partNumber: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly sourceRow: number;
  readonly name: string;
  readonly kind: string;
  readonly nominal: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly uom: string | null;
  /** JSON of surfaces. */
  readonly faces: string | null;
}

interface PlaceRow {
  readonly name: string;
  readonly kind: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly dx: number | null;
  readonly dy: number | null;
  readonly dz: number | null;
  readonly diameter: number | null;
}

export interface FeatureQueries {
  readonly features: (
    question: {
      readonly partNumbers: readonly string[];
      readonly byPosition?: readonly string[] | undefined;
    } & Span,
  ) => MeasuredFeature[];
  readonly series: (question: CharacteristicKey & Span & { readonly limit: number }) => FeatureSeries;
}

export function createFeatureQueries(
  connection: Connection,
  subjects: Subjects,
  records: PartRecords,
  namedUnits: NamedUnitsOf,
  positionedOf: PositionedOf,
): FeatureQueries {
  // What is known of a product of a CAD file is told under the number of the part that it is, if that is asked for.
  const characteristics = connection.prepare(`
    WITH under (part_id, number) AS MATERIALIZED (SELECT value ->> 0, value ->> 1 FROM json_each(?))
    SELECT c.characteristic_id AS id, p.number AS partNumber, s.id AS sourceId, s.name AS sourceName, s.source_id AS sourceRow,
      c.name, c.kind, c.nominal, c.lower_limit AS lowerLimit, c.upper_limit AS upperLimit, c.uom, c.faces
    FROM under p JOIN characteristic c USING (part_id) JOIN source s USING (source_id)
    ORDER BY p.number, s.source_id, c.characteristic_id`);
  const askedParts = connection
    .prepare(
      "SELECT part_id, number FROM part WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number",
    )
    .raw();
  /** Row ids of those that are asked for and of the products that they are, each with the number it is told under. */
  const under = (partNumbers: readonly string[]): string => {
    const own = askedParts.all(JSON.stringify(partNumbers)) as [number, string][];
    const numbers = new Map(own);
    for (const [part, number] of own)
      for (const id of records.of(part)) if (!numbers.has(id)) numbers.set(id, number);
    return JSON.stringify([...numbers]);
  };
  const partOf = connection.prepare("SELECT part_id FROM part WHERE number = ?").pluck();
  const laboratory = connection
    .prepare(
      "SELECT laboratory FROM measurement WHERE characteristic_id = ? AND laboratory IS NOT NULL LIMIT 1",
    )
    .pluck();
  const places = connection.prepare("SELECT * FROM feature WHERE source_id = ?");
  const ofUnits = (unitId: number | undefined): string =>
    unitId === undefined ? "" : ` AND m.unit_id IN (${subjects.family(unitId).join(",")})`;
  const valuesOf = (unitId: number | undefined) =>
    connection.prepare(`
      SELECT m.characteristic_id AS characteristicId, m.unit_id AS unitId, m.feature, m.value, m.verdict = 'fail' AS failed, m.taken_us AS takenAt
      FROM measurement m WHERE m.characteristic_id = ?${ofUnits(unitId)} ORDER BY m.taken_us, m.sequence, m.measurement_id`);
  const isInside = ({ takenAt }: { takenAt: number | null }, window: TimeWindow | undefined): boolean =>
    window === undefined || (takenAt !== null && takenAt >= window.from && takenAt < window.to);

  return {
    features: ({ partNumbers, byPosition = [], window, unitId, only }) => {
      const asked = characteristicsOf(only);
      const named = namedUnits(only);
      const all = characteristics.all(under(partNumbers)) as Characteristic[];
      const found = all.filter(({ name }) => asked?.has(name) !== false);
      const values = valuesOf(unitId);
      const positioned = unitId === undefined && byPosition.length > 0 ? positionedOf(byPosition) : undefined;
      const placesIn = Map.groupBy(
        positioned?.positions.keys() ?? [],
        (at) => positioned?.positions[at]?.path.at(-1)?.partNumber,
      );
      const most = found.reduce((sum, { partNumber }) => sum + (placesIn.get(partNumber)?.length ?? 0), 0);
      const isTold = positioned !== undefined && most <= MOST_FEATURE_POSITIONS;
      // A person's claim may join several records: they are told under the id that was asked for.
      const same = new Set(unitId === undefined ? [] : subjects.twins(unitId));
      const placesOf = new Map<number, ReadonlyMap<string, FeaturePlace>>();
      return found.flatMap((characteristic) => {
        let known = placesOf.get(characteristic.sourceRow);
        if (known === undefined) {
          const rows = places.all(characteristic.sourceRow) as PlaceRow[];
          known = new Map(rows.map((row) => [row.name, placeOf(row)]));
          placesOf.set(characteristic.sourceRow, known);
        }
        const byFeature = new Map<string | undefined, Counting>();
        for (const row of values.iterate(characteristic.id) as IterableIterator<Row>) {
          if (named !== undefined && named[row.unitId] !== 1) continue;
          const feature = row.feature ?? undefined;
          let counting = byFeature.get(feature);
          if (counting === undefined) byFeature.set(feature, (counting = startCounting()));
          const of = [counting];
          if (unitId !== undefined) of.push(counting.of(same.has(row.unitId) ? unitId : row.unitId));
          // Under their index: with positions there are no units.
          if (isTold) for (const at of positioned.of.get(row.unitId) ?? []) of.push(counting.of(at));
          for (const each of of)
            if (isInside(row, window)) each.add(row);
            else if (row.takenAt === null) each.undated += 1;
        }
        // Planned but never measured, or not on this unit: it can be linked all the same.
        if (byFeature.size === 0) byFeature.set(undefined, startCounting());
        const surfaces =
          characteristic.faces === null ? undefined : (JSON.parse(characteristic.faces) as Surface[]);
        const lab = (laboratory.get(characteristic.id) as string | undefined) ?? undefined;
        return [...byFeature].map(([feature, counting]): MeasuredFeature => ({
          partNumber: characteristic.partNumber,
          sourceId: characteristic.sourceId,
          characteristic: characteristic.name,
          ...(feature === undefined ? {} : { feature }),
          sourceName: characteristic.sourceName,
          laboratory: lab,
          kind: characteristic.kind,
          nominal: characteristic.nominal ?? undefined,
          lowerLimit: characteristic.lowerLimit ?? undefined,
          upperLimit: characteristic.upperLimit ?? undefined,
          uom: characteristic.uom ?? undefined,
          faces: surfaces,
          place: feature === undefined ? undefined : known.get(feature),
          ...counting.result(),
          ...(unitId === undefined
            ? {}
            : { units: Array.from(counting.units, ([id, of]) => ({ unitId: id, ...of.result() })) }),
          ...(isTold && placesIn.has(characteristic.partNumber)
            ? {
                positions: (placesIn.get(characteristic.partNumber) ?? []).flatMap((at) => {
                  const position = positioned.positions[at];
                  return position === undefined ? [] : [{ ...position, ...counting.of(at).result() }];
                }),
              }
            : {}),
        }));
      });
    },

    series: ({ partNumber, sourceId, characteristic, feature, window, unitId, only, limit }) => {
      const named = namedUnits(only);
      const newest = connection
        .prepare(
          `SELECT m.taken_us AS takenAt, m.value, m.verdict = 'fail' AS failed,
             coalesce(u.serial, u.claimed_serial, '#' || coalesce(u.position, m.sequence)) AS unit, m.unit_id AS unitId
           FROM measurement m JOIN characteristic c USING (characteristic_id)
             JOIN source s ON s.source_id = c.source_id JOIN unit u USING (unit_id)
           WHERE c.part_id IN (SELECT value FROM json_each(?)) AND s.id = ? AND c.name = ? AND m.feature IS ? AND m.value IS NOT NULL${ofUnits(unitId)}
             ${window === undefined ? "" : "AND m.taken_us >= ? AND m.taken_us < ?"}
           ORDER BY m.taken_us DESC, m.sequence DESC, m.measurement_id DESC`,
        )
        .iterate(
          JSON.stringify(records.of((partOf.get(partNumber) as number | undefined) ?? -1)),
          sourceId,
          characteristic,
          feature ?? null,
          ...(window === undefined ? [] : [window.from, window.to]),
        ) as IterableIterator<Sample>;
      const rows: Sample[] = [];
      for (const row of newest) {
        if (named !== undefined && named[row.unitId] !== 1) continue;
        rows.push(row);
        if (rows.length === limit) break;
      }
      rows.reverse();
      return {
        times: Float64Array.from(rows, ({ takenAt }) => takenAt ?? NaN),
        values: Float64Array.from(rows, ({ value }) => value),
        failed: Uint8Array.from(rows, ({ failed }) => failed),
        units: rows.map(({ unit }) => unit),
      };
    },
  };
}

interface Counting {
  readonly add: (row: Row) => void;
  undated: number;
  /** The same of single units, or of positions. */
  readonly units: ReadonlyMap<number, Counting>;
  readonly of: (unitId: number) => Counting;
  readonly result: () => FeatureNumbers;
}

function startCounting(): Counting {
  const spread = createSpread();
  let failed = 0;
  const units = new Map<number, Counting>();
  const counting: Counting = {
    undated: 0,
    units,
    of: (unitId) => {
      const known = units.get(unitId) ?? startCounting();
      units.set(unitId, known);
      return known;
    },
    add: (row) => {
      failed += row.failed;
      if (row.value !== null) spread.add(row.value);
    },
    result: () => {
      const known = spread.result();
      return {
        count: known?.count ?? 0,
        failed,
        mean: known?.mean ?? NaN,
        minimum: known?.minimum ?? NaN,
        maximum: known?.maximum ?? NaN,
        deviation: known?.deviation ?? NaN,
        movingRange: known?.movingRange ?? NaN,
        undated: counting.undated,
      };
    },
  };
  return counting;
}

function placeOf({ kind, x, y, z, dx, dy, dz, diameter }: PlaceRow): FeaturePlace {
  return {
    kind,
    point: [x, y, z],
    direction: dx === null || dy === null || dz === null ? undefined : [dx, dy, dz],
    diameter: diameter ?? undefined,
  };
}
