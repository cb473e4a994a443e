/** The signals of an endpoint while a person picks them: what is added, changed and dropped. Pure. */
import type { OpcuaNode, OpcuaSignal } from "../../../shared/contract/opcua.ts";

/** By node id, in the order in which they were picked. */
export type SignalDraft = ReadonlyMap<string, OpcuaSignal>;

/** Asked where nothing else is said, ms. */
export const FIRST_INTERVAL = 1_000;
/** What is offered, ms; 0: every change. */
export const INTERVALS = [0, 100, 250, 500, 1_000, 5_000, 10_000, 60_000, 600_000] as const;

export function draftOf(signals: readonly OpcuaSignal[]): SignalDraft {
  return new Map(
    signals.map(({ nodeId, equipment, name, uom, intervalMs }) => [
      nodeId,
      { nodeId, equipment, name, intervalMs, ...(uom === undefined ? {} : { uom }) },
    ]),
  );
}

/**
 * Equipment of a node: the nearest name above it that the plant knows, else the object it lies in.
 * @param above names of the nodes above, the nearest first
 */
export function equipmentFor(above: readonly string[], known: ReadonlySet<string>): string {
  return above.find((name) => known.has(name)) ?? above[0] ?? "";
}

/** Picks a node; its name tells it from the equipment's other signals. */
export function picked(
  draft: SignalDraft,
  node: OpcuaNode,
  above: readonly string[],
  known: ReadonlySet<string>,
): SignalDraft {
  if (draft.has(node.nodeId)) return draft;
  const equipment = equipmentFor(above, known);
  const taken = new Set(
    [...draft.values()].filter((signal) => signal.equipment === equipment).map(({ name }) => name),
  );
  const longer = [node.name, ...above.map((name) => `${name} ${node.name}`)].find((name) => !taken.has(name));
  return new Map(draft).set(node.nodeId, {
    nodeId: node.nodeId,
    equipment,
    name: longer ?? `${node.name} (${node.nodeId})`,
    intervalMs: FIRST_INTERVAL,
    ...(node.uom === undefined ? {} : { uom: node.uom }),
  });
}

export function dropped(draft: SignalDraft, nodeId: string): SignalDraft {
  const rest = new Map(draft);
  rest.delete(nodeId);
  return rest;
}

/** An empty unit is none. */
export function changedSignal(draft: SignalDraft, nodeId: string, change: Partial<OpcuaSignal>): SignalDraft {
  const before = draft.get(nodeId);
  if (before === undefined) return draft;
  const { uom, ...next } = { ...before, ...change };
  return new Map(draft).set(nodeId, { ...next, ...(uom === undefined || uom === "" ? {} : { uom }) });
}

export type DraftProblem =
  | { readonly kind: "unnamed"; readonly nodeId: string }
  | { readonly kind: "clash"; readonly nodeId: string; readonly equipment: string; readonly name: string };

/** The first thing that the host would refuse. */
export function draftProblem(draft: SignalDraft): DraftProblem | undefined {
  const names = new Set<string>();
  for (const { nodeId, equipment, name } of draft.values()) {
    if (name.trim() === "" || equipment.trim() === "") return { kind: "unnamed", nodeId };
    const key = `${equipment.trim()}\n${name.trim()}`;
    if (names.has(key)) return { kind: "clash", nodeId, equipment: equipment.trim(), name: name.trim() };
    names.add(key);
  }
  return undefined;
}

/** As the host takes them. */
export function signalsOf(draft: SignalDraft): (Omit<OpcuaSignal, "uom"> & { readonly uom?: string })[] {
  return [...draft.values()].map(({ nodeId, equipment, name, uom, intervalMs }) => ({
    nodeId,
    equipment: equipment.trim(),
    name: name.trim(),
    intervalMs,
    ...(uom === undefined ? {} : { uom }),
  }));
}

export function sameDraft(a: SignalDraft, b: SignalDraft): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([nodeId, signal]) => {
    const other = b.get(nodeId);
    return (
      other?.equipment === signal.equipment &&
      other.name === signal.name &&
      other.uom === signal.uom &&
      other.intervalMs === signal.intervalMs
    );
  });
}

/** How many of the first are not in the second. */
export function droppedCount(before: SignalDraft, after: SignalDraft): number {
  return [...before.keys()].filter((nodeId) => !after.has(nodeId)).length;
}
