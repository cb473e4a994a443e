/** For tests: small workbooks made by hand. */
import { strToU8, zipSync } from "fflate";

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface TestSheet {
  readonly name: string;
  /** Inside of `sheetData`. */
  readonly rows: string;
}

export interface TestWorkbook {
  readonly sheets: readonly TestSheet[];
  /** Inside of `sst`. */
  readonly sharedTexts?: string;
  /** Inside of `styleSheet`. */
  readonly styles?: string;
  readonly from1904?: boolean;
}

/** The parts of a workbook, packed; `change` may put others in their place. */
export function workbookBytes(
  { sheets, sharedTexts = "", styles = "", from1904 = false }: TestWorkbook,
  change: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
  const relations = (inside: string): string =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inside}</Relationships>`;
  const parts: Record<string, string> = {
    "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `<workbook ${NAMESPACE} xmlns:r="${RELATIONS}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${sheets.map(({ name }, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      [
        ...sheets.map((_, i) => relation(`rId${i + 1}`, "worksheet", `/xl/worksheets/sheet${i + 1}.xml`)),
        relation("rIdT", "sharedStrings", "sharedStrings.xml"),
        relation("rIdS", "styles", "../xl/styles.xml"),
      ].join(""),
    ),
    "xl/sharedStrings.xml": `<sst ${NAMESPACE}>${sharedTexts}</sst>`,
    "xl/styles.xml": `<styleSheet ${NAMESPACE}>${styles}</styleSheet>`,
  };
  for (const [i, { rows }] of sheets.entries()) {
    parts[`xl/worksheets/sheet${i + 1}.xml`] =
      `<worksheet ${NAMESPACE}><sheetData>${rows}</sheetData></worksheet>`;
  }
  const packed = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)]));
  return zipSync({ ...packed, ...change });
}

/** Rows of text and numbers as `sheetData`, from A1; blank cells are left out. */
export function sheetRows(rows: readonly (readonly (string | number)[])[]): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const cell = (value: string | number, row: number, column: number): string => {
    const place = `${letters[column] ?? ""}${row + 1}`;
    if (value === "") return "";
    if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
    return `<c r="${place}" t="inlineStr"><is><t>${value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
  };
  return rows
    .map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((value, column) => cell(value, row, column)).join("")}</row>`,
    )
    .join("");
}
