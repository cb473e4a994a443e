/** The read half of the public contract, answered from one read-only connection. */
import type { Implementation } from "../../../shared/rpc/service.ts";
import { createEventColumns } from "./columns/event-columns.ts";
import { createSubjectColumns } from "./columns/subject-columns.ts";
import { createColouringQueries } from "./queries/colouring.ts";
import { createEventQueries } from "./queries/events.ts";
import { createMeasurementQueries } from "./queries/measurements.ts";
import { createPartQueries } from "./queries/parts.ts";
import { createSearchQueries } from "./search/search-queries.ts";
import { createSourceQueries } from "./queries/sources.ts";
import { createSubjects } from "./queries/subject.ts";
import { createTimelineQueries } from "./queries/timeline.ts";
import { createTraceQueries } from "./queries/traces.ts";
import { createUnitQueries } from "./queries/units.ts";
import type { readerContract } from "./reader-contract.ts";
import { openCache } from "./stores.ts";

export function createReader(folder: string, now: () => number): Implementation<typeof readerContract> {
  const connection = openCache(folder, now, true);
  const columns = createEventColumns(connection);
  const columnsOf = createSubjectColumns(connection, createSubjects(connection), columns);
  // The first question needs them: they are read while the page is still on its way.
  setImmediate(() => columns.prepare());
  return {
    parts: createPartQueries(connection, columns),
    units: createUnitQueries(connection),
    events: {
      ...createEventQueries(connection, columnsOf),
      ...createTimelineQueries(connection, columnsOf),
      ...createTraceQueries(connection, columnsOf),
    },
    measurements: createMeasurementQueries(connection, columns),
    colouring: createColouringQueries(connection, columns, now),
    search: createSearchQueries(connection),
    sources: createSourceQueries(connection, columns),
  };
}
