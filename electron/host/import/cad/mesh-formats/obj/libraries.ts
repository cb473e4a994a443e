/** The material libraries that an OBJ file names, without reading all of it. */
import { nameText } from "../words.ts";

export const MOST_LIBRARIES = 32;

const [KEYWORD, NEWLINE, LONGEST] = ["mtllib", 10, 4096] as const;
/** Tab, vertical tab, form feed, carriage return, space. */
const SPACES = new Set([9, 11, 12, 13, 32]);

export function libraryNames(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = new Set<string>();
  for (let at = buffer.indexOf(KEYWORD); at >= 0; at = buffer.indexOf(KEYWORD, at + KEYWORD.length)) {
    // Back over spaces only: one line may be all of a large file.
    let start = at;
    while (start > 0 && SPACES.has(buffer[start - 1] ?? 0)) start -= 1;
    if (start > 0 && buffer[start - 1] !== NEWLINE) continue;
    const end = buffer.indexOf(NEWLINE, at);
    const name = at + KEYWORD.length;
    names.add(
      nameText(buffer.toString("latin1", name, Math.min(end < 0 ? buffer.length : end, name + LONGEST))),
    );
    if (names.size >= MOST_LIBRARIES) break;
  }
  return [...names];
}
