import { CARRIAGE_RETURN, LINE_FEED } from "./characters.ts";

const STEP = 1 << 16;

/** 1-based line of a byte offset; LF, CRLF and lone CR end lines. Counts once, when first asked. */
export function lineCounter(bytes: Uint8Array): (offset: number) => number {
  let checkpoints: Uint32Array | undefined;
  const breaks = (from: number, to: number): number => {
    let count = 0;
    for (let i = from; i < to; i += 1) {
      const byte = bytes[i];
      if (byte === LINE_FEED || (byte === CARRIAGE_RETURN && bytes[i + 1] !== LINE_FEED)) count += 1;
    }
    return count;
  };
  return (offset) => {
    if (checkpoints === undefined) {
      checkpoints = new Uint32Array(Math.floor(bytes.length / STEP) + 1);
      for (let i = 1; i < checkpoints.length; i += 1)
        checkpoints[i] = (checkpoints[i - 1] ?? 0) + breaks((i - 1) * STEP, i * STEP);
    }
    const at = Math.min(Math.max(offset, 0), bytes.length);
    const block = Math.floor(at / STEP);
    return 1 + (checkpoints[block] ?? 0) + breaks(block * STEP, at);
  };
}
