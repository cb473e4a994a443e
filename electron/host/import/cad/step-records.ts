/** What a product structure says, as records. */
import type { CadModel } from "../../../../shared/model/cad.ts";
import type {
  BomLineRecord,
  EventRecord,
  PartRecord,
  PartReference,
  RejectionRecord,
  RemarkRecord,
  SourceRecord,
} from "../../../../shared/model/record.ts";
import { parseInstant } from "../../../../shared/time/iso.ts";
import type { SourceFile } from "../importer.ts";
import type { ExchangeProblem } from "./part21/exchange-file.ts";
import type { CadStructure, StructurePart } from "./structure/cad-structure.ts";

/** Verbatim bytes of an event (see EventRecord). */
const MOST_PAYLOAD = 64 * 1024;
/** First edition of ISO 10303-21: an earlier stamp is a clock that was never set. */
const FIRST_STAMP = Date.UTC(1994, 0, 1) * 1000;
/** Names listed of the parts that share a problem. */
const LISTED = 5;

export function partReference({ number, revision }: StructurePart): PartReference {
  const named = { name: number, strength: "stated" } as const;
  return revision === undefined || revision.trim() === "" ? named : { ...named, revision };
}

/** Index of the part that the whole model stands for: the root with most occurrences below it. */
export function rootPart({ nodes }: CadStructure): number {
  const root = (node: number): number => {
    let top = node;
    for (let above = nodes[top]?.parent ?? -1; above >= 0; above = nodes[above]?.parent ?? -1) top = above;
    return top;
  };
  const sizes = new Map<number, number>();
  nodes.forEach((_, node) => sizes.set(root(node), (sizes.get(root(node)) ?? 0) + 1));
  // Maps keep order, so the first of equals wins.
  let largest = { node: 0, size: 0 };
  for (const [node, size] of sizes) if (size > largest.size) largest = { node, size };
  return nodes[largest.node]?.part ?? 0;
}

export function structureRecords(
  structure: CadStructure,
  root: number,
  sha256: string,
): readonly (PartRecord | BomLineRecord)[] {
  const { parts, bomLines } = structure;
  const records: (PartRecord | BomLineRecord)[] = parts.map((part, index) => ({
    record: "part",
    part: partReference(part),
    ...(part.name.trim() === "" || part.name === part.number ? {} : { title: part.name }),
    ...(index === root ? { modelSha256: sha256 } : {}),
  }));
  for (const { parent, child, quantity, findNumber, occurrenceNames } of bomLines) {
    const [above, below] = [parts[parent], parts[child]];
    if (above === undefined || below === undefined) continue;
    records.push({
      record: "bom-line",
      parent: partReference(above),
      child: partReference(below),
      quantity,
      ...(findNumber === undefined ? {} : { findNumber }),
      ...(occurrenceNames.length === 0 ? {} : { occurrenceNames }),
    });
  }
  return records;
}

/**
 * That somebody exported this model, at the header's time stamp (FILE_NAME, ISO 10303-21 8.2.2). Most
 * systems write local time without an offset: it is then taken as UTC and the offset left out.
 */
export function exportEvent(
  file: SourceFile,
  bytes: Uint8Array,
  structure: CadStructure,
  root: StructurePart,
): EventRecord {
  const { exportedAt, schema, originatingSystem, parts, nodes } = structure;
  const stamp = exportedAt === undefined ? undefined : parseInstant(exportedAt);
  const instant = stamp === undefined || stamp.microseconds < FIRST_STAMP ? undefined : stamp;
  return {
    record: "event",
    key: instant === undefined ? `export of ${file.sha256}` : `export at ${exportedAt}`,
    kind: "design",
    type: "model-export",
    title: `CAD model exported: ${file.name}`,
    ...(instant === undefined ? {} : { startedAt: instant.microseconds }),
    ...(instant?.offsetMinutes === undefined ? {} : { offsetMinutes: instant.offsetMinutes }),
    part: partReference(root),
    linkOrigin: "source",
    details: {
      file: file.name,
      schema,
      ...(originatingSystem === undefined ? {} : { system: originatingSystem }),
      ...(exportedAt === undefined ? {} : { "time stamp": exportedAt }),
      parts: parts.length,
      occurrences: nodes.length,
    },
    payload: headerText(bytes),
    at: { line: 1 },
  };
}

/** The header section as it stands in the file. */
function headerText(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MOST_PAYLOAD));
  const end = start.indexOf("ENDSEC;");
  return start.toString("latin1", 0, end < 0 ? start.length : end + "ENDSEC;".length);
}

export function rejection({ line, text }: ExchangeProblem): RejectionRecord {
  return { record: "rejection", at: { line }, reason: `${text}.` };
}

/** What concerns the file, then what concerns parts, each kind of problem once. */
export function remarks(
  structure: CadStructure,
  model: CadModel,
  damage: ReadonlySet<string>,
  root: StructurePart,
): readonly RemarkRecord[] {
  const texts = structure.problems.filter((problem) => !damage.has(problem));
  const roots = structure.nodes.filter(({ parent }) => parent === -1).length;
  if (roots > 1)
    texts.push(`The file has ${roots} products that no other contains: ${root.number} stands for the model.`);
  const stamp = structure.exportedAt === undefined ? undefined : parseInstant(structure.exportedAt);
  if (stamp === undefined || stamp.microseconds < FIRST_STAMP)
    texts.push("The file's header has no usable time: its export is undated.");
  else if (stamp.offsetMinutes === undefined)
    texts.push("The file's header gives a time without a time zone: it is shown as if it were UTC.");
  const numbers = new Map<string, string[]>();
  for (const { number, problem } of model.parts)
    if (problem !== undefined) numbers.set(problem, [...(numbers.get(problem) ?? []), number]);
  for (const [problem, names] of numbers) {
    const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : "";
    texts.push(`${names.slice(0, LISTED).join(", ")}${more}: ${problem}`);
  }
  return texts.map((text): SourceRecord & RemarkRecord => ({ record: "remark", text }));
}
