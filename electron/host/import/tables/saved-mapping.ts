/** Finds the saved column mapping of a table, and fits it to where the table stands now. */
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { ImportError, type SourceFile } from "../importer.ts";
import { headerWords } from "./column-roles.ts";
import { proposeMapping, type Proposal } from "./propose-mapping.ts";

/** `mappings`: saved ones by header fingerprint. A file that can't be read has none: its reader says why. */
export async function mappingFor(
  file: SourceFile,
  mappings: Readonly<Record<string, TableMapping>>,
): Promise<TableMapping | undefined> {
  if (Object.keys(mappings).length === 0) return undefined;
  try {
    const proposal = await proposeMapping(file, new AbortController().signal);
    return proposal === undefined ? undefined : savedFor(proposal, mappings);
  } catch (thrown) {
    if (thrown instanceof ImportError) return undefined;
    throw thrown;
  }
}

export function savedFor(
  { fingerprint }: Proposal,
  mappings: Readonly<Record<string, TableMapping>>,
): TableMapping | undefined {
  return Object.hasOwn(mappings, fingerprint) ? mappings[fingerprint] : undefined;
}

/**
 * The mapping with the place that the same headers have in this file: another sheet name, a title
 * line more, columns moved. Columns that it does not know are read as proposed. A mapping by hand
 * for a table without any recognised header stays as it is.
 */
export function fitMapping(mapping: TableMapping, proposal: Proposal | undefined): TableMapping {
  if (proposal === undefined) return mapping;
  const proposed = proposal.mapping;
  const left = [...mapping.columns];
  const columns = proposed.columns.map((own) => {
    const words = headerWords(own.header);
    const exact = left.findIndex(
      (saved) => saved.column === own.column && headerWords(saved.header) === words,
    );
    const index =
      exact >= 0 || words === "" ? exact : left.findIndex((saved) => headerWords(saved.header) === words);
    const [saved] = index < 0 ? [] : left.splice(index, 1);
    return saved === undefined ? own : { ...saved, column: own.column, header: own.header };
  });
  const { sheet: _sheet, ...rest } = mapping;
  return {
    ...rest,
    ...(proposed.sheet === undefined ? {} : { sheet: proposed.sheet }),
    headerRow: proposed.headerRow,
    columns,
  };
}
