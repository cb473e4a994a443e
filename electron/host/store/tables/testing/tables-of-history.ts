/** The tables of a random history that is changed while they are asked. */
import type { HandlerContext } from "../../../../../shared/rpc/service.ts";
import { createEventColumns } from "../../columns/event-columns.ts";
import { createOrderColumn } from "../../columns/named-rows.ts";
import { createSubjectColumns } from "../../columns/subject-columns.ts";
import { createRandomHistory, type RandomHistory } from "../../columns/testing/random-history.ts";
import { createSubjects } from "../../queries/subject.ts";
import { createTableQueries } from "../table-queries.ts";

export type Tables = ReturnType<typeof createTableQueries>;

export interface TablesOfHistory {
  readonly history: RandomHistory;
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
  const reading = {
    connection,
    columns,
    subjects,
    orders: createOrderColumn(connection),
    columnsOf: createSubjectColumns(connection, subjects, columns),
    now: () => performance.now() * 1_000,
  };
  return {
    history,
    tablesOf: (few) => createTableQueries({ ...reading, ...(few === undefined ? {} : { few }) }),
  };
}
