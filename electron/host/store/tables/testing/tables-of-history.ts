/** The tables of a random history that is changed while they are asked. */
import type { HandlerContext } from "../../../../../shared/rpc/service.ts";
import { createEventColumns } from "../../columns/event-columns.ts";
import { createFilteredColumns } from "../../columns/filter-events.ts";
import { createCharacteristicColumn, createOrderColumn } from "../../columns/named-rows.ts";
import { createSubjectColumns } from "../../columns/subject-columns.ts";
import { createRandomHistory, type RandomHistory } from "../../columns/testing/random-history.ts";
import { createFailRates } from "../../queries/fail-rates.ts";
import { createPartNumbers } from "../../queries/part-numbers.ts";
import { createPartRecords } from "../../queries/part-records.ts";
import { createUnitQueries } from "../../queries/units.ts";
import { createNamedUnits } from "../../columns/named-units.ts";
import { createEventQueries } from "../../queries/events.ts";
import { createFilterKeys } from "../../queries/filter-keys.ts";
import { createLaneNames } from "../../queries/lane-names.ts";
import { createTimelineQueries } from "../../queries/timeline.ts";
import { createSubjects } from "../../queries/subject.ts";
import { createTableQueries } from "../table-queries.ts";

export type Tables = ReturnType<typeof createTableQueries>;

export interface TablesOfHistory {
  readonly history: RandomHistory;
  readonly rates: ReturnType<typeof createFailRates>["rates"];
  readonly numbers: ReturnType<typeof createPartNumbers>["parts"];
  readonly units: ReturnType<typeof createUnitQueries>;
  readonly events: ReturnType<typeof createEventQueries> & ReturnType<typeof createTimelineQueries>;
  /** @param few rows that are sorted at once: with few of them it is divided as with millions of rows */
  readonly tablesOf: (few?: number) => Tables;
}

export const context: HandlerContext = { signal: new AbortController().signal };

/** To be closed by `history.close`. */
export function createTablesOfHistory(): TablesOfHistory {
  const history = createRandomHistory();
  const { reading: connection } = history;
  const columns = createEventColumns(connection);
  const subjects = createSubjects(connection);
  const orders = createOrderColumn(connection);
  const named = { orders, characteristics: createCharacteristicColumn(connection) };
  const filterKeys = createFilterKeys(connection, subjects, createLaneNames(connection, named));
  const { columnsOf, ahead } = createFilteredColumns(
    createSubjectColumns(connection, subjects, columns),
    named,
    filterKeys,
  );
  const namedUnits = createNamedUnits(connection, columnsOf, filterKeys);
  const reading = {
    connection,
    columns,
    subjects,
    orders,
    columnsOf,
    ahead,
    namedUnits,
    now: () => performance.now() * 1_000,
  };
  const records = createPartRecords(connection);
  return {
    history,
    rates: createFailRates(connection, columns, namedUnits, records).rates,
    numbers: createPartNumbers(connection, columnsOf, namedUnits, subjects, records, () => 2_000_000).parts,
    units: createUnitQueries(connection, namedUnits),
    events: {
      ...createEventQueries(connection, columnsOf),
      ...createTimelineQueries(connection, columnsOf, named),
    },
    tablesOf: (few) => createTableQueries({ ...reading, ...(few === undefined ? {} : { few }) }),
  };
}
