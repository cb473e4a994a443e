/**
 * Changes of one scope in commit order, kept as the very bytes that a page sends: one line each, its line
 * end included. Millions of them fit: blocks of 32 MiB in memory, or in a file where one is given.
 */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";

const BLOCK = 8 * LINE_BYTES;

export interface ScopeLog {
  readonly count: number;
  /** `line` ends with a line feed; positions ascend. */
  append(position: number, line: string | Uint8Array): void;
  position(index: number): number;
  /** Index of the first change behind a position. */
  after(position: number): number;
  line(index: number): Buffer;
  /** The lines of [from, to), joined as far as they lie together. */
  slices(from: number, to: number): readonly Buffer[];
  /** End of a page of at most `limit` changes from `from`, cut by the change that reaches `bytes`. */
  pageEnd(from: number, limit: number, bytes: number): number;
  close(): void;
}

/** Numbers in a typed array that grows by doubling. */
interface Column {
  readonly values: Float64Array;
  push(value: number): void;
}

function createColumn(): Column {
  let values = new Float64Array(1024);
  let count = 0;
  return {
    get values() {
      return values;
    },
    push(value) {
      if (count === values.length) {
        const wider = new Float64Array(values.length * 2);
        wider.set(values);
        values = wider;
      }
      values[count] = value;
      count += 1;
    },
  };
}

/** `file`: full blocks go there and leave the memory. */
export function createScopeLog(file?: string): ScopeLog {
  const descriptor = file === undefined ? undefined : openSync(file, "w+");
  const blocks: (Buffer | undefined)[] = [];
  const starts = createColumn();
  const ends = createColumn();
  const positions = createColumn();
  let count = 0;
  /** Where the next line goes, over all blocks. */
  let next = 0;

  const blockOf = (offset: number): number => Math.floor(offset / BLOCK);
  const read = (start: number, end: number): Buffer => {
    const at = blockOf(start);
    const block = blocks[at];
    if (block !== undefined) return block.subarray(start - at * BLOCK, end - at * BLOCK);
    if (descriptor === undefined) throw new RangeError(`nothing is kept at ${start}`);
    const bytes = Buffer.allocUnsafe(end - start);
    readSync(descriptor, bytes, 0, bytes.length, start);
    return bytes;
  };
  /** The block that has room for a line of this size. */
  const room = (size: number): Buffer => {
    if (size > LINE_BYTES) throw new RangeError(`a line of ${size} bytes is longer than ${LINE_BYTES}`);
    let at = blockOf(next);
    if (next + size > (at + 1) * BLOCK) {
      const full = blocks[at];
      if (descriptor !== undefined && full !== undefined) {
        writeSync(descriptor, full, 0, full.length, at * BLOCK);
        blocks[at] = undefined;
      }
      at += 1;
      next = at * BLOCK;
    }
    // A small log needs no whole block: the first one begins small.
    let block = blocks[at];
    const needed = next - at * BLOCK + size;
    if (block === undefined || block.length < needed) {
      const length = Math.min(BLOCK, Math.max(65_536, needed * 2));
      const wider = Buffer.allocUnsafeSlow(at === 0 ? length : BLOCK);
      block?.copy(wider);
      block = wider;
      blocks[at] = block;
    }
    return block;
  };

  return {
    get count() {
      return count;
    },
    append(position, line) {
      const size = typeof line === "string" ? Buffer.byteLength(line) : line.length;
      const block = room(size);
      const start = next;
      const inBlock = start - blockOf(start) * BLOCK;
      if (typeof line === "string") block.write(line, inBlock);
      else block.set(line, inBlock);
      next = start + size;
      starts.push(start);
      ends.push(next);
      positions.push(position);
      count += 1;
    },
    position: (index) => positions.values[index] ?? 0,
    after(position) {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((positions.values[middle] ?? 0) <= position) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    line: (index) => read(starts.values[index] ?? 0, ends.values[index] ?? 0),
    slices(from, to) {
      const result: Buffer[] = [];
      for (let index = from; index < to;) {
        const start = starts.values[index] ?? 0;
        const block = blockOf(start);
        let last = index;
        while (last + 1 < to && blockOf(starts.values[last + 1] ?? 0) === block) last += 1;
        result.push(read(start, ends.values[last] ?? 0));
        index = last + 1;
      }
      return result;
    },
    pageEnd(from, limit, bytes) {
      const last = Math.min(count, from + limit);
      let end = from;
      let size = 0;
      while (end < last && size < bytes) {
        size += (ends.values[end] ?? 0) - (starts.values[end] ?? 0);
        end += 1;
      }
      return end;
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      blocks.length = 0;
    },
  };
}
