/** GLB (glTF 2.0, 4 "GLB File Format Specification"): a header, one chunk of JSON, at most one of bytes. */
import { ImportError } from "../../../importer.ts";

const MAGIC = 0x4654_6c67;
const JSON_CHUNK = 0x4e4f_534a;
const BINARY_CHUNK = 0x004e_4942;
/** JSON of a scene of 200,000 nodes stays below. */
const MOST_JSON = 256 * 1024 * 1024;

export interface Container {
  readonly json: unknown;
  /** The buffer without a URI. */
  readonly binary: Uint8Array | undefined;
  readonly problems: readonly string[];
}

export function isGlb(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === MAGIC;
}

/** @throws ImportError where there is no whole JSON */
export function openContainer(bytes: Uint8Array): Container {
  return isGlb(bytes) ? openGlb(bytes) : { json: parse(bytes), binary: undefined, problems: [] };
}

function openGlb(bytes: Uint8Array): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20) throw new ImportError("The GLB file breaks off in its header.");
  const version = view.getUint32(4, true);
  if (version > 9) throw new ImportError("It begins as a GLB file does, but its header is damaged.");
  if (version !== 2) throw new ImportError(`It is GLB version ${version}: only version 2 can be read.`);
  const problems: string[] = [];
  if (view.getUint32(8, true) > bytes.length)
    problems.push("The file breaks off: it is shorter than it states.");
  let json: unknown;
  let binary: Uint8Array | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at, true);
    const type = view.getUint32(at + 4, true);
    const content = bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    if (type === JSON_CHUNK && json === undefined) {
      if (content.length < length) throw new ImportError("The GLB file breaks off in its JSON.");
      json = parse(content);
    } else if (type === BINARY_CHUNK) binary ??= content;
    // Chunks are padded to four bytes.
    at += 8 + Math.ceil(length / 4) * 4;
  }
  if (json === undefined) throw new ImportError("The GLB file has no JSON chunk.");
  return { json, binary, problems };
}

function parse(bytes: Uint8Array): unknown {
  if (bytes.length > MOST_JSON) throw new ImportError("Its JSON is longer than 256 MB.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (thrown) {
    throw new ImportError(`Its JSON can't be read: ${(thrown as Error).message.slice(0, 200)}.`);
  }
}
