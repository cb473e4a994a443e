/** Where the filters let nothing through: that it is so, and the way back. */
import type { ReactNode } from "react";
import { message } from "../messages/catalogue.ts";
import { clearFilters } from "../state/filters.ts";
import { Empty } from "./region.tsx";

export function NothingPasses(): ReactNode {
  return (
    <Empty
      action={
        <button type="button" className="button" onClick={clearFilters}>
          {message("filter.clear")}
        </button>
      }
    >
      {message("filter.nothing")}
    </Empty>
  );
}
