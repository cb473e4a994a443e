/** What a STEP file alone says of itself, as records. */
import type { CadModel } from "../../../../shared/model/cad.ts";
import type {
  CharacteristicRecord,
  RejectionRecord,
  RemarkRecord,
  SourceRecord,
} from "../../../../shared/model/record.ts";
import { parseInstant } from "../../../../shared/time/iso.ts";
import { FIRST_STAMP, partReference } from "./cad-records.ts";
import type { ExchangeProblem } from "./part21/exchange-file.ts";
import type { Pmi } from "./pmi/read-pmi.ts";
import type { CadStructure, StructurePart } from "./structure/cad-structure.ts";

/** Verbatim bytes of an event (see EventRecord). */
const MOST_PAYLOAD = 64 * 1024;
/** Names listed of the parts that share a problem. */
const LISTED = 5;

/** The header section as it stands in the file. */
export function headerText(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, MOST_PAYLOAD));
  const end = start.indexOf("ENDSEC;");
  return start.toString("latin1", 0, end < 0 ? start.length : end + "ENDSEC;".length);
}

/** Dimensions and tolerances of the parts; datums are no characteristics. */
export function characteristicRecords({ parts }: CadStructure, pmi: Pmi): readonly CharacteristicRecord[] {
  return [...pmi.parts].flatMap(([index, items]) => {
    const part = parts[index];
    if (part === undefined) return [];
    return items
      .filter(({ kind }) => kind !== "datum")
      .map(
        ({ name, kind, nominal, lowerLimit, upperLimit, uom, surfaces, remark }): CharacteristicRecord => ({
          record: "characteristic",
          part: partReference(part),
          name,
          kind,
          ...(nominal === undefined ? {} : { nominal }),
          ...(lowerLimit === undefined ? {} : { lowerLimit }),
          ...(upperLimit === undefined ? {} : { upperLimit }),
          ...(uom === undefined ? {} : { uom }),
          ...(remark === undefined ? {} : { remark }),
          ...(surfaces.length === 0 ? {} : { faces: surfaces }),
        }),
      );
  });
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
  texts.push(...structure.remarks);
  for (const { number, hidden } of model.parts)
    if (hidden !== undefined)
      texts.push(
        `${number}: ${hidden.count === 1 ? "1 body is" : `${hidden.count} bodies are`} hidden in the file.`,
      );
  const places = model.nodes.filter(({ hidden }) => hidden === true).length;
  if (places > 0)
    texts.push(`${places === 1 ? "1 occurrence is" : `${places} occurrences are`} hidden in the file.`);
  return texts.map((text): SourceRecord & RemarkRecord => ({ record: "remark", text }));
}
