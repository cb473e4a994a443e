/** The address space of a server as far as it is loaded, as the rows on the screen. Pure. */
import type { OpcuaNode } from "../../../shared/contract/opcua.ts";
import type { Failure } from "../../../shared/rpc/failure.ts";

/** What is known below a node. */
export interface Branch {
  /** undefined while they are asked for. */
  readonly nodes: readonly OpcuaNode[] | undefined;
  readonly isCut: boolean;
  readonly failure: Failure | undefined;
}

/** By node id; the Objects folder is `ROOT`. */
export type Branches = ReadonlyMap<string, Branch>;
export const ROOT = "";

interface RowPlace {
  readonly level: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
  readonly place: number;
  readonly siblings: number;
}

export interface NodeRow extends RowPlace {
  readonly type: "node";
  /** Node ids from the top: a node may hang in several places. */
  readonly node: { readonly id: string };
  readonly shown: OpcuaNode;
  /** Names of the nodes above, the nearest first. */
  readonly above: readonly string[];
}

/** In the place of nodes: why there are none, or no more. */
export interface NoteRow extends RowPlace {
  readonly type: "note";
  readonly node: { readonly id: string };
  /** Node whose children are meant. */
  readonly nodeId: string;
  readonly note: "loading" | "none" | "cut" | "failed";
  readonly failure: Failure | undefined;
}

export type AddressRow = NodeRow | NoteRow;

const SEPARATOR = "\u0000";

/** Objects may hold more; a variable only where it is no signal itself (a structure). */
export function mayHaveChildren({ nodeClass, selectable }: OpcuaNode): boolean {
  return nodeClass === "object" || nodeClass === "view" || (nodeClass === "variable" && !selectable);
}

/**
 * Rows in pre-order. With a filter: what is loaded and matches, and all above it, unfolded.
 * @param expanded row ids
 */
export function addressRows(
  branches: Branches,
  expanded: ReadonlySet<string>,
  filter: string,
): readonly AddressRow[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const rows: AddressRow[] = [];
  if (words.length === 0) list(rows, branches, expanded, ROOT, "", 0, []);
  else search(rows, branches, words, ROOT, "", 0, [], new Set());
  return rows;
}

function list(
  rows: AddressRow[],
  branches: Branches,
  expanded: ReadonlySet<string>,
  nodeId: string,
  id: string,
  level: number,
  above: readonly string[],
): void {
  const branch = branches.get(nodeId);
  const note = (kind: NoteRow["note"], failure?: Failure): void =>
    void rows.push({ ...noteAt(id, nodeId, level, kind), failure });
  if (branch?.failure !== undefined) return note("failed", branch.failure);
  const nodes = branch?.nodes;
  if (nodes === undefined) return note("loading");
  if (nodes.length === 0) return note("none");
  nodes.forEach((shown, index) => {
    const own = `${id}${SEPARATOR}${shown.nodeId}`;
    const hasChildren = mayHaveChildren(shown);
    const isOpen = hasChildren && expanded.has(own);
    rows.push({
      type: "node",
      node: { id: own },
      shown,
      above,
      level,
      hasChildren,
      expanded: isOpen,
      place: index + 1,
      siblings: nodes.length,
    });
    if (isOpen) list(rows, branches, expanded, shown.nodeId, own, level + 1, [shown.name, ...above]);
  });
  if (branch?.isCut === true) note("cut");
}

function noteAt(
  id: string,
  nodeId: string,
  level: number,
  note: NoteRow["note"],
): Omit<NoteRow, "failure"> & { failure: undefined } {
  return {
    type: "note",
    node: { id: `${id}${SEPARATOR}${SEPARATOR}${note}` },
    nodeId,
    note,
    failure: undefined,
    level,
    hasChildren: false,
    expanded: false,
    place: 1,
    siblings: 1,
  };
}

/** True where something below matches; a node above itself (a loop of references) is not followed again. */
function search(
  rows: AddressRow[],
  branches: Branches,
  words: readonly string[],
  nodeId: string,
  id: string,
  level: number,
  above: readonly string[],
  path: ReadonlySet<string>,
): boolean {
  const nodes = branches.get(nodeId)?.nodes ?? [];
  const found: AddressRow[][] = [];
  for (const shown of nodes) {
    if (path.has(shown.nodeId)) continue;
    const own = `${id}${SEPARATOR}${shown.nodeId}`;
    const below: AddressRow[] = [];
    const hasMatch = search(
      below,
      branches,
      words,
      shown.nodeId,
      own,
      level + 1,
      [shown.name, ...above],
      new Set([...path, shown.nodeId]),
    );
    const text = `${[...above].reverse().join(" ")} ${shown.name} ${shown.nodeId}`.toLowerCase();
    if (!hasMatch && !words.every((word) => text.includes(word))) continue;
    const row: AddressRow = {
      type: "node",
      node: { id: own },
      shown,
      above,
      level,
      hasChildren: hasMatch,
      expanded: hasMatch,
      place: found.length + 1,
      siblings: 0,
    };
    found.push([row, ...below]);
  }
  for (const [first, ...rest] of found)
    if (first !== undefined) rows.push({ ...first, siblings: found.length }, ...rest);
  return found.length > 0;
}

/** The signals directly below a node, as far as it is loaded. */
export function signalsBelow(branches: Branches, nodeId: string): readonly OpcuaNode[] {
  return (branches.get(nodeId)?.nodes ?? []).filter(({ selectable }) => selectable);
}
