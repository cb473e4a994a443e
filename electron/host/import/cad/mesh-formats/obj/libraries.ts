/** The material libraries that an OBJ file names, without reading all of it. */
import { nameText } from "../words.ts";

export const MOST_LIBRARIES = 32;

const [KEYWORD, NEWLINE, LONGEST] = ["mtllib", 10, 4096] as const;

export function libraryNames(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Set<string>();
  for (let at = buffer.indexOf(KEYWORD); at >= 0; at = buffer.indexOf(KEYWORD, at + KEYWORD.length)) {
    const line = buffer.lastIndexOf(NEWLINE, at) + 1;
    const before = at - line > LONGEST ? "?" : buffer.toString("latin1", line, at);
    if (before.trim() !== "") continue;
    const end = buffer.indexOf(NEWLINE, at);
    const from = at + KEYWORD.length;
    names.add(
      nameText(buffer.toString("latin1", from, Math.min(end < 0 ? buffer.length : end, from + LONGEST))),
    );
    if (names.size >= MOST_LIBRARIES) break;
  }
  return [...names];
}
