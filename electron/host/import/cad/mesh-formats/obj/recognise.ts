import type { FileHead } from "../../../importer.ts";

/** Lines that are looked at. */
const LINES = 300;
const KEYWORDS =
  /^(?:v|vt|vn|vp|f|fo|l|p|o|g|s|mg|usemtl|mtllib|usemap|maplib|curv|curv2|surf|deg|cstype|parm|trim|hole|end|con|bmat|step|shadow_obj|trace_obj|lod|bevel|c_interp|d_interp)(?:\s|$)/;

/** By its lines: nearly all begin with a keyword, and some are vertices of three numbers. */
export function recogniseObj({ text, name, size, bytes }: FileHead): number {
  if (text === undefined) return 0;
  const lines = text.split(/\r\n|\r|\n/);
  if (size > bytes.length) lines.pop();
  const filled = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .slice(0, LINES);
  const known = filled.filter((line) => KEYWORDS.test(line)).length;
  const vertices = filled.filter((line) => /^v\s+-?[\d.]/.test(line)).length;
  const named = /\.obj$/i.test(name);
  if (known === 0 || known < filled.length * 0.8) return 0;
  if (vertices > 0) return named ? 1 : 0.9;
  return named ? 0.7 : 0;
}
