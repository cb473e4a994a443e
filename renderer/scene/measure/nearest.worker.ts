/** Finds nearest points beside the page, which never waits for it. */
import { nearestOfSets } from "./simplex-tree.ts";
import type { NearestAnswer, NearestRequest } from "./nearest-finder.ts";

declare const self: DedicatedWorkerGlobalScope;

self.addEventListener("message", ({ data }: MessageEvent<NearestRequest>) => {
  const answer: NearestAnswer = { id: data.id, nearest: nearestOfSets(data.first, data.second) };
  self.postMessage(answer, []);
});
