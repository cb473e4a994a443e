/** Says over the rows how many have come above them, and goes there. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";

export function RowsAbove({ count, onGo }: { readonly count: number; readonly onGo: () => void }): ReactNode {
  return (
    <button type="button" className="button table-above" onClick={onGo}>
      {message("tables.above", { count })}
    </button>
  );
}
