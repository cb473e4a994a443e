/** A Transport over Electron's MessagePortMain, as the host process gets it. */
import type { MessagePortMain } from "electron";
import type { Transport } from "../../shared/rpc/transport.ts";

/** Messages wait in the port until somebody listens. */
export function mainPortTransport(port: MessagePortMain): Transport {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on("message", ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on("close", listener),
    close: () => port.close(),
  };
}
