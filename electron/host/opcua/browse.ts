/** Children of a node, as a person picks signals from them (OPC 10000-4, 5.9). */
import {
  AttributeIds,
  BrowseDirection,
  makeBrowsePath,
  NodeClass,
  resolveNodeId,
  type ClientSession,
  type DataValue,
  type ReferenceDescription,
} from "node-opcua-client";
import type { OpcuaChildren, OpcuaNode } from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { readingOf } from "./intake/reading.ts";
import { readNodeFacts, type NodeFacts } from "./subscription/node-facts.ts";

const OBJECTS_FOLDER = "ns=0;i=85";
/** HierarchicalReferences, and HasProperty, which is one but shows no signals (OPC 10000-3, 7). */
const HIERARCHICAL = "ns=0;i=33";
const HAS_PROPERTY = "ns=0;i=46";
const MAXIMUM = 10_000;
const PER_PAGE = 1_000;
const PER_READ = 250;

const CLASSES: Readonly<Record<number, OpcuaNode["nodeClass"]>> = {
  [NodeClass.Object]: "object",
  [NodeClass.Variable]: "variable",
  [NodeClass.Method]: "method",
  [NodeClass.View]: "view",
};

interface UnitAndRange {
  readonly uom: string | undefined;
  readonly range: readonly [low: number, high: number] | undefined;
}

/** Throws a Failure `invalid` for a node that is not there. */
export async function browse(session: ClientSession, nodeId = OBJECTS_FOLDER): Promise<OpcuaChildren> {
  const { references, isCut } = await referencesOf(session, nodeId);
  const variables = references.filter(({ nodeClass }) => CLASSES[nodeClass] === "variable");
  const ids = variables.map((each) => each.nodeId.toString());
  const facts = await readNodeFacts(session, ids);
  const values = await readValues(session, ids);
  const units = await readUnits(session, ids);
  const position = new Map(ids.map((id, index) => [id, index]));
  return {
    isCut,
    nodes: references.map((reference) => {
      const index = position.get(reference.nodeId.toString()) ?? -1;
      return nodeOf(reference, facts[index], values[index], units[index]);
    }),
  };
}

async function referencesOf(
  session: ClientSession,
  nodeId: string,
): Promise<{ readonly references: readonly ReferenceDescription[]; readonly isCut: boolean }> {
  session.requestedMaxReferencesPerNode = PER_PAGE;
  let result = await session.browse({
    nodeId: known(nodeId),
    browseDirection: BrowseDirection.Forward,
    referenceTypeId: HIERARCHICAL,
    includeSubtypes: true,
    nodeClassMask: NodeClass.Object | NodeClass.Variable | NodeClass.Method | NodeClass.View,
    resultMask: 63,
  });
  if (result.statusCode.isBad())
    throw new Failure("invalid", `The server shows nothing below ${nodeId} (${result.statusCode.name}).`);
  const all: ReferenceDescription[] = [...(result.references ?? [])];
  while (hasMore(result.continuationPoint)) {
    const isEnough = all.length >= MAXIMUM;
    // A server keeps few continuation points: one that is not followed is given back.
    result = await session.browseNext(result.continuationPoint, isEnough);
    if (isEnough) return { references: distinct(all), isCut: true };
    all.push(...(result.references ?? []));
  }
  return { references: distinct(all), isCut: false };
}

const hasMore = (point: Buffer | null | undefined): boolean =>
  point !== null && point !== undefined && point.length > 0;

/** A node may hang on its parent by several references. */
function distinct(references: readonly ReferenceDescription[]): ReferenceDescription[] {
  const seen = new Set<string>();
  return references
    .filter((each) => {
      const id = each.nodeId.toString();
      const isNew = each.referenceTypeId.toString() !== HAS_PROPERTY && !seen.has(id);
      if (isNew) seen.add(id);
      return isNew;
    })
    .slice(0, MAXIMUM);
}

function known(nodeId: string): ReturnType<typeof resolveNodeId> {
  try {
    return resolveNodeId(nodeId);
  } catch {
    throw new Failure("invalid", `"${nodeId}" is no node id: for example ns=2;s=Spindle/Load.`);
  }
}

async function readValues(session: ClientSession, ids: readonly string[]): Promise<readonly DataValue[]> {
  const values: DataValue[] = [];
  for (let at = 0; at < ids.length; at += PER_READ)
    values.push(
      ...(await session.read(
        ids
          .slice(at, at + PER_READ)
          .map((id) => ({ nodeId: resolveNodeId(id), attributeId: AttributeIds.Value })),
      )),
    );
  return values;
}

/** OPC 10000-8, 5.3.2.3: properties of an analog item. */
async function readUnits(session: ClientSession, ids: readonly string[]): Promise<readonly UnitAndRange[]> {
  const units: UnitAndRange[] = [];
  for (let at = 0; at < ids.length; at += PER_READ / 2) {
    const some = ids.slice(at, at + PER_READ / 2);
    const paths = await session.translateBrowsePath(
      some.flatMap((id) => [makeBrowsePath(id, ".EngineeringUnits"), makeBrowsePath(id, ".EURange")]),
    );
    const targets = paths.map(({ statusCode, targets: found }) =>
      statusCode.isGood() ? found?.[0]?.targetId : undefined,
    );
    const present = targets.filter((target) => target !== undefined);
    const values =
      present.length === 0
        ? []
        : await session.read(present.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value })));
    let read = 0;
    const contents = targets.map((target) =>
      target === undefined ? undefined : (values[read++]?.value.value as unknown),
    );
    some.forEach((_, index) =>
      units.push({ uom: unitOf(contents[index * 2]), range: rangeOf(contents[index * 2 + 1]) }),
    );
  }
  return units;
}

function unitOf(value: unknown): string | undefined {
  const text = (value as { displayName?: { text?: unknown } } | null | undefined)?.displayName?.text;
  return typeof text === "string" && text !== "" ? text.slice(0, 40) : undefined;
}

function rangeOf(value: unknown): readonly [number, number] | undefined {
  const { low, high } = (value ?? {}) as { low?: unknown; high?: unknown };
  return typeof low === "number" && typeof high === "number" ? [low, high] : undefined;
}

function nodeOf(
  reference: ReferenceDescription,
  facts: NodeFacts | undefined,
  value: DataValue | undefined,
  unit: UnitAndRange | undefined,
): OpcuaNode {
  const { displayName, browseName, nodeId, nodeClass } = reference;
  const reading = value === undefined ? undefined : readingOf(value, () => 0);
  const isNumber = reading !== undefined && !Number.isNaN(reading.value);
  return {
    nodeId: nodeId.toString(),
    name: displayName.text ?? browseName.name ?? nodeId.toString(),
    nodeClass: CLASSES[nodeClass] ?? "type",
    dataType: facts?.dataType,
    selectable: facts !== undefined && facts.problem === undefined,
    uom: unit?.uom,
    range: unit?.range,
    hasHistory: facts?.hasHistory ?? false,
    value: reading?.text ?? (isNumber ? String(reading.value) : undefined),
  };
}
