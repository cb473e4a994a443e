/**
 * The connection to the host: picks the transport, keeps one typed client, and reconnects with
 * backoff. What is on the screen stays there meanwhile; `connection` says how it stands.
 */
import { createStore } from "zustand/vanilla";
import { contract, type HostClient } from "../../shared/contract/contract.ts";
import type { StartingStep } from "../../shared/contract/starting.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import type { Transport } from "../../shared/rpc/transport.ts";
import { reconnectDelay } from "./backoff.ts";
import { desktopBridge } from "./bridge.ts";
import { portTransport, PORT_MESSAGE } from "./port-transport.ts";
import { openSocketTransport } from "./socket-transport.ts";

export type OpenTransport = () => Promise<Transport>;

export interface ConnectionState {
  /** `starting`: the host is there, and brings its cache up to date before anything can be asked. */
  readonly state: "connecting" | "starting" | "online" | "offline";
  /** While it is starting. */
  readonly step?: StartingStep | undefined;
  /** Counts connections, so that views ask again after a new one. */
  readonly generation: number;
}

/** How the connection stands; vanilla, React-free. */
export const connection = createStore<ConnectionState>(() => ({ state: "connecting", generation: 0 }));

let client: HostClient | undefined;

/** The client of the connection under way; throws `offline` before the first connection. */
export function currentHost(): HostClient {
  if (client === undefined) throw new Failure("offline", "not connected to the host yet");
  return client;
}

/** Sets the client directly, as a connection does; tests too. */
export function useHost(host: HostClient): void {
  client = host;
  connection.setState((before) => ({
    state: "online",
    step: undefined,
    generation: before.generation + 1,
  }));
}

/** Resolves with the first connection; later ones replace what `currentHost` returns. */
export async function connectHost(open: OpenTransport = openTransport): Promise<HostClient> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const transport = await open();
      const connected = createClient(contract, transport);
      await connected.starting.follow({}, (step) => connection.setState({ state: "starting", step }));
      transport.onClose(() => {
        connection.setState({ state: "offline" });
        setTimeout(() => void connectHost(open), reconnectDelay(0));
      });
      useHost(connected);
      return connected;
    } catch {
      connection.setState({ state: "offline", step: undefined });
      await new Promise((resolve) => setTimeout(resolve, reconnectDelay(attempt)));
    }
  }
}

function openTransport(): Promise<Transport> {
  const bridge = desktopBridge();
  if (bridge === undefined) {
    const { protocol, host } = window.location;
    return openSocketTransport(`${protocol === "https:" ? "wss:" : "ws:"}//${host}/rpc`);
  }
  if (bridge.port !== undefined && !portTaken) {
    portTaken = true;
    return Promise.resolve(portTransport(bridge.port));
  }
  return nextPort(bridge.requestPort);
}

let portTaken = false;
const waitingPorts: MessagePort[] = [];
const portWaiters: ((port: MessagePort) => void)[] = [];

if (typeof window !== "undefined") {
  // Listening from the first line of the page: the preload may post before anybody asks.
  window.addEventListener("message", ({ data, ports, source }) => {
    const [port] = ports;
    if (data !== PORT_MESSAGE || port === undefined || source !== window) return;
    const waiter = portWaiters.shift();
    if (waiter === undefined) waitingPorts.push(port);
    else waiter(port);
  });
}

function nextPort(request: (() => void) | undefined): Promise<Transport> {
  const waiting = waitingPorts.shift();
  if (waiting !== undefined) return Promise.resolve(portTransport(waiting));
  return new Promise((resolve) => {
    portWaiters.push((port) => resolve(portTransport(port)));
    request?.();
  });
}
