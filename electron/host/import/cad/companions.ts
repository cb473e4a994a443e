/** What a CAD file is made of besides its own bytes, whatever its format: the files beside it that it names. */
import { readFile, stat } from "node:fs/promises";
import { hashFile } from "../../hash-file.ts";
import { ImportError } from "../importer.ts";
import { companionsKey, keyOf, MOST_FILES, MOST_LOOKED_THROUGH } from "./external/companions-key.ts";
import { bufferNames } from "./mesh-formats/gltf/buffers.ts";
import { openContainer } from "./mesh-formats/gltf/container.ts";
import { findCompanion, unlessUnreadable } from "./mesh-formats/companion.ts";
import { libraryNames } from "./mesh-formats/obj/libraries.ts";

/**
 * A hash of the names and bytes of all that it is read with, missing ones too: another one means that the file has to be
 * read again though it has not changed itself. undefined for a file that names none.
 */
export async function companionsOf(
  format: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (format === "step") return companionsKey(path, signal);
  if (format !== "obj" && format !== "gltf") return undefined;
  if ((await stat(path)).size > MOST_LOOKED_THROUGH) return undefined;
  const bytes = await readFile(path, { signal });
  const found = new Map<string, string>();
  for (const name of format === "obj" ? libraryNames(bytes) : namesOfBuffers(bytes)) {
    if (found.has(name) || found.size >= MOST_FILES) continue;
    const companion = await findCompanion(path, name);
    const digest =
      companion === undefined ? undefined : await unlessUnreadable(hashFile(companion.path, signal), signal);
    found.set(name, digest?.sha256 ?? "missing");
  }
  return keyOf(found);
}

function namesOfBuffers(bytes: Uint8Array): readonly string[] {
  try {
    return bufferNames(openContainer(bytes).json);
  } catch (thrown) {
    // Reading it will say what is wrong.
    if (thrown instanceof ImportError) return [];
    throw thrown;
  }
}
