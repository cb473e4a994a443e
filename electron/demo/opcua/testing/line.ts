/** The line between a client and a server on loopback: it can be cut, or hang without a word. */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface Line {
  readonly port: number;
  /** Closes every connection and takes no new one. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  /** Nothing passes any more, and nobody is told: a pulled cable. */
  hang(): void;
  /** What was held back passes. */
  release(): void;
  close(): Promise<void>;
}

export async function openLine(target: number): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let hanging = false;
  let port = 0;
  let server: Server | undefined;

  const listen = async (): Promise<void> => {
    const next = createServer((near) => {
      const far = connect(target, "127.0.0.1");
      const pair = [near, far] as const;
      pairs.add(pair);
      const end = (): void => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      };
      for (const [from, to] of [pair, [far, near] as const]) {
        from.on("data", (data) => void to.write(data));
        from.on("error", end);
        from.on("close", end);
      }
      if (hanging) for (const socket of pair) socket.pause();
    });
    await new Promise<void>((resolve, reject) => {
      next.once("error", reject);
      next.listen(port, "127.0.0.1", resolve);
    });
    const address = next.address();
    port = typeof address === "object" && address !== null ? address.port : port;
    server = next;
  };
  const cut = async (): Promise<void> => {
    const last = server;
    server = undefined;
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
    await new Promise<void>((resolve) => (last === undefined ? resolve() : last.close(() => resolve())));
  };
  await listen();

  return {
    get port() {
      return port;
    },
    cut,
    restore: listen,
    hang: () => {
      hanging = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    release: () => {
      hanging = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close: cut,
  };
}
