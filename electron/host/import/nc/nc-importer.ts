/** NC programs (ISO 6983, G code): what they cut with, and which unit they are written for. */
import type { SourceRecord } from "../../../../shared/model/record.ts";
import type { Importer, ImportContext, SourceFile } from "../importer.ts";
import { PAYLOAD_LIMIT_BYTES } from "../mtconnect/payload.ts";
import { programTitle } from "../mtconnect/unit-hint.ts";
import { readLines } from "../text/read-text.ts";
import { NcProgramReader } from "./nc-program.ts";
import { ncRecords } from "./nc-records.ts";
import { recogniseNc } from "./recognise.ts";

export const ncImporter: Importer = {
  format: "nc-program",
  recognise: recogniseNc,

  sourceId(file: SourceFile): string {
    return `nc:${programTitle(file.name)}`;
  },

  async *read(file: SourceFile, { signal }: ImportContext): AsyncGenerator<readonly SourceRecord[]> {
    const reader = new NcProgramReader();
    const total = { read: 0, bytes: 0 };
    let text = "";
    for await (const { lines, bytesRead } of readLines(file.path, signal)) {
      const rejections: SourceRecord[] = [];
      let read = 0;
      for (const { line, text: code } of lines) {
        if (text.length < PAYLOAD_LIMIT_BYTES) text += `${code}\n`;
        if (code.trim() === "") continue;
        read += 1;
        if (reader.line(code)) continue;
        const reason =
          "No NC block: expected words of a letter and a number (ISO 6983), or a comment in parentheses.";
        rejections.push({ record: "rejection", at: { line }, reason, excerpt: code.slice(0, 200) });
      }
      total.read += read;
      total.bytes = Math.max(total.bytes, bytesRead);
      const progress = file.size > 0 ? Math.min(1, total.bytes / file.size) : 1;
      yield [...rejections, { record: "count", read, taken: read - rejections.length, progress }];
    }
    if (total.read === 0) return;
    yield [
      ...ncRecords(reader.finish(), { fileName: file.name, sha256: file.sha256, lines: total.read, text }),
      { record: "count", read: 0, taken: 0, progress: 1 },
    ];
  },
};
