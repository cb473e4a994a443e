/** Products whose shape another file holds (DOCUMENT_FILE, ISO 10303-41 and -1042). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, reference, references, text } from "./instances.ts";

/** File name by #id of the product definition. */
export function readExternalFiles(file: ExchangeFile): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const kind of ["APPLIED_EXTERNAL_IDENTIFICATION_ASSIGNMENT", "EXTERNAL_IDENTIFICATION_ASSIGNMENT"]) {
    for (const id of file.ids(kind)) {
      // assigned_id, role, source, items
      const [assigned, , , items] = attributes(
        file,
        id,
        "IDENTIFICATION_ASSIGNMENT",
        "EXTERNAL_IDENTIFICATION_ASSIGNMENT",
        "APPLIED_EXTERNAL_IDENTIFICATION_ASSIGNMENT",
      );
      const name = text(assigned);
      if (name !== undefined) for (const item of references(items)) names.set(item, name);
    }
  }
  const files = new Map<number, string>();
  const link = (document: number, definition: number): void => {
    if (!isA(file, document, "DOCUMENT_FILE") || files.has(definition)) return;
    files.set(
      definition,
      names.get(document) ?? text(attributes(file, document, "DOCUMENT")[0]) ?? "unnamed",
    );
  };
  for (const id of file.ids("APPLIED_DOCUMENT_REFERENCE")) {
    const [document, , items] = attributes(file, id, "DOCUMENT_REFERENCE", "APPLIED_DOCUMENT_REFERENCE");
    const of = reference(document);
    if (of !== undefined) for (const item of references(items)) link(of, item);
  }
  for (const id of file.ids("PRODUCT_DEFINITION_WITH_ASSOCIATED_DOCUMENTS")) {
    const documents = attributes(
      file,
      id,
      "PRODUCT_DEFINITION",
      "PRODUCT_DEFINITION_WITH_ASSOCIATED_DOCUMENTS",
    )[4];
    for (const document of references(documents)) link(document, id);
  }
  return files;
}
