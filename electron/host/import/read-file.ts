/** Reads one file through the importer of its format. */
import { Failure } from "../../../shared/rpc/failure.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";
import { IMPORTERS } from "./formats.ts";
import { readWith, type ReadOptions } from "./read-with.ts";
import { mappingFor } from "./tables/saved-mapping.ts";

export interface ReadFileOptions extends ReadOptions {
  readonly mappings: Readonly<Record<string, TableMapping>>;
}

export async function readFile(options: ReadFileOptions): Promise<void> {
  const { file } = options;
  const importer = IMPORTERS.find(({ format }) => format === file.format);
  if (importer === undefined) throw new Failure("invalid", "No reader recognises its content.");
  const mapping = file.format === "table" ? await mappingFor(file, options.mappings) : undefined;
  await readWith(importer, options, mapping);
}
