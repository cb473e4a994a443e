/** Pages of rows as they come in view; those that are passed by before they have come are called off. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { TablePage, TableQuery, TableRow } from "../../../shared/contract/tables.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { asFailure } from "../../state/query.ts";

export const PAGE = 100;
/** Pages kept of all questions, and rows that they have at most. */
const KEPT = 60;
export const MOST_LOADED = KEPT * PAGE;
/** Questions whose number of rows is remembered. */
const TOTALS = 100;

export type AskPage = (query: TableQuery, offset: number, signal: AbortSignal) => Promise<TablePage>;

export interface Wanted {
  readonly query: TableQuery;
  /** Numbers of pages. */
  readonly pages: readonly number[];
}

export interface PagesState {
  /** Of the state that the cache had when it came; told from others by `moment`. */
  readonly pages: ReadonlyMap<string, { readonly moment: string; readonly page: TablePage }>;
  readonly failure: Failure | undefined;
}

export interface Pages {
  readonly state: StoreApi<PagesState>;
  /**
   * @param by who wants them: what nobody wants any more is called off
   * @param moment what the answers are of: another one asks again and shows the last answer meanwhile
   */
  readonly want: (by: "table" | "view", wanted: readonly Wanted[], moment: string) => void;
  readonly row: (query: TableQuery, row: number) => TableRow | undefined;
  /** Rows of the question, as its last answer said. */
  readonly total: (query: TableQuery) => number | undefined;
  readonly close: () => void;
}

/** Asked for at every row that is drawn. */
const names = new WeakMap<TableQuery, string>();
function queryName(query: TableQuery): string {
  let name = names.get(query);
  if (name === undefined) {
    name = JSON.stringify(query);
    names.set(query, name);
  }
  return name;
}
const nameOf = (query: TableQuery, page: number): string => `${queryName(query)} ${page}`;

/** Undefined: it is not among them. */
export function rowOf(pages: PagesState["pages"], query: TableQuery, row: number): TableRow | undefined {
  return pages.get(nameOf(query, Math.floor(row / PAGE)))?.page.rows[row % PAGE];
}

export function createPages(ask: AskPage): Pages {
  const state = createStore<PagesState>(() => ({ pages: new Map(), failure: undefined }));
  const running = new Map<string, { readonly moment: string; readonly abort: AbortController }>();
  const totals = new Map<string, number>();
  const wantedBy = new Map<string, ReadonlySet<string>>();

  const failed = new Map<string, { readonly moment: string; readonly failure: Failure }>();
  const isWanted = (name: string): boolean => [...wantedBy.values()].some((each) => each.has(name));
  /** That of what is wanted now. */
  const showFailure = (): void => {
    const found = [...failed].find(([name]) => isWanted(name))?.[1].failure;
    if (found !== state.getState().failure) state.setState({ failure: found });
  };

  const start = (query: TableQuery, number: number, moment: string): void => {
    const name = nameOf(query, number);
    const abort = new AbortController();
    running.set(name, { moment, abort });
    ask(query, number * PAGE, abort.signal).then(
      (page) => {
        if (abort.signal.aborted) return;
        running.delete(name);
        totals.delete(queryName(query));
        totals.set(queryName(query), page.total);
        for (const oldest of totals.keys()) {
          if (totals.size <= TOTALS) break;
          totals.delete(oldest);
        }
        const pages = new Map(state.getState().pages);
        pages.delete(name);
        pages.set(name, { moment, page });
        for (const oldest of pages.keys()) {
          if (pages.size <= KEPT) break;
          pages.delete(oldest);
        }
        state.setState({ pages });
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        running.delete(name);
        failed.set(name, { moment, failure: asFailure(thrown) });
        showFailure();
      },
    );
  };
  return {
    state,
    want: (by, wanted, moment) => {
      const names = new Set<string>();
      wantedBy.set(by, names);
      for (const { query, pages } of wanted)
        for (const page of pages) {
          const name = nameOf(query, page);
          names.add(name);
          const known = state.getState().pages.get(name);
          if (known?.moment === moment || running.get(name)?.moment === moment) continue;
          if (failed.get(name)?.moment === moment) continue;
          failed.delete(name);
          running.get(name)?.abort.abort();
          start(query, page, moment);
        }
      for (const [name, { abort }] of running) {
        if (isWanted(name)) continue;
        abort.abort();
        running.delete(name);
      }
      for (const name of failed.keys()) if (!isWanted(name)) failed.delete(name);
      showFailure();
    },
    row: (query, row) => rowOf(state.getState().pages, query, row),
    total: (query) => totals.get(queryName(query)),
    close: () => {
      for (const { abort } of running.values()) abort.abort();
      running.clear();
    },
  };
}
