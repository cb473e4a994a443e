/** What a unit of each part costs: the mean of what was booked for units, else the standard cost. */
import type { PartNumber, PartNumbers } from "../../../../shared/contract/colouring.ts";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { Connection } from "../open.ts";

interface CostRow {
  readonly partNumber: string;
  readonly type: string;
  readonly cost: number;
  readonly currency: string | null;
  readonly n: number;
}

/** Said as the index says it, or SQLite does not take it. */
const COSTS = "e.type IN ('actual-cost', 'standard-cost') AND e.superseded = 0";
const VALUES =
  "e.part_id, json_extract(e.details, '$.cost') AS cost, json_extract(e.details, '$.currency') AS currency";

export function createCosts(
  connection: Connection,
): (
  window: TimeWindow | undefined,
  family: readonly number[] | undefined,
) => Pick<PartNumbers, "uom" | "parts" | "leftOut"> {
  return (window, family) => {
    const ofUnits = family === undefined ? "" : ` AND e.unit_id IN (${family.join(",")})`;
    const inside =
      window === undefined ? "" : " AND e.started_us < ? AND coalesce(e.ended_us, e.started_us) >= ?";
    // An actual cost is of a unit; a standard cost is of the part and holds until the next.
    const rows = connection
      .prepare(
        `SELECT p.number AS partNumber, type, avg(cost) AS cost, currency, count(*) AS n FROM (
           SELECT ${VALUES}, e.type FROM event e WHERE ${COSTS} AND e.type = 'actual-cost'${inside}${ofUnits}
           UNION ALL
           SELECT part_id, cost, currency, 'standard-cost' FROM (
             SELECT ${VALUES}, row_number() OVER (PARTITION BY e.part_id ORDER BY e.started_us DESC) AS newest
             FROM event e WHERE ${COSTS} AND e.type = 'standard-cost'${window === undefined ? "" : " AND e.started_us < ?"}
           ) WHERE newest = 1
         ) JOIN part p USING (part_id) WHERE typeof(cost) IN ('integer', 'real') GROUP BY part_id, type, currency`,
      )
      .all(...(window === undefined ? [] : [window.to, window.from, window.to])) as CostRow[];
    // Amounts of two currencies have no common scale: the one that most parts are booked in counts.
    const byCurrency = Map.groupBy(rows, ({ currency }) => currency ?? "");
    const [found] = [...byCurrency].toSorted(([, a], [, b]) => b.length - a.length);
    const [currency, own] = found ?? ["", []];
    const perPart = new Map<string, PartNumber>();
    for (const { partNumber, type, cost, n } of own)
      if (type === "actual-cost" || !perPart.has(partNumber))
        perPart.set(partNumber, { partNumber, value: cost, basis: n });
    return {
      uom: currency === "" ? undefined : currency,
      parts: [...perPart.values()],
      leftOut: rows.length - own.length,
    };
  };
}
