/** One line of the product tree: number, title, revision, fail rate, quantity. */
import { memo, type ReactNode } from "react";
import type { FailRates } from "../../../shared/contract/measurements.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { rampColour, rateOnRamp, rateScale, useColouring } from "../../state/colouring.ts";
import type { RowVisibility } from "./row-visibility.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { labelOf, markOf } from "../part-links/link-mark.ts";
import type { TreeRow } from "./tree-rows.ts";

export interface PartRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly top: number;
  readonly selected: boolean;
  readonly focused: boolean;
  /** Undefined where the shown model has nothing of the line. */
  readonly visibility: RowVisibility | undefined;
  readonly choose: (how: "alone" | "toggle" | "range") => void;
  readonly fold: () => void;
  /** Hides the line's occurrences, or brings them back. */
  readonly toggleShown: () => void;
  readonly openMenu: (x: number, y: number) => void;
}

export const PartRow = memo(function PartRow(props: PartRowProps): ReactNode {
  const { id, row, top, selected, focused, visibility, choose, fold, toggleShown, openMenu } = props;
  const { node, level, hasChildren, expanded } = row;
  const rate = useRate(node);
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level + 1}
      aria-setsize={row.siblings}
      aria-posinset={row.place}
      aria-selected={selected}
      {...(hasChildren ? { "aria-expanded": expanded } : {})}
      aria-label={message("product.row-label", {
        number: node.partNumber,
        title: node.title === undefined ? "" : ` ${node.title}`,
        revision: node.revision === undefined ? "" : ` ${node.revision}`,
        quantity: node.quantity,
        units: node.unitCount,
        failed: node.failedUnitCount,
        seen: visibility === undefined || visibility === "shown" ? "" : message(`product.seen.${visibility}`),
        linked: labelOf(node.linked),
      })}
      className={`row tree-row ${focused ? "focused" : ""} ${visibility ?? ""}`}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + level * 14 }}
      onClick={({ ctrlKey, metaKey, shiftKey }) =>
        choose(ctrlKey || metaKey ? "toggle" : shiftKey ? "range" : "alone")
      }
      onDoubleClick={fold}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.clientX, event.clientY);
      }}
    >
      <span
        className={`twisty ${hasChildren ? (expanded ? "open" : "closed") : ""}`}
        aria-hidden="true"
        onClick={(event) => {
          if (!hasChildren) return;
          event.stopPropagation();
          fold();
        }}
      ></span>
      <span className="tree-name" title={`${node.partNumber} ${node.title ?? ""} · ${rate.title}`}>
        {node.title === undefined || level === 0 ? undefined : (
          <span className="mono muted">{node.partNumber}</span>
        )}{" "}
        <span className="tree-title ellipsis">{node.title ?? node.partNumber}</span>{" "}
        {node.revision === undefined ? undefined : <span className="muted">{node.revision}</span>}
      </span>
      {node.linked === undefined ? undefined : (
        <span
          className={`tree-link ${node.linked.isThere ? "" : "warn"}`}
          aria-hidden="true"
          title={markOf(node.linked)}
        >
          <Chain />
        </span>
      )}
      {rate.bar}{" "}
      {visibility === undefined ? undefined : (
        // By keys it is Alt+H, and the line's name says it: no stop of its own.
        <span
          className="tree-eye"
          aria-hidden="true"
          title={message(`product.eye.${visibility}`)}
          onClick={(event) => {
            event.stopPropagation();
            toggleShown();
          }}
        >
          <Eye crossed={visibility === "hidden"} />
        </span>
      )}
      <span className="tree-quantity number muted">
        {message("product.quantity", { quantity: node.quantity })}
      </span>
    </div>
  );
});

function Chain(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="12" height="12" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7L8 4.3" />
      <path d="M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7L8 11.7" />
    </svg>
  );
}

function Eye({ crossed }: { readonly crossed: boolean }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" strokeWidth="1.3">
      <path d="M1.5 8C3.2 5 5.4 3.6 8 3.6S12.8 5 14.5 8C12.8 11 10.6 12.4 8 12.4S3.2 11 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
      {crossed ? <path d="M3 13.5 13 2.5" /> : undefined}
    </svg>
  );
}

/** Length and colour are the share of failed units, in the brushed span where there is one. */
function useRate(node: PartTreeNode): { readonly title: string; readonly bar: ReactNode } {
  const rates = useColouring((state) => state.rates);
  const tokens = useTokens();
  const { units, failed } = numbersOf(node, rates);
  if (units === 0) return { title: message("product.no-units"), bar: undefined };
  const rate = failed / units;
  const at = rates === undefined ? rate : rateOnRamp(rate, rateScale(rates));
  const style = { width: `${Math.max(5, at * 100)}%`, background: rampColour(tokens.rate, at) };
  return {
    title: message("product.rate-title", { failed, units }),
    bar: (
      <span className="rate-bar" aria-hidden="true">
        <i style={style} />
      </span>
    ),
  };
}

function numbersOf(node: PartTreeNode, rates: FailRates | undefined): { units: number; failed: number } {
  const seen = rates?.parts.find((part) => part.partNumber === node.partNumber);
  if (rates !== undefined) return { units: seen?.units ?? 0, failed: seen?.failed ?? 0 };
  return { units: node.unitCount, failed: node.failedUnitCount };
}
