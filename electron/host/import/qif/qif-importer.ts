/** QIF 2 and 3 (ISO 23952) results and plans: characteristics, samples, values, verdicts. */
import type { SourceRecord } from "../../../../shared/model/record.ts";
import type { Importer, SourceFile } from "../importer.ts";
import { readElements } from "../text/xml-tree.ts";
import { characteristicRecord } from "./characteristics.ts";
import { readDocument, type QifDocument } from "./document.ts";
import { readSample } from "./results.ts";

export const qifImporter: Importer = {
  format: "qif",
  recognise: ({ text }) => (text !== undefined && /<(?:\w+:)?QIFDocument[\s>]/.test(text) ? 1 : 0),
  // The document's own id survives renaming and copying; a file without one is known by its name.
  sourceId: (file, { text }) => {
    const id = /<(?:\w+:)?QPId>\s*([0-9a-fA-F-]{8,64})\s*</.exec(text ?? "")?.[1];
    return `qif:${id?.toLowerCase() ?? file.name}`;
  },
  read: (file, { signal }) => readQif(file, signal),
};

async function* readQif(file: SourceFile, signal: AbortSignal): AsyncGenerator<readonly SourceRecord[]> {
  const document = await readDocument(file, signal);
  const known = document.characteristics.filter(({ isUnitNumber }) => !isUnitNumber);
  yield [
    { record: "part", part: document.part },
    ...known.map((characteristic) => characteristicRecord(document.part, characteristic)),
    ...document.places,
  ];
  let sequence = 0;
  let labelled = 0;
  const contradicted = new Map<string, number>();
  const wanted = (path: readonly string[]): boolean => path.at(-1) === "MeasurementResults";
  try {
    for await (const { element, verbatim, bytesRead } of readElements(file.path, wanted, signal)) {
      sequence += 1;
      const sample = readSample(element, verbatim, sequence, document);
      for (const name of sample.contradictions) contradicted.set(name, (contradicted.get(name) ?? 0) + 1);
      if (sample.labelled) labelled += 1;
      const progress = file.size === 0 ? 1 : bytesRead / file.size;
      yield [...sample.records, { record: "count", read: sample.read, taken: sample.taken, progress }];
    }
  } finally {
    // Also when the file breaks off: what was read is told.
    if (!signal.aborted) yield remarks(document, known.length, sequence, labelled, contradicted);
  }
}

function remarks(
  document: QifDocument,
  characteristics: number,
  samples: number,
  labelled: number,
  contradicted: ReadonlyMap<string, number>,
): readonly SourceRecord[] {
  const texts: string[] = [];
  if (!document.laboratoryStated && samples > 0) {
    texts.push(`The file names no laboratory; its folder's name "${document.laboratory}" stands for it.`);
  }
  if (labelled > 0) {
    texts.push(
      `${labelled} of ${samples} serial number fields hold the name of a result set, not a serial: they are kept as labels, and the serials are missing.`,
    );
  }
  if (samples === 0)
    texts.push(`A plan or model without results: ${characteristics} characteristics and no measurement.`);
  if (document.created === undefined && samples > 0)
    texts.push("The file gives no time: its inspections are undated.");
  if (document.hasStatistics)
    texts.push("Statistics stated in the file are not taken over: they are computed from the values.");
  for (const [name, count] of contradicted) {
    texts.push(
      `${name}: the verdict that the file states for ${count} values is not what its limits say; the stated verdict counts.`,
    );
  }
  for (const { name, remark } of document.characteristics)
    if (remark !== undefined) texts.push(`${name}: ${remark}`);
  return texts.map((text) => ({ record: "remark", text }));
}
