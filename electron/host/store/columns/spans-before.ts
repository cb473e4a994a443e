/** The spans of a chunk where a question needs them: to tell whether what began before its window reaches into it. */
import type { EventChunk } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

type Spans = Pick<EventChunk, "spanRows" | "spanEnds">;

const NONE: Spans = {
  spanRows: new Uint16Array(),
  spanEnds: { origin: 0, step: 1, values: new Uint16Array() },
};

/** @param from of the window, µs UTC; undefined: at any time. Without spans an event ends as it starts. */
export function spansBefore(chunk: LoadedChunk, from: number | undefined): Spans {
  return from === undefined || chunk.first >= from ? NONE : chunk;
}
