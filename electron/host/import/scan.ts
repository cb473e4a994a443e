/** Looks through files and folders and says what each file is, by content. */
import { naturalOrder } from "../../../shared/text/natural-order.ts";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { hashFile } from "../hash-file.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { IMPORTERS } from "./formats.ts";
import type { ScannedFile } from "./import-contract.ts";
import type { FileHead, Importer, ImportFormat } from "./importer.ts";
import { decodeText } from "./text/decode-text.ts";

/** Files of one plan; a folder with more is a mistake (a whole disk), and says so. */
const MAXIMUM_FILES = 20_000;
const HEAD_BYTES = 64 * 1024;
/** Below this certainty a file counts as not recognised. */
const CERTAIN = 0.5;

/**
 * Every file below `paths`, recognised and hashed, in the order in which they should be read: what
 * names parts first (CAD, then inspection), so that logs and sheets find their part.
 */
export async function scan(paths: readonly string[], signal: AbortSignal): Promise<readonly ScannedFile[]> {
  const found = new Map<string, string>();
  const visited = new Set<string>();
  const walk = async (path: string, root: string): Promise<void> => {
    signal.throwIfAborted();
    const real = await realpath(path);
    // A link to a folder above would loop.
    if (visited.has(real)) return;
    visited.add(real);
    const entry = await stat(real);
    if (entry.isDirectory()) {
      const names = (await readdir(real)).filter((name) => !name.startsWith(".")).sort();
      for (const name of names) await walk(join(path, name), root).catch(ignoreMissing);
    } else if (entry.isFile()) {
      if (found.size >= MAXIMUM_FILES)
        throw new Failure("limit", `More than ${MAXIMUM_FILES} files: open a smaller folder.`);
      found.set(path, shownName(path, root));
    }
  };
  for (const path of paths) {
    const root = resolve(path);
    try {
      await walk(root, root);
    } catch (thrown) {
      if (isMissing(thrown)) throw new Failure("invalid", `${path} can't be found or read.`);
      throw thrown;
    }
  }
  const files: ScannedFile[] = [];
  for (const [path, name] of found) {
    signal.throwIfAborted();
    files.push(await describe(path, name, signal));
  }
  const read = withCompanions(files);
  const rank = (file: ScannedFile): number =>
    IMPORTERS.findIndex((importer) => importer.format === file.format);
  const order = (file: ScannedFile): number => (rank(file) < 0 ? IMPORTERS.length : rank(file));
  // Shorter names first within a format: they are the parts that longer names are variants of.
  return read.sort((a, b) => order(a) - order(b) || naturalOrder(a.shownName, b.shownName));
}

/** Bytes of a glTF and colours of an OBJ are no files of their own: they are read with the model that names them. */
function withCompanions(files: readonly ScannedFile[]): ScannedFile[] {
  const models = new Set(
    files
      .filter(({ format }) => format === "gltf" || format === "obj")
      .map(({ path, format }) => `${format} ${dirname(path)}`),
  );
  const owner = (name: string): string => (/\.mtl$/i.test(name) ? "obj" : "gltf");
  return files.map((file) =>
    file.format === undefined &&
    /\.(?:mtl|bin)$/i.test(file.name) &&
    models.has(`${owner(file.name)} ${dirname(file.path)}`)
      ? { ...file, problem: "It is read with the model beside it." }
      : file,
  );
}

async function describe(path: string, name: string, signal: AbortSignal): Promise<ScannedFile> {
  const base = { path, name: basename(path), folder: folderName(path), shownName: name };
  try {
    const { size } = await stat(path);
    const head = await readHead(path, size);
    const { importer, certainty } = best(head);
    const recognised = importer !== undefined && certainty >= CERTAIN;
    if (recognised) importer.prepare?.();
    const { sha256 } = await hashFile(path, signal);
    const file = { ...base, size, sha256 };
    return {
      ...file,
      format: recognised ? importer.format : undefined,
      sourceId: recognised ? importer.sourceId(file, head) : undefined,
      problem: recognised ? undefined : "No reader recognises its content.",
    };
  } catch (thrown) {
    signal.throwIfAborted();
    const reason = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unreadable";
    return {
      ...base,
      size: 0,
      sha256: "",
      format: undefined,
      sourceId: undefined,
      problem: `It can't be read (${reason}).`,
    };
  }
}

/** By content, as a scan finds it; `name` where the file lies under another one. */
export async function formatOf(path: string, name: string): Promise<ImportFormat | undefined> {
  const head = await readHead(path, (await stat(path)).size);
  const { importer, certainty } = best({ ...head, name });
  return certainty >= CERTAIN ? importer?.format : undefined;
}

/** A file handed over by a browser lies alone in a folder with a made-up name, which says nothing of it. */
function folderName(path: string): string {
  const name = basename(dirname(path));
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name) ? "" : name;
}

function best(head: FileHead): { importer: Importer | undefined; certainty: number } {
  let result: { importer: Importer | undefined; certainty: number } = { importer: undefined, certainty: 0 };
  for (const importer of IMPORTERS) {
    const certainty = importer.recognise(head);
    if (certainty > result.certainty) result = { importer, certainty };
  }
  return result;
}

async function readHead(path: string, size: number): Promise<FileHead> {
  const file = await open(path, "r");
  try {
    const buffer = new Uint8Array(Math.min(HEAD_BYTES, size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return { name: basename(path), size, bytes, text: decodeText(bytes) };
  } finally {
    await file.close();
  }
}

function shownName(path: string, root: string): string {
  return path === root ? basename(path) : relative(root, path).split(sep).join("/");
}

function isMissing(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    "code" in thrown &&
    ["ENOENT", "EACCES", "EPERM", "ENOTDIR", "ELOOP"].includes(String(thrown.code))
  );
}

/** A file that vanished or can't be entered while walking a folder costs only itself. */
function ignoreMissing(thrown: unknown): void {
  if (!isMissing(thrown)) throw thrown;
}
