/** A Transport over the MessagePort that the Electron preload hands to the window. */
import type { Transport } from "../../shared/rpc/transport.ts";

/** The preload posts this to the window, with the port. */
export const PORT_MESSAGE = "throughline-host-port";

export function portTransport(port: MessagePort): Transport {
  const closeListeners: (() => void)[] = [];
  // The browser's port says "close" since Chromium 122; lib.dom does not know the event.
  port.addEventListener("close" as "message", () => closeListeners.forEach((listener) => listener()));
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener("message", ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void closeListeners.push(listener),
    close: () => port.close(),
  };
}
