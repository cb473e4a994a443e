/** The bytes behind buffers: the GLB's own chunk, a data URI, or a file beside the model. */
import { ImportError } from "../../../importer.ts";
import { readCompanion } from "../companion.ts";
import type { GltfDocument } from "./document.ts";

const MOST_BUFFER = 2 ** 31 - 1;

export interface Buffers {
  /** undefined where it is missing: its geometry is then left out. */
  readonly bytes: readonly (Uint8Array | undefined)[];
  readonly problems: readonly string[];
}

/** @throws ImportError where not one buffer is there */
export async function loadBuffers(
  { buffers }: GltfDocument,
  binary: Uint8Array | undefined,
  path: string,
  signal: AbortSignal,
): Promise<Buffers> {
  const problems: string[] = [];
  const bytes: (Uint8Array | undefined)[] = [];
  for (const [at, { uri, byteLength, extensions }] of buffers.entries()) {
    let own: Uint8Array | undefined;
    // It has its place only: what it would hold is unpacked from another.
    if (uri === undefined && isFallback(extensions)) {
      bytes.push(undefined);
      continue;
    }
    if (uri === undefined) {
      own = at === 0 ? binary : undefined;
      if (own === undefined) problems.push("The bytes of its geometry are missing in the file.");
    } else if (uri.startsWith("data:")) {
      own = dataBytes(uri);
      if (own === undefined) problems.push("A data URI of its geometry can't be read.");
    } else {
      const name = decoded(uri);
      own = await readCompanion(path, name, MOST_BUFFER, signal);
      if (own === undefined)
        problems.push(
          `Its geometry lies in ${name.slice(0, 200)}, which is not beside it: open the folder of both, or a GLB.`,
        );
    }
    if (own !== undefined && own.length < byteLength)
      problems.push(`The bytes of its geometry break off: ${own.length} of ${byteLength}.`);
    bytes.push(own?.subarray(0, byteLength));
  }
  const [reason] = problems;
  if (reason !== undefined && bytes.every((own) => own === undefined)) throw new ImportError(reason);
  return { bytes, problems };
}

/** Names of the files that a document has its bytes in; none for what is no document. */
export function bufferNames(json: unknown): readonly string[] {
  const { buffers } = (json ?? {}) as { readonly buffers?: unknown };
  return (Array.isArray(buffers) ? (buffers as readonly unknown[]) : []).flatMap((buffer) => {
    const { uri } = (buffer ?? {}) as { readonly uri?: unknown };
    return typeof uri === "string" && !uri.startsWith("data:") ? [decoded(uri)] : [];
  });
}

/** EXT_meshopt_compression, "Fallback buffers". */
function isFallback(extensions: Readonly<Record<string, unknown>> | undefined): boolean {
  const packed = extensions?.["EXT_meshopt_compression"] ?? extensions?.["KHR_meshopt_compression"];
  return (packed as { fallback?: unknown } | undefined)?.fallback === true;
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function dataBytes(uri: string): Uint8Array | undefined {
  const comma = uri.indexOf(",");
  if (comma < 0) return undefined;
  return uri.slice(0, comma).endsWith(";base64")
    ? Buffer.from(uri.slice(comma + 1), "base64")
    : Buffer.from(decoded(uri.slice(comma + 1)), "latin1");
}
