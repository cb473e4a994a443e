/** Whether a plant can be reached: its feeds and its outbox wait here, and only one thing asks whether it is back. */
import type { SourceConnection } from "../connectors/connector.ts";

export interface Session {
  readonly connection: SourceConnection;
  /** Aborts when the session is over: settings changed, or the machine slept. */
  readonly signal: AbortSignal;
}

export interface Gate {
  readonly session: Session | undefined;
  open(session: Session): void;
  close(): void;
  /** Waits for it to be open; undefined where `signal` aborted first. */
  whenOpen(signal: AbortSignal): Promise<Session | undefined>;
}

export function createGate(): Gate {
  let session: Session | undefined;
  const waiting = new Set<() => void>();
  return {
    get session() {
      return session;
    },
    open(next) {
      session = next;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    close() {
      session = undefined;
    },
    async whenOpen(signal) {
      const current = (): Session | undefined => session;
      while (!signal.aborted) {
        const open = current();
        if (open !== undefined) return open;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
      }
      return undefined;
    },
  };
}
