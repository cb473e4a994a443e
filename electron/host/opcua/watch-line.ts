/** Watches a session: the line may go and come back, fall silent, or be gone for good. */
import type { ClientSession, OPCUAClient } from "node-opcua-client";
import type { Timing } from "./timing.ts";

export interface LineEvents {
  readonly onCut: () => void;
  /** The same session again, or one that took over its subscription, or a new one with a new subscription. */
  readonly onRestored: () => void;
  /** Called once: it won't come back by itself. */
  readonly onEnd: (reason: string) => void;
}

export interface WatchedLine {
  stop(): void;
}

export function watchLine(
  client: OPCUAClient,
  session: ClientSession,
  timing: Timing,
  /** When the subscription was last heard of, and now; µs. */
  heardAt: () => number,
  now: () => number,
  { onCut, onRestored, onEnd }: LineEvents,
): WatchedLine {
  let cutAt: number | undefined;
  let ended = false;
  const end = (reason: string): void => {
    if (ended) return;
    stop();
    onEnd(reason);
  };
  // The session and its subscription are forgotten at the server by then: a new start is the honest way.
  const longest = Math.max(timing.session, timing.subscription) + timing.answer;
  const silence = timing.quiet * 2 + timing.answer;
  const timer = setInterval(
    () => {
      const since = cutAt ?? heardAt();
      const limit = cutAt === undefined ? silence : longest;
      if (now() - since > limit * 1000)
        end(cutAt === undefined ? "The server has fallen silent." : "The line did not come back.");
    },
    Math.max(100, timing.quiet / 2),
  );
  const cut = (): void => {
    cutAt ??= now();
    if (!ended) onCut();
  };
  const restored = (): void => {
    cutAt = undefined;
    if (!ended) onRestored();
  };
  const closed = (): void => end("The server has ended the session.");
  client.on("connection_lost", cut);
  client.on("close", closed);
  client.on("abort", closed);
  session.on("session_restored", restored);
  session.on("session_closed", closed);
  const stop = (): void => {
    ended = true;
    clearInterval(timer);
    client.off("connection_lost", cut);
    client.off("close", closed);
    client.off("abort", closed);
    session.off("session_restored", restored);
    session.off("session_closed", closed);
  };
  return { stop };
}
