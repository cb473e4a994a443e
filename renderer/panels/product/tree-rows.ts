/** The product tree as the rows on the screen: folding, filtering, moving by keys. Pure. */
import type { PartTreeNode } from "../../../shared/contract/parts.ts";

export interface TreeRow {
  readonly node: PartTreeNode;
  /** 0 for a product. */
  readonly level: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
  /** 1-based place among its siblings on the screen, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

/**
 * Rows in pre-order. With a filter: the matching lines and all above them, everything unfolded.
 * `collapsed` holds ids of folded lines.
 */
export function treeRows(
  nodes: readonly PartTreeNode[],
  collapsed: ReadonlySet<string>,
  filter: string,
): readonly TreeRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const shown = words.length === 0 ? undefined : matching(nodes, words);
  const levels: number[] = [];
  const hidden = new Uint8Array(nodes.length);
  const childCount = new Map<number, number>();
  nodes.forEach((node, index) => {
    if (shown === undefined || shown[index] === 1) {
      childCount.set(node.parent, (childCount.get(node.parent) ?? 0) + 1);
    }
  });
  const places = new Map<number, number>();
  const rows: TreeRow[] = [];
  nodes.forEach((node, index) => {
    const parent = nodes[node.parent];
    levels[index] = parent === undefined ? 0 : (levels[node.parent] ?? 0) + 1;
    if (shown !== undefined && shown[index] !== 1) return;
    const folded = shown === undefined && parent !== undefined && collapsed.has(parent.id);
    if (parent !== undefined && (folded || hidden[node.parent] === 1)) {
      hidden[index] = 1;
      return;
    }
    const place = (places.get(node.parent) ?? 0) + 1;
    places.set(node.parent, place);
    const hasChildren = (childCount.get(index) ?? 0) > 0;
    rows.push({
      node,
      level: levels[index] ?? 0,
      hasChildren,
      expanded: hasChildren && (shown !== undefined || !collapsed.has(node.id)),
      place,
      siblings: childCount.get(node.parent) ?? 1,
    });
  });
  return rows;
}

/** What the filter looks in, made once for a tree: it is asked again with every letter typed. */
const texts = new WeakMap<readonly PartTreeNode[], readonly string[]>();

function textsOf(nodes: readonly PartTreeNode[]): readonly string[] {
  const known = texts.get(nodes);
  if (known !== undefined) return known;
  const made = nodes.map((node) =>
    `${node.partNumber} ${node.title ?? ""} ${node.revision ?? ""} ${node.findNumber ?? ""}`.toLowerCase(),
  );
  texts.set(nodes, made);
  return made;
}

function matching(nodes: readonly PartTreeNode[], words: readonly string[]): Uint8Array {
  const shown = new Uint8Array(nodes.length);
  textsOf(nodes).forEach((text, index) => {
    if (!words.every((word) => text.includes(word))) return;
    for (let at = index; at !== -1 && shown[at] === 0; at = nodes[at]?.parent ?? -1) shown[at] = 1;
  });
  return shown;
}

/** How many different parts the tree names. */
export function partCount(nodes: readonly PartTreeNode[]): number {
  return new Set(nodes.map((node) => node.partNumber)).size;
}

/**
 * Ids to fold at first: what lies deeper than `depth`, so that a large structure opens readable. Lines with nothing below
 * them are left out: most lines are such, and there is nothing of them to fold.
 */
export function collapsedBelow(nodes: readonly PartTreeNode[], depth: number): ReadonlySet<string> {
  const levels = new Uint16Array(nodes.length);
  const hasChildren = new Uint8Array(nodes.length);
  nodes.forEach(({ parent }, index) => {
    if (parent === -1) return;
    levels[index] = (levels[parent] ?? 0) + 1;
    hasChildren[parent] = 1;
  });
  const ids = new Set<string>();
  nodes.forEach(({ id }, index) => {
    if (hasChildren[index] === 1 && (levels[index] ?? 0) >= depth) ids.add(id);
  });
  return ids;
}

/** Every line above the given one: they must unfold for it to be seen. */
export function ancestorIds(nodes: readonly PartTreeNode[], id: string): readonly string[] {
  const ids: string[] = [];
  let node = nodes.find((candidate) => candidate.id === id);
  while (node !== undefined) {
    node = nodes[node.parent];
    if (node !== undefined) ids.push(node.id);
  }
  return ids;
}

/** Every line below the given one. */
export function idsBelow(nodes: readonly PartTreeNode[], id: string): readonly string[] {
  const top = nodes.findIndex((candidate) => candidate.id === id);
  if (top < 0) return [];
  const below = new Set([top]);
  const ids: string[] = [];
  // Pre-order: the lines below stand together, right after it.
  for (let at = top + 1; at < nodes.length; at += 1) {
    const node = nodes[at];
    if (node === undefined || !below.has(node.parent)) break;
    below.add(at);
    ids.push(node.id);
  }
  return ids;
}

export type TreeMove =
  | { readonly type: "focus"; readonly index: number }
  | { readonly type: "fold"; readonly id: string; readonly fold: boolean };

/** What moving needs to know of a row. */
export interface TreeStop {
  readonly node: { readonly id: string };
  readonly level: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
}

/** What a key does in a tree (ARIA Authoring Practices, tree view); undefined: nothing. */
export function moveInTree(rows: readonly TreeStop[], at: number, key: string): TreeMove | undefined {
  const row = rows[at];
  const focus = (index: number): TreeMove | undefined =>
    index === at || rows[index] === undefined ? undefined : { type: "focus", index };
  switch (key) {
    case "ArrowDown":
      return focus(at + 1);
    case "ArrowUp":
      return focus(at - 1);
    case "Home":
      return focus(0);
    case "End":
      return focus(rows.length - 1);
    case "PageDown":
      return focus(Math.min(rows.length - 1, at + 10));
    case "PageUp":
      return focus(Math.max(0, at - 10));
    case "ArrowRight":
      if (row === undefined || !row.hasChildren) return undefined;
      return row.expanded ? focus(at + 1) : { type: "fold", id: row.node.id, fold: false };
    case "ArrowLeft":
      if (row === undefined) return undefined;
      if (row.expanded) return { type: "fold", id: row.node.id, fold: true };
      for (let index = at - 1; index >= 0; index -= 1) {
        if ((rows[index]?.level ?? 0) < row.level) return focus(index);
      }
      return undefined;
    default:
      return undefined;
  }
}

/** The next row, after `at` and around, whose number or title begins with the typed letters. */
export function typeAhead(rows: readonly TreeRow[], at: number, typed: string): number | undefined {
  const text = typed.toLowerCase();
  // Going on with the same letters may stay on the row; a single letter moves on.
  const start = text.length > 1 ? at : at + 1;
  for (let step = 0; step < rows.length; step += 1) {
    const index = (start + step) % rows.length;
    const node = rows[index]?.node;
    if (node === undefined) continue;
    if (
      node.partNumber.toLowerCase().startsWith(text) ||
      node.title?.toLowerCase().startsWith(text) === true
    ) {
      return index;
    }
  }
  return undefined;
}
