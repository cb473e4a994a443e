/** The runs of rows that a table shows: one, or one per group. */
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../host/host.ts";
import { cache } from "../../state/cache.ts";
import { useQuery } from "../../state/query.ts";
import { createPages, PAGE, type Pages } from "./pages.ts";
import { groupSections, rowSections, type Shown } from "./sections.ts";
import type { TableChoice } from "./table-state.ts";

/** Groups listed. */
const GROUPS = 500;

export interface Sections {
  readonly pages: Pages;
  /** What answers are of: see Pages.want. */
  readonly moment: string;
  /** Of this table; until the newest question is answered that of one before. Undefined: nothing has come yet. */
  readonly shown: Shown | undefined;
  readonly failure: Failure | undefined;
  readonly retry: () => void;
}

export function useSections(query: TableQuery, { group, open }: TableChoice): Sections {
  const revision = useStore(cache, (state) => state.revision);
  const generation = useStore(connection, (state) => state.generation);
  const [attempt, setAttempt] = useState(0);
  const moment = `${generation}.${revision}.${attempt}`;
  const [pages] = useState(() =>
    createPages((its, offset, signal) =>
      currentHost().tables.page({ ...its, offset, limit: PAGE }, { signal }),
    ),
  );
  useEffect(() => () => pages.close(), [pages]);
  const { failure } = useStore(pages.state);
  const groups = useQuery(
    group === undefined ? undefined : `table-groups:${group}:${JSON.stringify(query)}`,
    async (host, options) => {
      const column = group ?? "";
      // With its question: the choice may be another one by the time it comes.
      return { query, column, ...(await host.tables.groups({ ...query, column, limit: GROUPS }, options)) };
    },
    { keep: true },
  );
  // The first page says how many there are.
  useEffect(() => {
    if (generation > 0) pages.want("table", group === undefined ? [{ query, pages: [0] }] : [], moment);
  }, [pages, query, moment, group, generation]);
  const ungrouped = pages.total(query);
  const current = useMemo((): Shown | undefined => {
    if (group === undefined) return ungrouped === undefined ? undefined : rowSections(query, ungrouped);
    return groups.data === undefined ? undefined : groupSections(groups.data, open);
  }, [group, ungrouped, query, groups.data, open]);
  // What was shown stays until the next is there.
  const [kept, setKept] = useState<Shown>();
  if (current !== undefined && kept !== current) setKept(current);
  const shown = current ?? kept;
  return {
    pages,
    moment,
    shown: shown?.query.table === query.table ? shown : undefined,
    failure: group === undefined ? failure : (groups.failure ?? failure),
    retry: () => {
      setAttempt((count) => count + 1);
      groups.retry();
    },
  };
}
