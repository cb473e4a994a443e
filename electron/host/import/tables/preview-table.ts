/** What a table looks like and how its columns would be read, for a person to confirm or change. */
import type { TablePreview } from "../../../../shared/contract/import.ts";
import type { TableMapping } from "../../../../shared/model/table-mapping.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { ImportError, type SourceFile } from "../importer.ts";
import { cellText } from "./cell.ts";
import { proposeMapping } from "./propose-mapping.ts";
import { fitMapping, savedFor } from "./saved-mapping.ts";

const PREVIEW_ROWS = 20;
const PREVIEW_CELL = 200;

/** Throws `invalid` for a file that can't be read. */
export async function previewTable(
  file: SourceFile,
  mappings: Readonly<Record<string, TableMapping>>,
): Promise<TablePreview & { readonly fingerprint: string }> {
  const { signal } = new AbortController();
  try {
    const proposal = await proposeMapping(file, signal);
    if (proposal === undefined) throw new ImportError("The workbook has no sheet with cells.");
    const saved = savedFor(proposal, mappings);
    return {
      path: file.path,
      headers: proposal.headers,
      rows: proposal.rows
        .slice(0, PREVIEW_ROWS)
        .map(({ cells }) => proposal.headers.map((_, i) => cellText(cells[i]).slice(0, PREVIEW_CELL))),
      mapping: saved === undefined ? proposal.mapping : fitMapping(saved, proposal),
      saved: saved !== undefined,
      fingerprint: proposal.fingerprint,
    };
  } catch (thrown) {
    if (thrown instanceof ImportError) throw new Failure("invalid", thrown.message);
    throw thrown;
  }
}
