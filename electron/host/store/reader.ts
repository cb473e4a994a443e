/** The read half of the public contract, answered from one read-only connection. */
import type { Implementation } from "../../../shared/rpc/service.ts";
import { createEventColumns } from "./columns/event-columns.ts";
import { createFilteredColumns } from "./columns/filter-events.ts";
import { createNamedUnits } from "./columns/named-units.ts";
import { createCharacteristicColumn, createOrderColumn } from "./columns/named-rows.ts";
import { createSubjectColumns } from "./columns/subject-columns.ts";
import type { Connection } from "./open.ts";
import { createAlignedQueries } from "./queries/aligned.ts";
import { createColouringQueries } from "./queries/colouring.ts";
import { createEventQueries } from "./queries/events.ts";
import { createFilterKeys, unknownKeys } from "./queries/filter-keys.ts";
import { createLaneNames } from "./queries/lane-names.ts";
import { createMeasurementQueries } from "./queries/measurements.ts";
import { createModelQueries } from "./queries/models.ts";
import { createPartQueries } from "./queries/parts.ts";
import { createProductPlaces } from "./queries/product-places.ts";
import { createSearchQueries } from "./search/search-queries.ts";
import { createSourceQueries } from "./queries/sources.ts";
import { createSubjects } from "./queries/subject.ts";
import { createTimelineQueries } from "./queries/timeline.ts";
import { createRetentionQueries } from "./retention/preview.ts";
import { createTableQueries } from "./tables/table-queries.ts";
import { createTraceQueries } from "./queries/traces.ts";
import { createUnitQueries } from "./queries/units.ts";
import { createNamesFirst } from "./names-first.ts";
import type { readerContract } from "./reader-contract.ts";
import { openCache } from "./stores.ts";

export function createReader(folder: string, now: () => number): Implementation<typeof readerContract> {
  const connection = openCache(folder, now, true);
  const columns = createEventColumns(connection);
  const subjects = createSubjects(connection);
  const orders = createOrderColumn(connection);
  const named = { orders, characteristics: createCharacteristicColumn(connection) };
  const filterKeys = createFilterKeys(connection, subjects, createLaneNames(connection, named));
  const { columnsOf, ahead, readNames } = createFilteredColumns(
    createSubjectColumns(connection, subjects, columns),
    named,
    filterKeys,
  );
  const namedUnits = createNamedUnits(connection, columnsOf, filterKeys);
  const models = createModelQueries(connection);
  // The first question needs them: they are read while the page is still on its way.
  setImmediate(() => columns.prepare());
  const namesFirst = createNamesFirst(readNames, now);
  const of = <T extends object>(service: T): T => namesFirst(ofOneMoment(connection, service));
  const isMeasured = connection.prepare("SELECT 1 FROM characteristic WHERE name = ? LIMIT 1");
  return {
    parts: of({ ...createPartQueries(connection, columns), models: models.models }),
    units: of(createUnitQueries(connection, namedUnits)),
    events: of({
      ...createEventQueries(connection, columnsOf),
      ...createTimelineQueries(connection, columnsOf, named),
      ...createAlignedQueries(connection, columnsOf, subjects),
      ...createTraceQueries(connection, columnsOf),
      unknownKeys: ({ only }) => unknownKeys(only, filterKeys, (name) => isMeasured.get(name) !== undefined),
    }),
    measurements: of(createMeasurementQueries(connection, columns, namedUnits)),
    colouring: of(createColouringQueries(connection, columnsOf, namedUnits, now)),
    models: of({
      mesh: models.mesh,
      holding: models.holding,
      gone: models.gone,
      ...createProductPlaces(connection),
    }),
    search: of(createSearchQueries(connection)),
    sources: of(createSourceQueries(connection, columns)),
    // In slices, between which others are answered: not of one transaction.
    retention: createRetentionQueries(connection, columns, now),
    tables: createTableQueries({ connection, columns, columnsOf, ahead, namedUnits, orders, subjects, now }),
  };
}

/**
 * Each answer from one state of the cache, in one transaction: what is written meanwhile is not half in it, and
 * a thousand small statements take their lock once instead of a thousand times.
 */
function ofOneMoment<T extends object>(connection: Connection, service: T): T {
  return Object.fromEntries(
    Object.entries(service).map(([name, answer]: [string, (...args: never[]) => unknown]) => [
      name,
      connection.transaction(answer),
    ]),
  ) as T;
}
