/** Is a file an STL mesh (StereoLithography Interface Specification, 3D Systems, 1989)? */
import type { FileHead } from "../../../importer.ts";

export const STL_HEADER = 84;
export const STL_TRIANGLE = 50;

export function recogniseStl({ bytes, size, name, text }: FileHead): number {
  const named = /\.stl$/i.test(name);
  // Some binary files begin with "solid" too: only words of the text form tell.
  if (isTextStl(bytes)) return named ? 1 : 0.95;
  if (bytes.length < STL_HEADER) return named && text === undefined ? 0.6 : 0;
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true);
  if (size === STL_HEADER + count * STL_TRIANGLE && text === undefined) return named ? 1 : 0.8;
  return named ? 0.6 : 0;
}

/** The text form begins with "solid" and goes on with facets. */
export function isTextStl(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString("latin1");
  return /^(?:\u00ef\u00bb\u00bf)?\s*solid\b[^\n\r]*[\r\n]\s*(?:facet\s+normal\b|endsolid\b)/i.test(start);
}
