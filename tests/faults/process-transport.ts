import type { ChildProcess } from "node:child_process";
import type { Transport } from "../../shared/rpc/transport.ts";

/** A Transport over the message channel of a child process, from either end. */
export function processTransport(end: ChildProcess | NodeJS.Process): Transport {
  return {
    send: (message) => {
      // To one that was killed nothing can be said; its end is told by `onClose`.
      if (end.connected) end.send?.(message, undefined, {}, () => undefined);
    },
    onMessage: (listener) => void end.on("message", listener),
    onClose: (listener) => void end.on("disconnect", listener),
    close: () => end.disconnect?.(),
  };
}
