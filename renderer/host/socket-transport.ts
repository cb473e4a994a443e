/** A Transport over the browser's WebSocket: binary messages of shared/rpc/codec.ts. */
import { decodeMessage, encodeMessage } from "../../shared/rpc/codec.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import type { Transport } from "../../shared/rpc/transport.ts";

/** Close code for a message that is none. A page may not send 1002, protocol error (WHATWG WebSockets, close). */
const UNREADABLE = 4002;

/** Resolves once the socket is open; rejects with `offline` where it can't be opened. */
export function openSocketTransport(url: string): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    const closed = (): void => reject(new Failure("offline", "the host does not answer"));
    socket.addEventListener("close", closed, { once: true });
    socket.addEventListener("open", () => {
      socket.removeEventListener("close", closed);
      resolve(socketTransport(socket));
    });
  });
}

function socketTransport(socket: WebSocket): Transport {
  return {
    send: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message));
    },
    onMessage: (listener) =>
      socket.addEventListener("message", ({ data }) => {
        if (!(data instanceof ArrayBuffer)) return;
        let message: unknown;
        try {
          message = decodeMessage(new Uint8Array(data));
        } catch {
          // What can't be read can't be answered either: a fresh connection is the only safe state.
          socket.close(UNREADABLE);
          return;
        }
        listener(message);
      }),
    onClose: (listener) => socket.addEventListener("close", () => listener(), { once: true }),
    close: () => socket.close(),
  };
}
