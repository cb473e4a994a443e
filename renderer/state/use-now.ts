/** The clock of the page for ages of sources: steps once a minute, so that they grow while one looks. */
import { useSyncExternalStore } from "react";

const STEP = 60_000;
let now = Date.now();

/** µs UTC. */
export function useNow(): number {
  return useSyncExternalStore(follow, read) * 1_000;
}

function follow(onStep: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now();
    onStep();
  }, STEP);
  return () => clearInterval(timer);
}

function read(): number {
  return now;
}
