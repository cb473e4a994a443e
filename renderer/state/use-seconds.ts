/** The clock of the page for ages of live values: steps once a second while somebody looks. */
import { useSyncExternalStore } from "react";

const STEP = 1_000;
let now = Date.now();

/** µs UTC. */
export function useSeconds(): number {
  return useSyncExternalStore(follow, read) * 1_000;
}

function follow(onStep: () => void): () => void {
  now = Date.now();
  const timer = setInterval(() => {
    now = Date.now();
    onStep();
  }, STEP);
  return () => clearInterval(timer);
}

function read(): number {
  return now;
}
