/** Reads the table of contents of an asar archive (Chromium Pickle: sizes, then JSON). */
import { closeSync, openSync, readSync } from "node:fs";

export interface ArchiveEntry {
  readonly path: string;
  /** Lies beside the archive, as a real file. */
  readonly unpacked: boolean;
  /** SHA-256 of the content, as the integrity check uses it. */
  readonly hash: string | undefined;
  /** Absolute position of the content in the archive; undefined where unpacked. */
  readonly offset: number | undefined;
  readonly size: number;
}

interface HeaderNode {
  readonly files?: Readonly<Record<string, HeaderNode>>;
  readonly unpacked?: boolean;
  readonly offset?: string;
  readonly size?: number;
  readonly integrity?: { readonly hash: string };
}

export function readArchive(path: string): readonly ArchiveEntry[] {
  const sizes = readAt(path, 0, 16);
  const headerSize = sizes.readUInt32LE(4);
  const jsonLength = sizes.readUInt32LE(12);
  const header = JSON.parse(readAt(path, 16, jsonLength).toString("utf8")) as HeaderNode;
  const start = 8 + headerSize;
  const walk = (node: HeaderNode, name: string): ArchiveEntry[] =>
    node.files === undefined
      ? [
          {
            path: name,
            unpacked: node.unpacked === true,
            hash: node.integrity?.hash,
            offset: node.offset === undefined ? undefined : start + Number(node.offset),
            size: node.size ?? 0,
          },
        ]
      : Object.entries(node.files).flatMap(([key, child]) =>
          walk(child, name === "" ? key : `${name}/${key}`),
        );
  return walk(header, "");
}

/** Content of a packed file. */
export function readEntry(archive: string, { offset, size }: ArchiveEntry): Buffer {
  if (offset === undefined) throw new Error("lies beside the archive");
  return readAt(archive, offset, size);
}

function readAt(path: string, position: number, length: number): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  } finally {
    closeSync(file);
  }
}
