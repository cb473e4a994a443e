/** One byte range of a request (RFC 9110, 14.1.2 and 14.2). */

export interface ByteRange {
  /** First byte, and the byte behind the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * undefined: send the whole (there is no range, several, or none that can be read);
 * "unsatisfiable": 416.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(size, Number(last));
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size };
  }
  const start = Number(first);
  const end = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= size ? "unsatisfiable" : { start, end };
}
