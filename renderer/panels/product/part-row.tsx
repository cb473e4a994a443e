/** One line of the product tree: number, title, revision, fail rate, quantity. */
import { memo, type ReactNode } from "react";
import type { FailRates } from "../../../shared/contract/measurements.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { rampColour, rateOnRamp, rateScale, useColouring } from "../../state/colouring.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import type { TreeRow } from "./tree-rows.ts";

export interface PartRowProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly top: number;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly choose: () => void;
  readonly fold: () => void;
}

export const PartRow = memo(function PartRow(props: PartRowProps): ReactNode {
  const { id, row, top, selected, focused, choose, fold } = props;
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
      })}
      className={`row tree-row ${focused ? "focused" : ""}`}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + level * 14 }}
      onClick={choose}
      onDoubleClick={fold}
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
      {rate.bar}{" "}
      <span className="tree-quantity number muted">
        {message("product.quantity", { quantity: node.quantity })}
      </span>
    </div>
  );
});

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
