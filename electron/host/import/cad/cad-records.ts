/** What every CAD file says, whatever its format, as records: parts, lines of the bill of material, its export. */
import type { CadModel, CadPart } from "../../../../shared/model/cad.ts";
import type {
  BomLineRecord,
  EventRecord,
  PartRecord,
  PartReference,
} from "../../../../shared/model/record.ts";
import { parseInstant } from "../../../../shared/time/iso.ts";
import type { SourceFile } from "../importer.ts";
import type { BomLine, CadStructure } from "./structure/cad-structure.ts";

type NumberedPart = Pick<CadPart, "number" | "name" | "revision">;

/** First edition of ISO 10303-21: an earlier stamp is a clock that was never set. */
export const FIRST_STAMP = Date.UTC(1994, 0, 1) * 1000;

export function partReference({ number, revision }: NumberedPart): PartReference {
  const named = { name: number, strength: "stated" } as const;
  return revision === undefined || revision.trim() === "" ? named : { ...named, revision };
}

/** Index of the part that the whole model stands for: the root with most occurrences below it. */
export function rootPart({ nodes }: Pick<CadStructure, "nodes">): number {
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
  structure: { readonly parts: readonly NumberedPart[]; readonly bomLines: readonly BomLine[] },
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

/** What other files add to a structure: their parts stand behind its own, and so do their lines. */
export function externalRecords(
  { model, bomLines }: { readonly model: Pick<CadModel, "parts">; readonly bomLines: readonly BomLine[] },
  own: Pick<CadStructure, "parts" | "bomLines">,
): readonly (PartRecord | BomLineRecord)[] {
  const added = bomLines.slice(own.bomLines.length);
  const records = structureRecords({ parts: model.parts, bomLines: added }, -1, "");
  return records.slice(own.parts.length);
}

/**
 * That somebody exported this model, at the header's time stamp (FILE_NAME, ISO 10303-21 8.2.2). Most
 * systems write local time without an offset: it is then taken as UTC and the offset left out.
 * @param payload the header verbatim
 */
export function exportEvent(
  file: SourceFile,
  model: Pick<CadModel, "schema" | "originatingSystem" | "exportedAt"> & {
    readonly parts: readonly object[];
    readonly nodes: readonly object[];
  },
  root: NumberedPart,
  payload: string,
): EventRecord {
  const { exportedAt, schema, originatingSystem, parts, nodes } = model;
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
    payload,
    at: { line: 1 },
  };
}
