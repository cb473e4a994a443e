/** For tests: a file on disk as the importers get it, and all its records. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { SourceRecord } from "../../../shared/model/record.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";
import type { FileHead, Importer, SourceFile } from "./importer.ts";
import { decodeText } from "./text/decode-text.ts";

export function sourceFile(path: string): SourceFile {
  const bytes = readFileSync(path);
  return {
    path,
    name: basename(path),
    folder: basename(dirname(path)),
    size: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  };
}

export function fileHead(path: string): FileHead {
  const bytes = readFileSync(path);
  const head = bytes.subarray(0, 64 * 1024);
  return { name: basename(path), size: bytes.length, bytes: head, text: decodeText(head) };
}

export interface Collected {
  readonly records: readonly SourceRecord[];
  readonly failure: unknown;
}

/** Every record until the end or the failure. */
export async function collect(importer: Importer, path: string, mapping?: TableMapping): Promise<Collected> {
  const records: SourceRecord[] = [];
  const { signal } = new AbortController();
  try {
    for await (const batch of importer.read(
      sourceFile(path),
      mapping === undefined ? { signal } : { signal, mapping },
    )) {
      records.push(...batch);
    }
    return { records, failure: undefined };
  } catch (failure) {
    return { records, failure };
  }
}

/** Records of one kind. */
export function of<K extends SourceRecord["record"]>(
  records: readonly SourceRecord[],
  kind: K,
): readonly Extract<SourceRecord, { record: K }>[] {
  return records.filter((record): record is Extract<SourceRecord, { record: K }> => record.record === kind);
}
