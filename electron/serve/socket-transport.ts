/** A Transport over one WebSocket; messages are binary, coded by shared/rpc/codec. */
import type { WebSocket } from "ws";
import { decodeMessage, encodeMessage } from "../../shared/rpc/codec.ts";
import type { Transport } from "../../shared/rpc/transport.ts";

export function socketTransport(socket: WebSocket): Transport {
  socket.binaryType = "nodebuffer";
  // A frame against the protocol, or one too large: the close that follows is what counts. Without a
  // listener it would end the whole process.
  socket.on("error", () => undefined);
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    onMessage: (listener) =>
      void socket.on("message", (data: Buffer, isBinary: boolean) => {
        if (!isBinary) return socket.close(1003, "binary only");
        try {
          listener(decodeMessage(data));
        } catch {
          // A page of ours can't send this; whatever did gets no second try.
          socket.close(1007, "unreadable message");
        }
      }),
    onClose: (listener) => void socket.on("close", listener),
    close: () => socket.close(),
  };
}
