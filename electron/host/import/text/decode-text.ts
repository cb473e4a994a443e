/**
 * Bytes to text, whatever wrote them: a byte order mark decides, else UTF-8 where it is valid, else
 * Windows-1252, which old plant software writes and in which every byte means something.
 */

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Encoding of a file by its first bytes; undefined where they are no text. */
export function detectEncoding(head: Uint8Array): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.includes(0)) return utf16WithoutMark(head);
  return isUtf8(head) ? "utf-8" : "windows-1252";
}

/** Decodes and drops a byte order mark; undefined where the bytes are no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = detectEncoding(bytes);
  return encoding === undefined ? undefined : new TextDecoder(encoding).decode(bytes);
}

/** Every second byte zero, as ASCII in UTF-16 has it; any other NUL is binary. */
function utf16WithoutMark(head: Uint8Array): Encoding | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length * 0.4 && even === 0) return "utf-16le";
  if (even > head.length * 0.4 && odd === 0) return "utf-16be";
  return undefined;
}

/** The head of a longer file may end inside a character: up to three bytes are forgiven. */
function isUtf8(head: Uint8Array): boolean {
  for (let cut = 0; cut <= 3 && cut <= head.length; cut += 1) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(head.subarray(0, head.length - cut));
      return true;
    } catch {
      // One byte less, then.
    }
  }
  return false;
}
