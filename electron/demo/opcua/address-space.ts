/**
 * The machines as OPC UA nodes: an object each below Objects, its variables as analog items with unit and
 * range (OPC 10000-8), its alarms as discrete alarms (OPC 10000-9), its history (OPC 10000-11).
 */
import { DataType, NodeId, StatusCodes, Variant, type StatusCode } from "node-opcua-client";
import type { OPCUAServer } from "node-opcua-server";
import { ALARMS, type AlarmChange, type EngineeringUnit, type ParkSignal } from "./machine-park.ts";
import type { SignalHistory } from "./signal-history.ts";

export interface NamedSignal {
  /** `machine/signal` */
  readonly path: string;
  readonly machine: string;
  readonly signal: ParkSignal;
}

export interface PublishedMachines {
  /** `at` in µs UTC: the source timestamp. */
  publish(path: string, at: number, status: StatusCode): void;
  /** Returns the id of the event in hexadecimal. */
  alarm(change: AlarmChange): string;
}

type AddressSpace = NonNullable<OPCUAServer["engine"]["addressSpace"]>;
type Alarm = ReturnType<ReturnType<AddressSpace["getOwnNamespace"]>["instantiateDiscreteAlarm"]>;
type Node = Extract<Parameters<AddressSpace["installHistoricalDataNode"]>[0], object>;

const DATA_TYPES = { number: DataType.Double, count: DataType.UInt32, text: DataType.String } as const;

export function publishMachines(
  addressSpace: AddressSpace,
  signals: readonly NamedSignal[],
  historyOf: (path: string) => SignalHistory,
): PublishedMachines {
  // ConditionRefresh and the like.
  addressSpace.installAlarmsAndConditionsService();
  const namespace = addressSpace.getOwnNamespace();
  const variables = new Map<string, { readonly node: Node; readonly signal: ParkSignal }>();
  const alarms = new Map<string, Alarm>();
  for (const [machine, own] of Map.groupBy(signals, (each) => each.machine)) {
    const object = namespace.addObject({
      organizedBy: addressSpace.rootFolder.objects,
      browseName: machine,
      nodeId: `s=${machine}`,
      eventNotifier: 1,
      eventSourceOf: addressSpace.rootFolder.objects.server,
    });
    for (const { path, signal } of own) {
      const common = {
        componentOf: object,
        browseName: signal.name,
        nodeId: `s=${path}`,
        dataType: DataType[DATA_TYPES[signal.type]],
        minimumSamplingInterval: 0,
      };
      const { unit, range } = signal;
      const node =
        unit === undefined || range === undefined
          ? namespace.addVariable(common)
          : namespace.addAnalogDataItem({
              ...common,
              engineeringUnits: unitInformation(unit),
              engineeringUnitsRange: { low: range[0], high: range[1] },
            });
      const history = historyOf(path);
      addressSpace.installHistoricalDataNode(node, {
        historian: {
          // The park remembers by itself, also while no server is there to ask.
          push: () => Promise.resolve(),
          extractDataValues: (...question) => history.extractDataValues(...question),
        },
      });
      variables.set(path, { node, signal });
    }
    for (const { name } of ALARMS) {
      const settings = {
        browseName: name,
        nodeId: `s=${machine}/alarms/${name}`,
        conditionName: name,
        conditionOf: object,
        // Wanted by the library, though its types leave it out.
        conditionSource: object,
        inputNode: NodeId.nullNodeId,
      };
      const alarm = namespace.instantiateDiscreteAlarm("DiscreteAlarmType", settings);
      alarms.set(`${machine}/${name}`, alarm);
    }
  }

  return {
    publish: (path, at, status) => {
      const found = variables.get(path);
      if (found === undefined) throw new RangeError(`there is no signal ${path}`);
      found.node.setValueFromSource(variantOf(found.signal), status, new Date(at / 1000));
    },
    alarm: ({ machine, alarm: name, active, at }) => {
      const alarm = alarms.get(`${machine}/${name}`);
      if (alarm === undefined) throw new RangeError(`there is no alarm ${machine}/${name}`);
      if (active) alarm.activateAlarm();
      else alarm.deactivateAlarm(false);
      const time = new Date(at / 1000);
      alarm.raiseNewCondition({
        message: name,
        severity: ALARMS.find((each) => each.name === name)?.severity ?? 500,
        quality: StatusCodes.Good,
        retain: active,
        time,
        receiveTime: time,
      });
      return alarm.currentBranch().getEventId().toString("hex");
    },
  };
}

/** Who asks the server for its time (OPC 10000-5, 12.10) is told that of `clock`, µs UTC. */
export function setClock(addressSpace: AddressSpace, clock: () => number): void {
  const status = addressSpace.rootFolder.objects.server.serverStatus;
  // The library keeps the parts of the status in one object and asks that for each of them.
  const parts: object = status.$extensionObject;
  status.$extensionObject = new Proxy(parts, {
    get(target, name) {
      // Read all the same: it notes when the time was asked for.
      const own: unknown = Reflect.get(target, name);
      return name === "currentTime" ? new Date(clock() / 1_000) : own;
    },
  }) as typeof status.$extensionObject;
}

export function variantOf(signal: ParkSignal): Variant {
  return new Variant({ dataType: DATA_TYPES[signal.type], value: signal.value });
}

/** OPC 10000-8, 5.6.3: the unit id is the UNECE code's characters as a number. */
export function unitInformation({ code, symbol }: EngineeringUnit) {
  const unitId = Buffer.from(code, "latin1").reduce((id, byte) => id * 256 + byte, 0);
  return {
    namespaceUri: "http://www.opcfoundation.org/UA/units/un/cefact",
    unitId,
    displayName: symbol,
    description: code,
  };
}
