/** Which equipment a node of the server belongs to: the one whose signals lie below it, where that is one alone. */
import { BrowseDirection, type ClientSession } from "node-opcua-client";
import type { OpcuaSignal } from "../../../../shared/contract/opcua.ts";

export type EquipmentOf = (sourceNode: string | undefined, sourceName: string) => string | undefined;

/** Levels above a signal that are looked at: a sensor in a group in a component in a machine. */
const LEVELS = 4;
const PER_BROWSE = 200;
const SERVER_OBJECT = "ns=0;i=2253";

export async function findEquipment(
  session: ClientSession,
  signals: readonly OpcuaSignal[],
): Promise<EquipmentOf> {
  const owners = new Map<string, Set<string>>();
  let level = Map.groupBy(signals, ({ nodeId }) => nodeId);
  for (let step = 0; step < LEVELS && level.size > 0; step += 1) {
    const next = new Map<string, OpcuaSignal[]>();
    const nodeIds = [...level.keys()];
    const parents = await parentsOf(session, nodeIds);
    nodeIds.forEach((nodeId, index) => {
      for (const parent of parents[index] ?? []) {
        const own = level.get(nodeId) ?? [];
        const equipment = owners.get(parent) ?? new Set();
        for (const signal of own) equipment.add(signal.equipment);
        owners.set(parent, equipment);
        next.set(parent, [...(next.get(parent) ?? []), ...own]);
      }
    });
    level = next;
  }
  const names = new Set(signals.map(({ equipment }) => equipment));
  return (sourceNode, sourceName) => {
    const found = owners.get(sourceNode ?? "");
    if (found?.size === 1) return [...found][0];
    if (names.has(sourceName)) return sourceName;
    // What the server says of itself is about no machine.
    return sourceNode === SERVER_OBJECT || sourceName === "" ? undefined : sourceName;
  };
}

async function parentsOf(
  session: ClientSession,
  nodeIds: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const parents: string[][] = [];
  for (let at = 0; at < nodeIds.length; at += PER_BROWSE) {
    const results = await session.browse(
      nodeIds.slice(at, at + PER_BROWSE).map((nodeId) => ({
        nodeId,
        browseDirection: BrowseDirection.Inverse,
        // HierarchicalReferences (OPC 10000-3, 7.3)
        referenceTypeId: "i=33",
        includeSubtypes: true,
        nodeClassMask: 0,
        resultMask: 0,
      })),
    );
    for (const { references } of results)
      parents.push((references ?? []).map(({ nodeId }) => nodeId.toString()));
  }
  return parents;
}
