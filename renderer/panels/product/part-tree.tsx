/** The tree itself: virtual rows, one tab stop, arrows and letters move, Enter or Space selects. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty } from "../../shell/region.tsx";
import { selection, useSelection } from "../../state/selection.ts";
import { PartRow } from "./part-row.tsx";
import { ancestorIds, collapsedBelow, moveInTree, treeRows, typeAhead, type TreeRow } from "./tree-rows.ts";

const ROW_HEIGHT = 24;
/** So many rows are in the page all at once: a screen reader's own search then finds each of them. */
const WHOLE = 250;
/** A structure larger than this opens with its deeper levels folded. */
const LARGE = 400;
const TYPE_AHEAD_PAUSE = 700;

export function PartTree({
  nodes,
  filter,
}: {
  readonly nodes: readonly PartTreeNode[];
  readonly filter: string;
}): ReactNode {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(() =>
    nodes.length > LARGE ? collapsedBelow(nodes, 2) : new Set(),
  );
  const rows = useMemo(() => treeRows(nodes, collapsed, filter), [nodes, collapsed, filter]);
  const partNumber = useSelection((state) => state.partNumber);
  const [focused, setFocused] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const typed = useRef({ text: "", at: 0 });
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: rows.length <= WHOLE ? rows.length : 12,
  });

  const focusedIndex = rows.findIndex((row) => row.node.id === focused);
  const selectedIndex = rows.findIndex((row) => row.node.partNumber === partNumber);
  const at = focusedIndex >= 0 ? focusedIndex : Math.max(0, selectedIndex);

  // Selected elsewhere: unfold the way to it and bring it into view.
  useEffect(() => {
    const node = nodes.find((candidate) => candidate.partNumber === partNumber);
    if (node === undefined) return;
    const above = ancestorIds(nodes, node.id);
    setCollapsed((before) => (above.some((id) => before.has(id)) ? without(before, above) : before));
    setFocused((before) =>
      nodes.some((candidate) => candidate.id === before && candidate.partNumber === partNumber)
        ? before
        : node.id,
    );
  }, [partNumber, nodes]);
  useEffect(() => {
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: "auto" });
  }, [selectedIndex, virtual]);

  const fold = (id: string, folded: boolean): void =>
    setCollapsed((before) => (folded ? new Set([...before, id]) : without(before, [id])));
  const focusRow = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    setFocused(row.node.id);
    virtual.scrollToIndex(index, { align: "auto" });
  };
  const choose = (row: TreeRow): void => {
    setFocused(row.node.id);
    selection.getState().selectPart(row.node.partNumber);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (event.ctrlKey || event.altKey || event.metaKey || row === undefined) return;
    if (event.key === "Enter" || event.key === " ") {
      choose(row);
    } else if (event.key === "*") {
      setCollapsed(new Set());
    } else {
      const move = moveInTree(rows, at, event.key);
      if (move?.type === "focus") focusRow(move.index);
      else if (move?.type === "fold") fold(move.id, move.fold);
      else if (event.key.length === 1) {
        const fresh = event.timeStamp - typed.current.at > TYPE_AHEAD_PAUSE;
        typed.current = { text: (fresh ? "" : typed.current.text) + event.key, at: event.timeStamp };
        const found = typeAhead(rows, at, typed.current.text);
        if (found !== undefined) focusRow(found);
      } else return;
    }
    // Letters move in the tree; they are not shortcuts of the page here.
    event.preventDefault();
    event.stopPropagation();
  };

  if (rows.length === 0) return <Empty>{message("product.no-match", { text: filter })}</Empty>;
  const active = rows[at];
  return (
    <div
      ref={scroller}
      className="scroll tree"
      role="tree"
      aria-label={message("product.tree")}
      tabIndex={0}
      data-first-focus
      aria-activedescendant={active === undefined ? undefined : `${base}-${at}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return undefined;
          return (
            <PartRow
              key={row.node.id}
              id={`${base}-${item.index}`}
              row={row}
              top={item.start}
              selected={row.node.partNumber === partNumber}
              focused={item.index === at}
              choose={() => choose(row)}
              fold={() => fold(row.node.id, row.expanded)}
            />
          );
        })}
      </div>
    </div>
  );
}

function without(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const rest = new Set(set);
  for (const id of ids) rest.delete(id);
  return rest;
}
