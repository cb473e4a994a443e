/** The runs of rows that a table shows: one, or one per group. */
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";
import { connection, currentHost } from "../../host/host.ts";
import { cache } from "../../state/cache.ts";
import { useQuery } from "../../state/query.ts";
import { createPages, type Pages } from "./pages.ts";
import { inGroup, type Section } from "./sections.ts";
import type { TableChoice } from "./table-state.ts";

/** Groups listed. */
const GROUPS = 500;

export interface Sections {
  readonly pages: Pages;
  /** What answers are of: see Pages.want. */
  readonly moment: string;
  /** Undefined: nothing has come yet. */
  readonly sections: readonly Section[] | undefined;
  readonly total: number | undefined;
  /** Groups that are not among the sections. */
  readonly more: number;
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
      currentHost().tables.page({ ...its, offset, limit: 100 }, { signal }),
    ),
  );
  useEffect(() => () => pages.close(), [pages]);
  const { failure } = useStore(pages.state);
  const groups = useQuery(
    group === undefined ? undefined : `table-groups:${group}:${JSON.stringify(query)}`,
    (host, options) => host.tables.groups({ ...query, column: group ?? "", limit: GROUPS }, options),
    { keep: true },
  );
  // The first page says how many there are.
  useEffect(() => {
    if (generation > 0) pages.want("table", group === undefined ? [{ query, pages: [0] }] : [], moment);
  }, [pages, query, moment, group, generation]);
  const ungrouped = pages.total(query);
  const sections = useMemo((): readonly Section[] | undefined => {
    if (group === undefined)
      return ungrouped === undefined
        ? undefined
        : [{ value: undefined, query, rows: ungrouped, isOpen: true }];
    return groups.data?.groups.map(({ value, rows }) => ({
      value,
      rows,
      query: inGroup(query, group, value),
      isOpen: open.includes(value),
    }));
  }, [group, ungrouped, query, groups.data, open]);
  const total = group === undefined ? ungrouped : groups.data?.total;
  // What was shown stays until the next is there.
  const [shown, setShown] = useState<Pick<Sections, "sections" | "total">>();
  if (
    sections !== undefined &&
    total !== undefined &&
    (shown?.sections !== sections || shown.total !== total)
  )
    setShown({ sections, total });
  const kept = shown?.sections?.[0]?.query.table === query.table ? shown : undefined;
  return {
    pages,
    moment,
    sections: sections ?? kept?.sections,
    total: total ?? kept?.total,
    more: group === undefined ? 0 : (groups.data?.more ?? 0),
    failure: group === undefined ? failure : (groups.failure ?? failure),
    retry: () => {
      setAttempt((count) => count + 1);
      groups.retry();
    },
  };
}
