/** Machine logs and adapter streams of `time|item|value` lines (SHDR, MTConnect part 1), as one format. */
import type { SourceRecord } from "../../../../shared/model/record.ts";
import type { FileHead, Importer, ImportContext, SourceFile } from "../importer.ts";
import { MAXIMUM_LINE, readLines, type Line } from "../text/read-text.ts";
import { inBatches } from "./batches.ts";
import { describedDevice, findDeviceDescriptions, type DeviceDescription } from "./device-description.ts";
import { PipeLogParser } from "./pipe-log-parser.ts";
import { hintFromFileName } from "./unit-hint.ts";

const TIMED_LINE =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?(?:@[\d.]+)?\|[^|]+\|/;

export const pipeLogImporter: Importer = {
  format: "pipe-log",

  /** The part of the lines that start with an ISO time and an item; assets and protocol lines do not count. */
  recognise(head: FileHead): number {
    if (head.text === undefined) return 0;
    const lines = head.text.split(/\r\n|\r|\n/);
    // The last line of a longer file is cut where the head ends.
    if (head.size > head.bytes.length && lines.length > 1) lines.pop();
    let timed = 0;
    let others = 0;
    for (const line of lines) {
      if (TIMED_LINE.test(line)) timed += 1;
      else if (line.trim() !== "" && !/^(<|\*|--multiline--|\s)/.test(line)) others += 1;
    }
    return timed > others ? (0.95 * timed) / (timed + others) : 0;
  },

  sourceId(file: SourceFile): string {
    return `log:${hintFromFileName(file.name).equipment ?? stem(file.name)}/${file.name}`;
  },

  async *read(file: SourceFile, { signal }: ImportContext): AsyncGenerator<readonly SourceRecord[]> {
    const hint = hintFromFileName(file.name);
    let parser: PipeLogParser | undefined;
    const counted = { read: 0, taken: 0, bytes: 0 };
    for await (const { lines, bytesRead } of readLines(file.path, signal)) {
      parser ??= await parserFor(file, lines);
      const cut: SourceRecord[] = [];
      for (const { line, text } of lines) {
        parser.line(text, line);
        if (text.length >= MAXIMUM_LINE)
          cut.push({
            record: "remark",
            at: { line },
            text: "The line is over 1 MiB long: the rest of it is not read.",
          });
      }
      // The last batch of a file does not know its place.
      counted.bytes = Math.max(counted.bytes, bytesRead);
      const { read, taken } = parser;
      const progress = file.size > 0 ? Math.min(1, counted.bytes / file.size) : 1;
      yield [
        ...cut,
        ...parser.drain(),
        { record: "count", read: read - counted.read, taken: taken - counted.taken, progress },
      ];
      counted.read = read;
      counted.taken = taken;
    }
    if (parser === undefined) return;
    yield* inBatches(parser.finish(hint));
    yield [
      { record: "count", read: parser.read - counted.read, taken: parser.taken - counted.taken, progress: 1 },
    ];
  },
};

/** The parser for a log, with the machine and the descriptions of its items as far as the folder tells them. */
async function parserFor(file: SourceFile, lines: readonly Line[]): Promise<PipeLogParser> {
  const { equipment } = hintFromFileName(file.name);
  const device = await deviceOf(file.path, equipment, lines);
  return new PipeLogParser(equipment ?? device?.name ?? stem(file.name), device);
}

async function deviceOf(
  path: string,
  equipment: string | undefined,
  lines: readonly Line[],
): Promise<DeviceDescription | undefined> {
  const devices = await findDeviceDescriptions(path);
  if (devices.length === 0) return undefined;
  const items = new Set<string>();
  for (const { text } of lines) {
    if (!TIMED_LINE.test(text) || text.includes("|@")) continue;
    const fields = text.split("|");
    for (let at = 1; at < fields.length; at += 2) if (fields[at] !== "") items.add(fields[at] ?? "");
  }
  return describedDevice(devices, equipment, items);
}

function stem(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
