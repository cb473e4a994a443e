/** Bytes of an event's verbatim payload at most (see EventRecord.payload). */
export const PAYLOAD_LIMIT_BYTES = 64 * 1024;

/** The start of a text, at most 64 KiB of UTF-8, never cut inside a character. */
export function boundedPayload(text: string): string {
  // No character takes more than three bytes per UTF-16 unit, so short texts need no count.
  if (text.length * 3 <= PAYLOAD_LIMIT_BYTES || Buffer.byteLength(text) <= PAYLOAD_LIMIT_BYTES) return text;
  return Buffer.from(text)
    .subarray(0, PAYLOAD_LIMIT_BYTES)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
}
