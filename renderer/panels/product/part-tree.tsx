/** The tree itself: virtual rows, one tab stop, arrows and letters move, Enter or Space selects. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { openCompare } from "../compare/compare-state.ts";
import { message } from "../../messages/catalogue.ts";
import { Empty } from "../../components/region.tsx";
import { selection, useSelection } from "../../state/selection.ts";
import { useCache } from "../../state/cache.ts";
import type { AskedProduct } from "../../state/part-links.ts";
import { askForPart, linksOf, productOf, tryUnlink } from "../part-links/decide.ts";
import { select } from "../scene/use-scene.ts";
import { PartRow } from "./part-row.tsx";
import { fitNodes, runRowAction, toggleSelected } from "./row-actions.ts";
import { RowMenu, type MenuAction, type RowMenuProps } from "./row-menu.tsx";
import { rowVisibility, type RowVisibility } from "./row-visibility.ts";
import { useTreeSelection } from "./use-tree-selection.ts";
import {
  ancestorIds,
  collapsedBelow,
  idsBelow,
  moveInTree,
  treeRows,
  typeAhead,
  type TreeRow,
} from "./tree-rows.ts";

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
  const isReadOnly = useCache((state) => state.about?.readOnly === true);
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

  const { shown, rowNodes, drawn, isSelected } = useTreeSelection();
  const [menu, setMenu] = useState<{ readonly row: TreeRow; readonly x: number; readonly y: number }>();

  const focusedIndex = rows.findIndex((row) => row.node.id === focused);
  const firstSelected = rows.findIndex((row) => isSelected(row.node));
  const selectedIndex =
    firstSelected >= 0 ? firstSelected : rows.findIndex((row) => row.node.partNumber === partNumber);
  const at = focusedIndex >= 0 ? focusedIndex : Math.max(0, selectedIndex);

  // Selected elsewhere: unfold the way to it and bring it into view.
  useEffect(() => {
    const node =
      nodes.find((candidate) => candidate.partNumber === partNumber && isSelected(candidate)) ??
      nodes.find((candidate) => candidate.partNumber === partNumber);
    if (node === undefined) return;
    const above = ancestorIds(nodes, node.id);
    setCollapsed((before) => (above.some((id) => before.has(id)) ? without(before, above) : before));
    setFocused((before) =>
      nodes.some((candidate) => candidate.id === before && isSelected(candidate)) ? before : node.id,
    );
  }, [partNumber, nodes, isSelected]);
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
  const nodesOf = (row: TreeRow): readonly number[] => rowNodes?.nodesOf(row.node.id) ?? [];
  /** Of the shown model; read only there is nothing to say of it. */
  const productOfRow = (row: TreeRow): AskedProduct | undefined =>
    shown === undefined || isReadOnly ? undefined : productOf(shown, nodesOf(row)[0]);
  const linkOfRow = (row: TreeRow): RowMenuProps["link"] => {
    const product = productOfRow(row);
    if (product === undefined) return "none";
    return linksOf(product).length > 0 ? "linked" : "can-link";
  };
  const choose = (row: TreeRow, how: "alone" | "toggle" | "range" = "alone"): void => {
    const { partNumber: number, id } = row.node;
    const own = nodesOf(row);
    const anchor = rows.findIndex(({ node }) => node.id === focused);
    if (how !== "range") setFocused(id);
    if (how === "toggle" && shown !== undefined && own.length > 0) toggleSelected(own, number, shown);
    else if (how === "range" && shown !== undefined && anchor >= 0) {
      const to = rows.indexOf(row);
      const range = rows.slice(Math.min(anchor, to), Math.max(anchor, to) + 1).flatMap(nodesOf);
      select({ nodes: [...new Set(range)], partNumber: number, face: undefined, faces: [] });
    } else selection.getState().selectPart(number);
  };
  const visibilityOf = (row: TreeRow): RowVisibility | undefined =>
    drawn === undefined ? undefined : rowVisibility(nodesOf(row), drawn.within);
  const act = (action: MenuAction, row: TreeRow): void => {
    const { id, partNumber: number } = row.node;
    const below = row.hasChildren ? idsBelow(nodes, id) : [];
    if (action === "unfold") setCollapsed((before) => without(before, [id, ...below]));
    else if (action === "fold") setCollapsed((before) => new Set([...before, id, ...below]));
    else if (action === "compare") openCompare(number);
    else if (action === "this-is-part") askForPart(productOfRow(row));
    else if (action === "not-this-part") {
      const product = productOfRow(row);
      if (product !== undefined) void tryUnlink(product);
    } else if (action === "fit") fitNodes(nodesOf(row), number);
    else if (shown !== undefined && drawn !== undefined) runRowAction(action, nodesOf(row), shown, drawn);
  };
  const toggleShown = (row: TreeRow): void => act(visibilityOf(row) === "shown" ? "hide" : "show", row);

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (row === undefined) return;
    const command = event.ctrlKey || event.metaKey;
    const pressed = event.key.toLowerCase();
    if (event.altKey && !command && ["h", "i", "g"].includes(pressed)) {
      if (pressed === "h") toggleShown(row);
      else act(pressed === "i" ? "isolate" : "ghost", row);
    } else if (command && (event.key === " " || event.key === "Enter")) {
      choose(row, "toggle");
    } else if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) {
      const line = document.getElementById(`${base}-${at}`)?.getBoundingClientRect();
      setMenu({ row, x: (line?.left ?? 0) + 40, y: line?.bottom ?? 0 });
    } else if (command || event.altKey) {
      return;
    } else if (event.key === "Enter" || event.key === " ") {
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
      aria-multiselectable="true"
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
              selected={isSelected(row.node)}
              focused={item.index === at}
              visibility={visibilityOf(row)}
              choose={(how) => choose(row, how)}
              fold={() => fold(row.node.id, row.expanded)}
              toggleShown={() => toggleShown(row)}
              openMenu={(x, y) => {
                setFocused(row.node.id);
                setMenu({ row, x, y });
              }}
            />
          );
        })}
      </div>
      {menu === undefined ? undefined : (
        <RowMenu
          name={menu.row.node.partNumber}
          x={menu.x}
          y={menu.y}
          visibility={visibilityOf(menu.row)}
          hasChildren={menu.row.hasChildren}
          link={linkOfRow(menu.row)}
          run={(action) => act(action, menu.row)}
          close={() => {
            setMenu(undefined);
            scroller.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function without(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const rest = new Set(set);
  for (const id of ids) rest.delete(id);
  return rest;
}
