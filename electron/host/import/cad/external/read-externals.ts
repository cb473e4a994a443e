/** Files that a STEP file refers to for shapes of its parts (ISO 10303-1042 and AP214 DOCUMENT_FILE), read from beside it. */
import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withCoarseMeshes } from "../../coarse-mesh.ts";
import { ImportError, type ImportContext } from "../../importer.ts";
import { withDistinctNumbers } from "../identity/step-shape.ts";
import type { MeshKernel } from "../kernel/mesh-kernel.ts";
import { collectMeshed, meshParts } from "../mesh/mesh-parts.ts";
import { readCompanion } from "../mesh-formats/companion.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readPmi } from "../pmi/read-pmi.ts";
import { assembleModel } from "../step-model.ts";
import { readStructure, type StructurePart } from "../structure/cad-structure.ts";
import { compose, type ExternalPart, type LoadedModel } from "./compose.ts";

/** One reference after another: files that refer to each other in a ring end, and so does a chain. */
const DEEPEST = 16;
const MOST_FILES = 2000;
const MOST_BYTES = 2 ** 31 - 1;

export interface ExternalSource {
  /** Of the file that refers. */
  readonly path: string;
  readonly context: Pick<ImportContext, "signal" | "meshes">;
  readonly kernel: MeshKernel & { readonly size: number };
}

export interface Externals {
  readonly parts: readonly ExternalPart[];
  /** What could not be read of a file that is there, one sentence each. */
  readonly problems: readonly string[];
}

interface Reading {
  readonly known: Map<string, Promise<LoadedModel | string>>;
  count: number;
}

export function readExternals(parts: readonly StructurePart[], source: ExternalSource): Promise<Externals> {
  return readAll(parts, source, [source.path], { known: new Map(), count: 0 });
}

async function readAll(
  parts: readonly StructurePart[],
  source: ExternalSource,
  above: readonly string[],
  reading: Reading,
): Promise<Externals> {
  const found: ExternalPart[] = [];
  const problems = new Set<string>();
  for (const [part, { externalFile }] of parts.entries()) {
    if (externalFile === undefined) continue;
    const path = await beside(source.path, externalFile);
    // A file that is missing is said by its part.
    if (path === undefined || above.includes(path)) continue;
    if (above.length > DEEPEST || reading.count >= MOST_FILES) {
      problems.add(`More than ${MOST_FILES} files, or ${DEEPEST} that refer to each other, are not read.`);
      continue;
    }
    let loading = reading.known.get(path);
    if (loading === undefined) {
      reading.count += 1;
      loading = readOne(path, source, above, reading);
      reading.known.set(path, loading);
    }
    const loaded = await loading;
    if (typeof loaded === "string") problems.add(`${externalFile}: ${loaded}`);
    else found.push({ part, fileName: externalFile, loaded });
  }
  return { parts: found, problems: [...problems] };
}

/** The file's own path; undefined where it does not lie in the folder. */
export async function beside(path: string, name: string): Promise<string | undefined> {
  // Some systems write the path on the machine that exported it.
  const own = name.split(/[\\/]/).at(-1) ?? "";
  if (own === "" || own === "." || own === "..") return undefined;
  try {
    return await realpath(join(dirname(path), own));
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return undefined;
    throw thrown;
  }
}

async function readOne(
  path: string,
  source: ExternalSource,
  above: readonly string[],
  reading: Reading,
): Promise<LoadedModel | string> {
  const { context, kernel } = source;
  const name = path.slice(dirname(path).length + 1);
  const bytes = await readCompanion(source.path, name, MOST_BYTES, context.signal);
  if (bytes === undefined) return "It can't be read, or leads out of the folder.";
  try {
    const exchange = readExchangeFile(bytes);
    const structure = withDistinctNumbers(exchange, readStructure(exchange, name));
    if (structure.nodes.length === 0) return "It holds no product and no shape.";
    let model = await context.meshes?.find(bytes);
    if (model === undefined) {
      const meshed = collectMeshed();
      for await (const part of meshParts(exchange, structure, kernel, context.signal)) meshed.add(part);
      model = await withCoarseMeshes(
        assembleModel(exchange, structure, meshed, readPmi(exchange, structure)),
      );
      if (!meshed.isPassing()) await context.meshes?.keep(bytes, model);
    }
    const inner = await readAll(structure.parts, { ...source, path }, [...above, path], reading);
    const whole = compose({ model, bomLines: structure.bomLines }, inner.parts);
    return { ...whole, model: { ...whole.model, problems: [...whole.model.problems, ...inner.problems] } };
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (thrown instanceof ImportError) return thrown.message;
    throw thrown;
  }
}
