/** Open CASCADE's own text format of shapes. */
import type { FileHead } from "../../../importer.ts";

export function recogniseBrep({ bytes, name }: FileHead): number {
  const start = brepStart(bytes);
  if (/^\s*(?:DBRep_DrawableShape\s+)?CASCADE Topology V\d/.test(start)) return 1;
  return /\.brep?$/i.test(name) && start.includes("CASCADE Topology") ? 0.7 : 0;
}

export function brepStart(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString("latin1");
}
