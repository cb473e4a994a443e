/** How a STEP file is recognised, and what it is an export of. */
import { readFileSync } from "node:fs";
import { ImportError, type FileHead, type SourceFile } from "../importer.ts";
import { isPlaceholder } from "./placeholder.ts";
import { readExchangeFile } from "./part21/exchange-file.ts";
import { readStructure, type CadStructure } from "./structure/cad-structure.ts";

/** Larger files are known by their name: looking through them twice costs more than it is worth. */
const MOST_LOOKED_THROUGH = 128 * 1024 * 1024;

/** By the first bytes: the mark of ISO 10303-21 stands at the start, at most after spaces and comments. */
export function recogniseStep({ bytes }: FileHead): number {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString("latin1");
  if (/^(?:\u00ef\u00bb\u00bf)?(?:\s|\/\*[\s\S]*?\*\/)*ISO-10303-21\s*;/.test(start)) return 1;
  return start.includes("ISO-10303-21;") ? 0.8 : 0;
}

/**
 * `step:<system>:<product id of the root>`: the same for every export of the same product, whatever the
 * file is called. A file without a telling product id, or with several roots, is known by its name.
 */
export function stepSourceId(file: SourceFile): string {
  const byName = `step:${file.name.toLowerCase()}`;
  if (file.size > MOST_LOOKED_THROUGH) return byName;
  let structure: CadStructure;
  try {
    structure = readStructure(readExchangeFile(readFileSync(file.path)));
  } catch (thrown) {
    // Reading it will say what is wrong.
    if (thrown instanceof ImportError) return byName;
    throw thrown;
  }
  const roots = structure.nodes.filter(({ parent }) => parent === -1);
  const number = structure.parts[roots[0]?.part ?? -1]?.number.trim() ?? "";
  if (roots.length !== 1 || isPlaceholder(number)) return byName;
  return `step:${systemName(structure.originatingSystem)}:${number}`;
}

/** Without what changes when the system is updated: `SolidWorks 2015` is `solidworks`. */
function systemName(system: string | undefined): string {
  const words = (system ?? "").toLowerCase().split(/[^\p{L}\p{N}.]+/u);
  return words.filter((word) => word !== "" && !/\p{N}/u.test(word)).join(" ") || "unknown";
}
