/** Every file format, in the order in which files of one import are read. A new format is one more line. */
import { stepImporter } from "./cad/step-importer.ts";
import {
  gltfImporter,
  objImporter,
  stlImporter,
  wholeFileImporters,
} from "./cad/mesh-formats/mesh-importer.ts";
import type { Importer } from "./importer.ts";
import { pipeLogImporter } from "./mtconnect/pipe-log-importer.ts";
import { streamsImporter } from "./mtconnect/streams-importer.ts";
import { ncImporter } from "./nc/nc-importer.ts";
import { qifImporter } from "./qif/qif-importer.ts";
import { tableImporter } from "./tables/table-importer.ts";

export const IMPORTERS: readonly Importer[] = [
  stepImporter,
  ...wholeFileImporters,
  gltfImporter,
  objImporter,
  stlImporter,
  qifImporter,
  streamsImporter,
  pipeLogImporter,
  ncImporter,
  tableImporter,
];
