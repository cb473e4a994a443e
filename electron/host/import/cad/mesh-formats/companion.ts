/** A file that another one names and that must lie beside it: its name comes from outside, so it can lead nowhere else. */
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";

export interface Companion {
  /** Where it really lies. */
  readonly path: string;
  readonly bytes: number;
}

/** undefined where it is missing or leads out of the folder of `path`. */
export async function findCompanion(path: string, name: string): Promise<Companion | undefined> {
  const wanted = name.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  if (wanted === "" || wanted.includes("\0") || /^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(wanted)) return undefined;
  try {
    // Where the model really lies, for links may lead out as names do.
    const folder = await realpath(dirname(path));
    const real = await realpath(resolve(folder, wanted));
    if (!real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined;
    const about = await stat(real);
    return about.isFile() ? { path: real, bytes: about.size } : undefined;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return undefined;
    throw thrown;
  }
}

/** Its bytes; undefined where it is not found, can't be read, or is longer than `most`. */
export async function readCompanion(
  path: string,
  name: string,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const found = await findCompanion(path, name);
  if (found === undefined || found.bytes > most) return undefined;
  return unlessUnreadable(readFile(found.path, { signal }), signal);
}

/** What was read; undefined where the file system refused: a companion costs itself alone. */
export async function unlessUnreadable<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await reading;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof Error && "code" in thrown) return undefined;
    throw thrown;
  }
}
