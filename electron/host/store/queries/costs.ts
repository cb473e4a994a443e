/** What a unit of each part costs: the mean of what was booked for units, else the standard cost. */
import type { PartNumber, PartNumbers } from "../../../../shared/contract/colouring.ts";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { Connection } from "../open.ts";
import type { PartRecords } from "./part-records.ts";

interface CostRow {
  readonly partNumber: string;
  readonly type: string;
  readonly cost: number;
  readonly currency: string | null;
  readonly n: number;
}

/** Parts by whose records count for them: the cheaper way where no link does. */
const OWN = { join: "", part: "e.part_id" };
const LINKED = {
  join: `JOIN (SELECT part_id AS of_id, part_id FROM part UNION ALL
      SELECT value ->> 0, value ->> 1 FROM json_each(@also)) k ON k.of_id = e.part_id`,
  part: "k.part_id",
};
/** Said as the index says it, or SQLite does not take it. */
const COSTS = "e.type IN ('actual-cost', 'standard-cost') AND e.superseded = 0";
const VALUES = "json_extract(e.details, '$.cost') AS cost, json_extract(e.details, '$.currency') AS currency";

export interface Costs extends Pick<PartNumbers, "uom" | "parts" | "leftOut"> {
  /** Of units of the family by row id: what was booked for each, and what its part costs by the standard. */
  readonly booked: Map<number, Pick<PartNumber, "value" | "basis">>;
  readonly standard: Map<number, Pick<PartNumber, "value" | "basis">>;
  /** The latter by number of the part. */
  readonly standardOf: ReadonlyMap<string, Pick<PartNumber, "value" | "basis">>;
}

/** Row ids of units; `all`: what was booked for each unit there is, in the currency of the parts. */
export type CostedUnits = readonly number[] | "all" | undefined;

export function createCosts(
  connection: Connection,
  records: PartRecords,
): (window: TimeWindow | undefined, units: CostedUnits) => Costs {
  return (window, asked) => {
    const family = asked === "all" ? undefined : asked;
    const ofUnits = family === undefined ? "" : ` AND e.unit_id IN (${family.join(",")})`;
    const inside =
      window === undefined ? "" : " AND e.started_us < @to AND coalesce(e.ended_us, e.started_us) >= @from";
    const links = records.links();
    const { join, part } = links === undefined ? OWN : LINKED;
    const also = [...(links?.parts ?? [])].flatMap(([product, parts]) => parts.map((one) => [product, one]));
    // An actual cost is of a unit; a standard cost is of the part and holds until the next.
    const rows = connection
      .prepare(
        `SELECT p.number AS partNumber, type, avg(cost) AS cost, currency, count(*) AS n FROM (
           SELECT ${part} AS part_id, ${VALUES}, e.type FROM event e ${join} WHERE ${COSTS} AND e.type = 'actual-cost'${inside}${ofUnits}
           UNION ALL
           SELECT part_id, cost, currency, 'standard-cost' FROM (
             SELECT ${part} AS part_id, ${VALUES}, row_number() OVER (PARTITION BY ${part} ORDER BY e.started_us DESC) AS newest
             FROM event e ${join} WHERE ${COSTS} AND e.type = 'standard-cost'${window === undefined ? "" : " AND e.started_us < @to"}
           ) WHERE newest = 1
         ) JOIN part p USING (part_id) WHERE typeof(cost) IN ('integer', 'real') GROUP BY part_id, type, currency`,
      )
      .all({
        ...(window === undefined ? {} : { from: window.from, to: window.to }),
        ...(links === undefined ? {} : { also: JSON.stringify(also) }),
      }) as CostRow[];
    // Amounts of two currencies have no common scale: the one that most parts are booked in counts.
    const byCurrency = Map.groupBy(rows, ({ currency }) => currency ?? "");
    const [found] = [...byCurrency].toSorted(([, a], [, b]) => b.length - a.length);
    const [currency, own] = found ?? ["", []];
    const perPart = new Map<string, PartNumber>();
    for (const { partNumber, type, cost, n } of own)
      if (type === "actual-cost" || !perPart.has(partNumber))
        perPart.set(partNumber, { partNumber, value: cost, basis: n });
    const booked: Costs["booked"] = new Map();
    const standard: Costs["standard"] = new Map();
    const standardOf = new Map(
      own.flatMap(({ partNumber, type, cost, n }) =>
        type === "standard-cost" ? [[partNumber, { value: cost, basis: n }]] : [],
      ),
    );
    if (asked !== undefined) {
      const actual = connection
        .prepare(
          `SELECT unit_id, avg(cost), count(*) FROM (
             SELECT e.unit_id, ${VALUES} FROM event e WHERE ${COSTS} AND e.type = 'actual-cost' AND e.unit_id IS NOT NULL${inside}${ofUnits}
           ) WHERE typeof(cost) IN ('integer', 'real') AND ifnull(currency, '') = @currency GROUP BY unit_id`,
        )
        .raw();
      const span = window === undefined ? {} : { from: window.from, to: window.to };
      for (const [unit, value, basis] of actual.all({ currency, ...span }) as [number, number, number][])
        booked.set(unit, { value, basis });
    }
    if (family !== undefined) {
      const parts = connection
        .prepare(
          `SELECT unit_id, number FROM unit JOIN part USING (part_id) WHERE unit_id IN (${family.join(",")})`,
        )
        .raw();
      for (const [unit, partNumber] of parts.all() as [number, string][]) {
        const usual = standardOf.get(partNumber);
        if (usual !== undefined) standard.set(unit, usual);
      }
    }
    return {
      booked,
      standard,
      standardOf,
      uom: currency === "" ? undefined : currency,
      parts: [...perPart.values()],
      leftOut: rows.length - own.length,
    };
  };
}
