/**
 * What whoever started the plant may do to it, one JSON text a line on standard input: never over the
 * network. `{"do":"next","kind":"changes","faults":[{"fault":"cut","share":0.5}]}`
 */
import { createInterface } from "node:readline";
import type { MachineServer } from "../opcua/machine-server.ts";
import type { OutgoingRecord } from "./feed/scope-feed.ts";
import { REQUEST_KINDS, type Fault, type RequestKind } from "./faults.ts";
import type { RunningPlant } from "./start-plant.ts";

export type Command =
  | { readonly do: "next"; readonly kind: RequestKind; readonly faults: readonly Fault[] }
  | { readonly do: "always"; readonly kind: RequestKind; readonly fault?: Fault }
  | { readonly do: "clear" }
  | { readonly do: "advance"; readonly minutes: number }
  | {
      readonly do: "put";
      readonly system: string;
      readonly scope: string;
      readonly id: string;
      readonly record: OutgoingRecord;
    }
  | { readonly do: "remove"; readonly system: string; readonly scope: string; readonly id: string }
  | { readonly do: "epoch"; readonly system: string }
  | { readonly do: "review"; readonly number: string; readonly state: string; readonly remark: string }
  | { readonly do: "drop-nudges" }
  | { readonly do: "stop" }
  | { readonly do: "start" }
  | { readonly do: "restart" }
  /** The OPC UA server of the machines, which go on working meanwhile. */
  | { readonly do: "machines"; readonly what: "stop" | "start" | "restart" }
  | { readonly do: "alarm"; readonly machine: string; readonly alarm: string; readonly active: boolean };

export interface Commanded {
  readonly running: RunningPlant;
  /** undefined: it runs without machines. */
  readonly machines: MachineServer | undefined;
  /** µs UTC */
  readonly now: () => number;
}

/** Does one command; returns what came of it in a word. */
export async function perform(
  { running, machines, now }: Commanded,
  command: Command,
): Promise<string | number | boolean> {
  const { plant, faults } = running;
  switch (command.do) {
    case "next":
      faults.next(kindOf(command.kind), ...command.faults);
      return true;
    case "always":
      faults.always(kindOf(command.kind), command.fault);
      return true;
    case "clear":
      faults.clear();
      return true;
    case "advance":
      return plant.advance(command.minutes);
    case "put":
      return plant.put(command.system, command.scope, command.id, command.record);
    case "remove":
      return plant.remove(command.system, command.scope, command.id);
    case "epoch":
      return plant.changeEpoch(command.system);
    case "review":
      return plant.review(command.number, command.state, command.remark);
    case "drop-nudges":
      running.server.dropNudges();
      return true;
    case "stop":
      await running.stop();
      return true;
    case "start":
      await running.start();
      return true;
    case "restart":
      await running.restart();
      return true;
    case "machines":
      if (command.what !== "start") await withMachines(machines).stop();
      if (command.what !== "stop") await withMachines(machines).start();
      return true;
    case "alarm": {
      const { machine, alarm, active } = command;
      return withMachines(machines).alarm({ machine, alarm, active, at: now() });
    }
    default:
      throw new RangeError(`there is no command ${String((command as { readonly do: unknown }).do)}`);
  }
}

function withMachines(machines: MachineServer | undefined): MachineServer {
  if (machines === undefined) throw new RangeError("it runs without machines");
  return machines;
}

function kindOf(kind: string): RequestKind {
  const known = REQUEST_KINDS.find((other) => other === kind);
  if (known === undefined) throw new RangeError(`there are no requests of kind ${kind}`);
  return known;
}

/** Reads commands until the input ends; each is answered by one line of JSON. */
export async function obey(
  commanded: Commanded,
  input: NodeJS.ReadableStream,
  say: (line: string) => void,
): Promise<void> {
  for await (const line of createInterface({ input })) {
    if (line.trim() === "") continue;
    try {
      say(JSON.stringify({ done: await perform(commanded, JSON.parse(line) as Command) }));
    } catch (thrown) {
      say(JSON.stringify({ failed: thrown instanceof Error ? thrown.message : String(thrown) }));
    }
  }
}
