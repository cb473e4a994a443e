import type { SourceSummary, sourcesService } from "../../../../shared/contract/sources.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { EventColumns } from "../columns/event-columns.ts";
import type { SourceSpan } from "../columns/chunk-head.ts";
import type { LoadedChunk } from "../columns/loaded-chunk.ts";
import type { Connection } from "../open.ts";
import { PUBLIC_VIEWS } from "../stores.ts";
import { createSourceClockQueries } from "./source-clocks.ts";

type Served = Pick<typeof sourcesService, "list" | "counts" | "revision" | "clocks">;

type Row = Pick<SourceSummary, "sourceId" | "name" | "format" | "asOf" | "mode" | "measurements"> & {
  readonly row: number;
};

export function createSourceQueries(
  connection: Connection,
  columns: EventColumns,
): ServiceImplementation<Served> {
  const list = connection.prepare(`
    SELECT s.source_id AS row, s.id AS sourceId, s.name, s.format, s.mode, s.as_of_us AS asOf,
      (SELECT count(*) FROM measurement m WHERE m.source_id = s.source_id) AS measurements
    FROM source s ORDER BY s.source_id`);
  const revision = connection.prepare("SELECT value FROM content WHERE key = 'revision'").pluck();
  const clocks = createSourceClockQueries(connection);
  return {
    list: () => {
      const spans = spansOf(columns.chunks());
      const rows = list.all() as Row[];
      const live = rows.filter(({ mode }) => mode === "live");
      return rows.map(({ row, ...source }): SourceSummary => {
        const { events, first, last } = spans.get(row) ?? { events: 0, first: Infinity, last: -Infinity };
        const dated = first <= last;
        // A file that a system handed out belongs to it: its id goes on from the system's.
        const giver =
          source.mode === "live"
            ? undefined
            : live.find(({ sourceId }) => source.sourceId.startsWith(`${sourceId}/`));
        return {
          ...source,
          ...(giver === undefined ? {} : { mode: giver.mode, asOf: giver.asOf }),
          handedOutBy: giver?.sourceId,
          events,
          from: dated ? first : undefined,
          to: dated ? last : undefined,
        };
      });
    },
    clocks: () => clocks.all(),
    revision: () => Number(revision.get() ?? 0),
    counts: () =>
      Object.fromEntries(
        PUBLIC_VIEWS.map((view) => [
          view,
          view === "v_events"
            ? eventsIn(columns.chunks())
            : (connection.prepare(`SELECT count(*) FROM ${view}`).pluck().get() as number),
        ]),
      ),
  };
}

/** As the view counts them: those that no other corrects. */
function eventsIn(chunks: readonly LoadedChunk[]): number {
  let count = 0;
  for (const { bySource } of chunks) for (const { events } of bySource.values()) count += events;
  return count;
}

function spansOf(chunks: readonly LoadedChunk[]): ReadonlyMap<number, SourceSpan> {
  const all = new Map<number, SourceSpan>();
  for (const { bySource } of chunks)
    for (const [source, { events, first, last }] of bySource) {
      const before = all.get(source) ?? { events: 0, first: Infinity, last: -Infinity };
      all.set(source, {
        events: before.events + events,
        first: Math.min(before.first, first),
        last: Math.max(before.last, last),
      });
    }
  return all;
}
