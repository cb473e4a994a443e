/** The address space of a server as a tree with ticks: lazily loaded, any size, all by keys. */
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { message } from "../../messages/catalogue.ts";
import { Empty } from "../../components/region.tsx";
import { moveInTree } from "../product/tree-rows.ts";
import { addressRows, signalsBelow, type AddressRow, type NodeRow } from "./address-rows.ts";
import { AddressLine, type Tick } from "./address-line.tsx";
import type { SignalDraft } from "./signal-draft.ts";
import type { AddressSpace } from "./use-address-space.ts";

export interface AddressTreeProps {
  readonly space: AddressSpace;
  readonly filter: string;
  readonly draft: SignalDraft;
  /** Picks or drops these nodes, all lying below the same names. */
  readonly toggle: (nodes: readonly NodeRow["shown"][], above: readonly string[], on: boolean) => void;
}

const ROW = 24;

export function AddressTree({ space, filter, draft, toggle }: AddressTreeProps): ReactNode {
  const base = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState<string>();
  const { branches } = space;
  const rows = useMemo(() => addressRows(branches, expanded, filter), [branches, expanded, filter]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const at = Math.max(
    0,
    rows.findIndex(({ node }) => node.id === focused),
  );

  const fold = (row: AddressRow, open: boolean): void => {
    if (row.type !== "node" || !row.hasChildren) return;
    if (open) space.load(row.shown.nodeId);
    setExpanded((before) => {
      const next = new Set(before);
      if (open) next.add(row.node.id);
      else next.delete(row.node.id);
      return next;
    });
  };
  const tickOf = (row: AddressRow): Tick => {
    if (row.type !== "node") return undefined;
    if (row.shown.selectable) return draft.has(row.shown.nodeId);
    const below = signalsBelow(branches, row.shown.nodeId);
    if (below.length === 0) return undefined;
    const count = below.filter(({ nodeId }) => draft.has(nodeId)).length;
    return count === 0 ? false : count === below.length ? true : "mixed";
  };
  const tick = (row: AddressRow): void => {
    const now = tickOf(row);
    if (row.type !== "node" || now === undefined) return;
    if (row.shown.selectable) toggle([row.shown], row.above, !now);
    else toggle(signalsBelow(branches, row.shown.nodeId), [row.shown.name, ...row.above], now !== true);
  };
  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setFocused(row.node.id);
    virtual.scrollToIndex(index, { align: "auto" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (event.ctrlKey || event.altKey || event.metaKey || row === undefined) return;
    if (event.key === " ") tick(row);
    else if (event.key === "Enter") {
      if (row.type === "note") space.load(row.nodeId);
      else if (row.hasChildren) fold(row, !row.expanded);
      else tick(row);
    } else {
      const move = moveInTree(rows, at, event.key);
      if (move === undefined) return;
      if (move.type === "focus") focusRow(move.index);
      else fold(row, !move.fold);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (rows.length === 0) return <Empty>{message("pick.no-match", { text: filter })}</Empty>;
  return (
    <div
      ref={scroller}
      className="scroll tree address-tree"
      role="tree"
      aria-label={message("pick.tree")}
      aria-multiselectable="true"
      tabIndex={0}
      data-first-focus
      aria-activedescendant={`${base}-${at}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <AddressLine
              key={row.node.id}
              id={`${base}-${item.index}`}
              row={row}
              top={item.start}
              focused={item.index === at}
              tick={tickOf(row)}
              onTick={() => {
                setFocused(row.node.id);
                tick(row);
              }}
              onFold={() => {
                setFocused(row.node.id);
                fold(row, !row.expanded);
              }}
              onRetry={() => row.type === "note" && space.load(row.nodeId)}
            />
          );
        })}
      </div>
    </div>
  );
}
