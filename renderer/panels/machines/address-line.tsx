/** One line of a server's address space. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { uomText } from "../../timeline/trace-value.ts";
import type { AddressRow, NodeRow, NoteRow } from "./address-rows.ts";

/** undefined: nothing to tick. */
export type Tick = boolean | "mixed" | undefined;

export interface AddressLineProps {
  readonly id: string;
  readonly row: AddressRow;
  /** CSS pixels from the top of the tree. */
  readonly top: number;
  readonly focused: boolean;
  readonly tick: Tick;
  readonly onTick: () => void;
  readonly onFold: () => void;
  readonly onRetry: () => void;
}

const INDENT = 14;

export function AddressLine(props: AddressLineProps): ReactNode {
  const { id, row, top, focused, tick, onTick, onFold, onRetry } = props;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level + 1}
      aria-setsize={row.siblings}
      aria-posinset={row.place}
      {...(tick === undefined ? { "aria-selected": false } : { "aria-checked": tick })}
      {...(row.hasChildren ? { "aria-expanded": row.expanded } : {})}
      className={`row tree-row ${focused ? "focused" : ""}`}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + row.level * INDENT }}
      onClick={() =>
        row.type === "note" ? onRetry() : tick === undefined || row.hasChildren ? onFold() : onTick()
      }
    >
      <span
        className={`twisty ${row.hasChildren ? (row.expanded ? "open" : "closed") : ""}`}
        aria-hidden="true"
      ></span>
      {tick === undefined ? undefined : (
        <span
          className={`tick ${tick === false ? "" : "ticked"}`}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onTick();
          }}
        >
          {tick === "mixed" ? "–" : tick ? "✓" : ""}
        </span>
      )}
      {row.type === "node" ? <NodeText row={row} /> : <NoteText row={row} />}
    </div>
  );
}

function NodeText({ row }: { readonly row: NodeRow }): ReactNode {
  const { name, nodeId, nodeClass, selectable, value, uom, dataType, hasHistory } = row.shown;
  const why = nodeClass === "variable" && !selectable ? message("pick.not-a-signal") : undefined;
  const hints = [nodeId, dataType, hasHistory ? message("pick.history") : undefined, why];
  return (
    <>
      <span
        className={`ellipsis address-name ${selectable || row.hasChildren ? "" : "muted"}`}
        title={hints.filter((hint) => hint !== undefined).join(" · ")}
      >
        {name}
      </span>{" "}
      {value === undefined || !selectable ? undefined : (
        <span className="address-value ellipsis muted">
          {value}
          {uomText(uom)}
        </span>
      )}
    </>
  );
}

function NoteText({ row }: { readonly row: NoteRow }): ReactNode {
  if (row.note !== "failed") return <span className="muted">{message(`pick.${row.note}`)}</span>;
  const why = row.failure?.message ?? "";
  return (
    <span className="fail ellipsis" title={why}>
      {message("pick.browse-failed", { why })} <u>{message("pick.retry")}</u>
    </span>
  );
}
