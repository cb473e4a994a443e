import type { SourceSummary, sourcesService } from "../../../../shared/contract/sources.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { PUBLIC_VIEWS } from "../stores.ts";

type Served = Pick<typeof sourcesService, "list" | "counts">;

export function createSourceQueries(connection: Connection): ServiceImplementation<Served> {
  const list = connection.prepare(`
    SELECT s.id AS sourceId, s.name, s.format, s.mode, s.as_of_us AS asOf,
      count(e.position) AS events, (SELECT count(*) FROM measurement m WHERE m.source_id = s.source_id) AS measurements,
      min(e.started_us) AS "from", max(e.started_us) AS "to"
    FROM source s LEFT JOIN event e ON e.source_id = s.source_id AND e.superseded = 0
    GROUP BY s.source_id ORDER BY s.source_id`);
  return {
    list: () =>
      (list.all() as (Omit<SourceSummary, "from" | "to"> & { from: number | null; to: number | null })[]).map(
        (row) => ({
          ...row,
          from: row.from ?? undefined,
          to: row.to ?? undefined,
        }),
      ),
    counts: () =>
      Object.fromEntries(
        PUBLIC_VIEWS.map((view) => [
          view,
          connection.prepare(`SELECT count(*) FROM ${view}`).pluck().get() as number,
        ]),
      ),
  };
}
