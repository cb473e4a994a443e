/** What must be known of a node before it is a signal: is it a scalar that can be kept, has it a history. */
import {
  AttributeIds,
  DataType,
  findBasicDataType,
  resolveNodeId,
  type ClientSession,
  type DataValue,
  type NodeId,
} from "node-opcua-client";

export interface NodeFacts {
  readonly kind: "number" | "text" | undefined;
  /** Name of the built-in type, for example `Double`. */
  readonly dataType: string | undefined;
  readonly hasHistory: boolean;
  /** Why it can't be a signal; undefined where it can. */
  readonly problem: string | undefined;
}

/** OPC 10000-3, 8.57 AccessLevelType. */
const CURRENT_READ = 0x01;
const HISTORY_READ = 0x04;
const ATTRIBUTES = [
  AttributeIds.DataType,
  AttributeIds.ValueRank,
  AttributeIds.AccessLevel,
  AttributeIds.UserAccessLevel,
] as const;
const TEXTS: ReadonlySet<DataType> = new Set([
  DataType.String,
  DataType.LocalizedText,
  DataType.Guid,
  DataType.DateTime,
]);
const NUMBERS: ReadonlySet<DataType> = new Set([
  DataType.Boolean,
  DataType.SByte,
  DataType.Byte,
  DataType.Int16,
  DataType.UInt16,
  DataType.Int32,
  DataType.UInt32,
  DataType.Int64,
  DataType.UInt64,
  DataType.Float,
  DataType.Double,
]);
/** Nodes per Read request: below what servers commonly accept (OPC 10000-5, MaxNodesPerRead). */
const PER_READ = 250;

/** In the order of `nodeIds`. */
export async function readNodeFacts(
  session: ClientSession,
  nodeIds: readonly string[],
): Promise<readonly NodeFacts[]> {
  const facts: NodeFacts[] = [];
  const types = new Map<string, DataType | undefined>();
  for (let at = 0; at < nodeIds.length; at += PER_READ) {
    const some = nodeIds.slice(at, at + PER_READ);
    const values = await session.read(
      some.flatMap((nodeId) =>
        ATTRIBUTES.map((attributeId) => ({ nodeId: resolveNodeId(nodeId), attributeId })),
      ),
    );
    for (let index = 0; index < some.length; index += 1) {
      const own = values.slice(index * ATTRIBUTES.length, (index + 1) * ATTRIBUTES.length);
      facts.push(await factsOf(session, own, types));
    }
  }
  return facts;
}

async function factsOf(
  session: ClientSession,
  [dataType, valueRank, accessLevel, userAccessLevel]: readonly DataValue[],
  types: Map<string, DataType | undefined>,
): Promise<NodeFacts> {
  const none = { kind: undefined, dataType: undefined, hasHistory: false };
  if (dataType === undefined || !dataType.statusCode.isGood())
    return { ...none, problem: problemOf(dataType?.statusCode.name) };
  const builtIn = await builtInType(session, dataType.value.value as NodeId, types);
  const rank = valueRank?.value?.value as unknown;
  const access = numberOf(userAccessLevel) ?? numberOf(accessLevel) ?? CURRENT_READ;
  const kind =
    builtIn === undefined
      ? undefined
      : NUMBERS.has(builtIn)
        ? "number"
        : TEXTS.has(builtIn)
          ? "text"
          : undefined;
  const name = builtIn === undefined ? undefined : DataType[builtIn];
  const facts = { dataType: name, hasHistory: (access & HISTORY_READ) !== 0 };
  if (kind === undefined)
    return { ...facts, kind, problem: `Values of type ${name ?? "unknown"} can't be kept as a signal.` };
  // OPC 10000-3, 5.6.2: -1 is a scalar, -2 and -3 may be one.
  if (typeof rank === "number" && rank >= 0)
    return { ...facts, kind: undefined, problem: "Arrays can't be kept as a signal." };
  if ((access & CURRENT_READ) === 0) return { ...facts, kind, problem: "This user may not read the value." };
  return { ...facts, kind, problem: undefined };
}

async function builtInType(
  session: ClientSession,
  dataType: NodeId,
  types: Map<string, DataType | undefined>,
): Promise<DataType | undefined> {
  const key = dataType.toString();
  if (!types.has(key)) {
    let found: DataType | undefined;
    try {
      found = await findBasicDataType(session, dataType);
    } catch (thrown) {
      // A type that the server doesn't describe; a lost line shows at the next request.
      if (!(thrown instanceof Error)) throw thrown;
    }
    // Enumerations are sent as Int32 (OPC 10000-6, 5.2.4), Number and Variant as what they hold.
    types.set(key, found);
  }
  return types.get(key);
}

function numberOf(value: DataValue | undefined): number | undefined {
  const content = value?.statusCode.isGood() === true ? (value.value?.value as unknown) : undefined;
  return typeof content === "number" ? content : undefined;
}

function problemOf(status: string | undefined): string {
  if (status === "BadNodeIdUnknown" || status === "BadNodeIdInvalid")
    return "The server has no such node (any more).";
  if (status === "BadAttributeIdInvalid") return "This node is no variable.";
  return `The server does not tell what this node is (${status ?? "no answer"}).`;
}
