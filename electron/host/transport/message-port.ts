/** A Transport over anything with Node's MessagePort shape: worker ports, parent ports. */
import type { Transport, WireMessage } from "../../../shared/rpc/transport.ts";

export interface PortLike {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "close" | "exit", listener: () => void): unknown;
  close?(): void;
}

/** Typed arrays of a message are copied by structured clone; senders may go on using theirs. */
export function portTransport(port: PortLike): Transport {
  return {
    send: (message: WireMessage) => port.postMessage(message),
    onMessage: (listener) => void port.on("message", listener),
    onClose: (listener) => {
      port.on("close", listener);
      port.on("exit", listener);
    },
    close: () => port.close?.(),
  };
}
