/** The read half of the public contract, answered from one read-only connection. */
import { setTimeout } from "node:timers/promises";
import type { Implementation } from "../../../shared/rpc/service.ts";
import { createEventColumns, type EventColumns } from "./columns/event-columns.ts";
import { createFilteredColumns } from "./columns/filter-events.ts";
import { createNamedUnits } from "./columns/named-units.ts";
import { createCharacteristicColumn, createOrderColumn } from "./columns/named-rows.ts";
import { createSubjectColumns } from "./columns/subject-columns.ts";
import type { Connection } from "./open.ts";
import { createAlignedQueries } from "./queries/aligned.ts";
import { createColouringQueries } from "./queries/colouring.ts";
import { createFailRates } from "./queries/fail-rates.ts";
import { createEventQueries } from "./queries/events.ts";
import { createFilterKeys, unknownKeys } from "./queries/filter-keys.ts";
import { createLaneNames } from "./queries/lane-names.ts";
import { createMeasurementQueries } from "./queries/measurements.ts";
import { createPartRecords } from "./queries/part-records.ts";
import { createModelQueries } from "./queries/models.ts";
import { createPartQueries } from "./queries/parts.ts";
import { createProductPlaces } from "./queries/product-places.ts";
import { createSearchQueries } from "./search/search-queries.ts";
import { createSourceQueries } from "./queries/sources.ts";
import { createSubjects } from "./queries/subject.ts";
import { createTimelineQueries } from "./queries/timeline.ts";
import { createRetentionQueries } from "./retention/preview.ts";
import { createSlices, createTurns } from "./tables/slices.ts";
import { createTableQueries } from "./tables/table-queries.ts";
import { createTraceQueries } from "./queries/traces.ts";
import { createUnitQueries } from "./queries/units.ts";
import { createNamesFirst } from "./names-first.ts";
import type { readerContract } from "./reader-contract.ts";
import { createQuiet, type Quiet } from "./quiet.ts";
import { openCache } from "./stores.ts";

type FailRates = Pick<Implementation<typeof readerContract>["measurements"], "failRates">;

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
  const failRates = createFailRates(connection, columns, namedUnits, createPartRecords(connection));
  const counting = createTurns();
  const models = createModelQueries(connection);
  const quiet = createQuiet();
  readTheRest(columns, quiet, now);
  const namesFirst = createNamesFirst(async (by, breathe) => {
    await columns.ahead("whole", breathe);
    await readNames(by, breathe);
  }, now);
  const of = <T extends object>(service: T): T => quiet.noticed(namesFirst(ofOneMoment(connection, service)));
  const colouring = of(createColouringQueries(connection, columnsOf, namedUnits, now, failRates));
  const failRatesNow = of<FailRates>({ failRates: failRates.rates });
  const isMeasured = connection.prepare("SELECT 1 FROM characteristic WHERE name = ? LIMIT 1");
  const parts = createPartQueries(connection, columns);
  const { signal } = new AbortController();
  // The structure is asked first: it is counted while the page is still on its way. More than that would hold the page up.
  const steps = [() => columns.prepare(), () => parts.tree({}, { signal })];
  inTurns(
    steps.map((step) => connection.transaction(step)),
    quiet.isAsked,
  );
  return {
    parts: of({ ...parts, models: models.models }),
    units: of(createUnitQueries(connection, namedUnits)),
    events: of({
      ...createEventQueries(connection, columnsOf),
      ...createTimelineQueries(connection, columnsOf, named),
      ...createAlignedQueries(connection, columnsOf, subjects),
      ...createTraceQueries(connection, columnsOf),
      unknownKeys: ({ only }) => unknownKeys(only, filterKeys, (name) => isMeasured.get(name) !== undefined),
    }),
    measurements: {
      ...of(createMeasurementQueries(connection, namedUnits)),
      failRates: async (input, context) => {
        const { signal } = context;
        await counting(signal, async () => {
          if (columns.lacksUnits()) await quiet.quietFor(FIRST_QUIET, FIRST_AT_MOST);
          await failRates.ahead(createSlices(now, signal).breathe);
        });
        return failRatesNow.failRates(input, context);
      },
    },
    colouring: {
      ...colouring,
      positions: async (input, context) => {
        const { signal } = context;
        await counting(signal, async () => {
          if (columns.lacksUnits()) await quiet.quietFor(FIRST_QUIET, FIRST_AT_MOST);
          await columns.ahead("units", createSlices(now, signal).breathe);
        });
        return colouring.positions(input, context);
      },
    },
    models: of({
      mesh: models.mesh,
      holding: models.holding,
      gone: models.gone,
      ...createProductPlaces(connection),
    }),
    search: of(createSearchQueries(connection, columns.chunks)),
    sources: of(createSourceQueries(connection, columns)),
    // In slices, between which others are answered: not of one transaction.
    retention: createRetentionQueries(connection, columns, now),
    tables: createTableQueries({ connection, columns, columnsOf, ahead, namedUnits, orders, subjects, now }),
  };
}

/** ms without a question before what the first screen does without is read, and after which it is read anyway. */
const QUIET = 1_500;
const AT_MOST = 20_000;
/** The same before fail rates are first counted: they colour what is already there. */
const FIRST_QUIET = 400;
const FIRST_AT_MOST = 3_000;
/** ms between two slices. */
const PAUSE = 8;

/** One after the other, until somebody asks. */
function inTurns([step, ...left]: readonly (() => unknown)[], isAsked: () => boolean): void {
  setImmediate(() => {
    if (step === undefined || isAsked()) return;
    try {
      step();
    } catch {
      // Where it can't be read, the question will say so.
      return;
    }
    inTurns(left, isAsked);
  });
}

/** What the first screen does without, so that no later question waits for it. */
function readTheRest(columns: EventColumns, { quietFor }: Quiet, now: () => number): void {
  const { signal } = new AbortController();
  const { breathe } = createSlices(now, signal, () => setTimeout(PAUSE, undefined, { ref: false }));
  void quietFor(QUIET, AT_MOST, false)
    .then(() => columns.ahead("whole", breathe))
    // Where it can't be read, a question that needs it will say so.
    .catch(() => undefined);
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
