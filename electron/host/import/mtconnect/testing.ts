/** What the tests of this folder share: a log given as text, read as a file would be. */
import type { EventRecord, SamplesRecord, SourceRecord } from "../../../../shared/model/record.ts";
import type { DeviceDescription } from "./device-description.ts";
import { PipeLogParser } from "./pipe-log-parser.ts";
import { hintFromFileName } from "./unit-hint.ts";

export interface ReadLog {
  readonly read: number;
  readonly taken: number;
  readonly records: readonly SourceRecord[];
}

export function readLog(text: string, fileName = "mill.txt", device?: DeviceDescription): ReadLog {
  const hint = hintFromFileName(fileName);
  const parser = new PipeLogParser(hint.equipment ?? "mill", device);
  text.split("\n").forEach((line, index) => parser.line(line, index + 1));
  const records = [...parser.finish(hint)];
  return { read: parser.read, taken: parser.taken, records };
}

export function ofKind<Kind extends SourceRecord["record"]>(
  records: readonly SourceRecord[],
  kind: Kind,
): Extract<SourceRecord, { record: Kind }>[] {
  return records.filter(
    (record): record is Extract<SourceRecord, { record: Kind }> => record.record === kind,
  );
}

export function events(records: readonly SourceRecord[], type?: string): EventRecord[] {
  return ofKind(records, "event").filter((event) => type === undefined || event.type === type);
}

/** Samples of a signal over all its chunks, as pairs of µs and value. */
export function samplesOf(records: readonly SourceRecord[], signal: string): [number, number][] {
  return ofKind(records, "samples")
    .filter((chunk: SamplesRecord) => chunk.signal === signal)
    .flatMap(({ times, values }) =>
      [...times].map((time, index): [number, number] => [time, values[index] ?? 0]),
    );
}

/** µs since the epoch of an ISO time with at most milliseconds. */
export function microseconds(iso: string): number {
  return Date.parse(iso) * 1000;
}
