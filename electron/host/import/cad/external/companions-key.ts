/** What a STEP file is made of besides its own bytes: the files that it names and that lie beside it. */
import { hash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { hashFile } from "../../../hash-file.ts";
import { ImportError } from "../../importer.ts";
import { findCompanion, unlessUnreadable } from "../mesh-formats/companion.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readExternalFiles } from "../structure/external-files.ts";
import { beside } from "./read-externals.ts";

/** Larger files are taken to be whole in themselves: looking through them twice costs more than it is worth. */
export const MOST_LOOKED_THROUGH = 128 * 1024 * 1024;
export const MOST_FILES = 2000;

/**
 * A hash of the names and bytes of all that it leads to, missing ones too: another one means that the file
 * has to be read again though it has not changed itself. undefined for a file that names none.
 */
export async function companionsKey(path: string, signal: AbortSignal): Promise<string | undefined> {
  if ((await stat(path)).size > MOST_LOOKED_THROUGH) return undefined;
  const found = new Map<string, string>();
  const open = [...namesIn(await readFile(path, { signal }))];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || found.size >= MOST_FILES) continue;
    const own = await beside(path, name);
    const companion = own === undefined ? undefined : await findCompanion(path, basename(own));
    if (companion === undefined) found.set(name, "missing");
    else if (companion.bytes > MOST_LOOKED_THROUGH) {
      // Its own names are not followed; that it has changed is still seen.
      const digest = await unlessUnreadable(hashFile(companion.path, signal), signal);
      found.set(name, digest?.sha256 ?? "missing");
    } else {
      const bytes = await unlessUnreadable(readFile(companion.path, { signal }), signal);
      found.set(name, bytes === undefined ? "missing" : hash("sha256", bytes));
      if (bytes !== undefined) open.push(...namesIn(bytes));
    }
  }
  return keyOf(found);
}

/** @param found by name what stands for its content. undefined without any */
export function keyOf(found: ReadonlyMap<string, string>): string | undefined {
  if (found.size === 0) return undefined;
  return hash("sha256", JSON.stringify([...found].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function namesIn(bytes: Buffer | Uint8Array): readonly string[] {
  // Most files name none, and are not worth a scan.
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes("DOCUMENT_FILE")) return [];
  try {
    return [...new Set(readExternalFiles(readExchangeFile(bytes)).values())];
  } catch (thrown) {
    // Reading it will say what is wrong.
    if (thrown instanceof ImportError) return [];
    throw thrown;
  }
}
