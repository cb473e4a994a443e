/** A table's question once it stands still: typing and brushing change it many times a second. */
import { useEffect, useState } from "react";
import type { TableQuery } from "../../../shared/contract/tables.ts";

/** ms */
const SETTLE = 120;

/** Another table, subject or sort is asked for at once: what was typed for the one before is of no use to it. */
export function isAskedAtOnce(before: TableQuery, now: TableQuery): boolean {
  return before.table !== now.table || before.subject !== now.subject || before.sort !== now.sort;
}

export function useSettled(query: TableQuery): TableQuery {
  const [settled, setSettled] = useState(query);
  const isNow = isAskedAtOnce(settled, query);
  if (isNow) setSettled(query);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(query), SETTLE);
    return () => clearTimeout(timer);
  }, [query]);
  return isNow ? query : settled;
}
