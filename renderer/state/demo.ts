/** How the demo on this computer stands, and telling it that its first picture is there. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { DemoState } from "../../shared/contract/demo.ts";
import { connection, currentHost } from "../host/host.ts";

export const demo = createStore<DemoState>(() => ({ content: "none", plant: "none" }));

export function useDemo<T>(pick: (state: DemoState) => T): T {
  return useStore(demo, pick);
}

/** Follows every connection from now on; returns what ends it. */
export function followDemo(): () => void {
  let watching = new AbortController();
  let generation = 0;
  const listen = (): void => {
    const now = connection.getState().generation;
    if (now === generation) return;
    generation = now;
    watching.abort();
    watching = new AbortController();
    const { signal } = watching;
    currentHost()
      .demo.watch({}, (state) => demo.setState(state), { signal })
      .catch(() => undefined);
  };
  listen();
  const stop = connection.subscribe(listen);
  return () => {
    stop();
    watching.abort();
  };
}

/** ms after which a page that never rests is taken for drawn. */
const AT_LATEST = 1_500;

/** Tells the host once the page rests; returns what takes it back. */
export function tellDrawn(): () => void {
  const idle = requestIdleCallback(
    () =>
      void currentHost()
        .demo.drawn({})
        .catch(() => undefined),
    {
      timeout: AT_LATEST,
    },
  );
  return () => cancelIdleCallback(idle);
}
