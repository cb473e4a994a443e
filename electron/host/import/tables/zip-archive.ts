/**
 * Entries of a ZIP archive (PKWARE APPNOTE 4.3), unpacked one at a time. Archives are hostile input:
 * an entry that unpacks to more than it states, or all of them to more than the bound, is refused
 * before the memory is used; a checksum that differs is damage.
 */
import { crc32, inflateRawSync } from "node:zlib";
import { ImportError } from "../importer.ts";

const END_OF_DIRECTORY = 0x0605_4b50;
const DIRECTORY_ENTRY = 0x0201_4b50;
/** A comment of at most 64 KiB may follow the end record of 22 bytes. */
const END_SEARCH = 65_557;

interface Entry {
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

export interface ZipArchive {
  readonly names: readonly string[];
  /** Bytes of an entry; undefined where there is none of that name. Throws ImportError for a damaged one. */
  read(name: string): Uint8Array | undefined;
}

/** `maximumBytes`: what all entries that are read may unpack to. */
export function openZip(bytes: Uint8Array, maximumBytes: number): ZipArchive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(bytes, view);
  let left = maximumBytes;
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      if (entry.size > left) {
        throw new ImportError(
          `The file would unpack to more than ${Math.round(maximumBytes / 1_000_000)} MB.`,
        );
      }
      const content = unpack(bytes, view, entry, name);
      left -= content.length;
      return content;
    },
  };
}

function readDirectory(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  let end = bytes.length - 22;
  const lowest = Math.max(0, bytes.length - END_SEARCH);
  while (end >= lowest && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1;
  if (end < lowest)
    throw new ImportError("The file is cut off or damaged: its table of contents is missing.");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, Entry>();
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      throw new ImportError("The file is damaged: its table of contents can't be read.");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    entries.set(name, {
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function unpack(bytes: Uint8Array, view: DataView, entry: Entry, name: string): Uint8Array {
  const damaged = new ImportError(`The file is damaged: its part "${name}" can't be unpacked.`);
  if (entry.offset + 30 > bytes.length) throw damaged;
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packed > bytes.length) throw damaged;
  const packed = bytes.subarray(start, start + entry.packed);
  let content: Uint8Array;
  try {
    // One byte of room more than stated would already be a lie; zero is no bound for zlib.
    if (entry.method === 8) content = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
    else if (entry.method === 0) content = packed;
    else throw damaged;
  } catch {
    throw damaged;
  }
  if (content.length !== entry.size || crc32(content) !== entry.checksum) throw damaged;
  return content;
}
