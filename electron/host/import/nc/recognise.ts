import type { FileHead } from "../importer.ts";
import { parseBlock } from "./nc-block.ts";

/** Lines that are looked at: enough to tell, few enough for every file of a folder. */
const LINES = 200;

/**
 * How much a file looks like an NC program: the part of its lines that are blocks. A program moves (G words) and has
 * an end or a tape mark; prose, tables and logs hardly ever parse as blocks.
 */
export function recogniseNc(head: FileHead): number {
  if (head.text === undefined) return 0;
  const lines = head.text.split(/\r\n|\r|\n/);
  // The last line of a longer file is cut where the head ends.
  if (head.size > head.bytes.length) lines.pop();
  let seen = 0;
  let blocks = 0;
  let moves = 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    if (seen >= LINES) break;
    seen += 1;
    const block = line.length > 500 ? undefined : parseBlock(line);
    if (block === undefined) continue;
    blocks += 1;
    if (block.words.some(({ letter }) => letter === "G")) moves += 1;
  }
  if (moves === 0) return 0;
  const share = blocks / seen;
  if (share < 0.6) return 0;
  const named = /\.(nc|cnc|tap|min|ngc|gcode|eia|iso|mpf|spf)$/i.test(head.name) || /^O\d+/i.test(head.name);
  return Math.min(1, share * 0.9 + (named ? 0.1 : 0));
}
