/** What a workbook says outside its sheets (ISO/IEC 29500-1, 18.2–18.8): sheets, texts, date styles. */
import { ImportError } from "../importer.ts";
import { attribute, scanWhole } from "./xlsx-xml.ts";
import type { ZipArchive } from "./zip-archive.ts";

export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  readonly sharedTexts: readonly string[];
  /** By cell style index: is a number shown as a date? */
  readonly dateStyles: readonly boolean[];
  /** Days count from 1904-01-01 (old Macintosh files) instead of 1899-12-30. */
  readonly from1904: boolean;
}

export function readWorkbook(zip: ZipArchive): Workbook {
  const root = relations(zip, "").find(({ type }) => type === "officeDocument");
  const workbookPart = root?.target ?? "xl/workbook.xml";
  const bytes = zip.read(workbookPart);
  if (bytes === undefined) throw new ImportError("The file is an archive but no workbook.");
  const related = relations(zip, workbookPart);
  const targets = new Map(related.map(({ id, target }) => [id, target]));
  const sheets: { name: string; part: string }[] = [];
  let from1904 = false;
  scanWhole(bytes, workbookPart, {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = isTrue(attribute(attributes, "date1904"));
      if (name !== "sheet") return;
      const part = targets.get(attribute(attributes, "id", true) ?? "");
      if (part !== undefined) sheets.push({ name: attribute(attributes, "name") ?? part, part });
    },
  });
  const partOf = (type: string): string | undefined => related.find((entry) => entry.type === type)?.target;
  return {
    // Charts and dialogues are sheets too, without cells.
    sheets: sheets.filter(({ part }) => zip.names.includes(part)),
    sharedTexts: readSharedTexts(zip, partOf("sharedStrings")),
    dateStyles: readDateStyles(zip, partOf("styles")),
    from1904,
  };
}

/** Relations of a part (ISO/IEC 29500-2, 9.3), targets as names in the archive. */
function relations(
  zip: ZipArchive,
  part: string,
): readonly { readonly id: string; readonly type: string; readonly target: string }[] {
  const folder = part.includes("/") ? part.slice(0, part.lastIndexOf("/") + 1) : "";
  const name = `${folder}_rels/${part.slice(folder.length)}.rels`;
  const bytes = zip.read(name);
  if (bytes === undefined) return [];
  const found: { id: string; type: string; target: string }[] = [];
  scanWhole(bytes, name, {
    open(tag, attributes) {
      const target = attribute(attributes, "Target");
      if (tag !== "Relationship" || target === undefined) return;
      const type = attribute(attributes, "Type") ?? "";
      found.push({
        id: attribute(attributes, "Id") ?? "",
        type: type.slice(type.lastIndexOf("/") + 1),
        target: target.startsWith("/") ? target.slice(1) : resolvePath(folder + target),
      });
    },
  });
  return found;
}

function resolvePath(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function readSharedTexts(zip: ZipArchive, part: string | undefined): readonly string[] {
  const bytes = part === undefined ? undefined : zip.read(part);
  if (bytes === undefined || part === undefined) return [];
  const texts: string[] = [];
  const collector = createTextCollector();
  scanWhole(bytes, part, {
    open: (name) => collector.open(name),
    text: (text) => collector.text(text),
    close(name) {
      collector.close(name);
      if (name === "si") texts.push(collector.take());
    },
  });
  return texts;
}

export interface TextCollector {
  open(name: string): void;
  text(text: string): void;
  close(name: string): void;
  take(): string;
}

/** Text of rich text runs (`t`), without the phonetic guides (`rPh`) that repeat it. */
export function createTextCollector(): TextCollector {
  let collected = "";
  let inText = false;
  let phonetic = 0;
  return {
    open(name) {
      if (name === "rPh") phonetic += 1;
      inText = name === "t" && phonetic === 0;
    },
    text(text) {
      if (inText) collected += text;
    },
    close(name) {
      if (name === "rPh") phonetic -= 1;
      inText = false;
    },
    take() {
      const text = unescape(collected);
      collected = "";
      return text;
    },
  };
}

/** `_x000D_` stands for a character that XML can't hold (ISO/IEC 29500-1, 22.9.2.19). */
export function unescape(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Built-in number formats that show dates or times (ISO/IEC 29500-1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

function readDateStyles(zip: ZipArchive, part: string | undefined): readonly boolean[] {
  const bytes = part === undefined ? undefined : zip.read(part);
  if (bytes === undefined || part === undefined) return [];
  const formats = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellStyles = false;
  scanWhole(bytes, part, {
    open(name, attributes) {
      const id = Number(attribute(attributes, "numFmtId") ?? "0");
      if (name === "numFmt") formats.set(id, isDateFormat(attribute(attributes, "formatCode") ?? ""));
      if (name === "cellXfs") inCellStyles = true;
      if (name === "xf" && inCellStyles) styles.push(formats.get(id) ?? isBuiltInDate(id));
    },
    close(name) {
      if (name === "cellXfs") inCellStyles = false;
    },
  });
  return styles;
}

/** Has day, month, year or hour letters outside quotes, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, "").replace(/\[(?![hms]+\])[^\]]*\]/gi, "");
  return /[dyhm]|ss/i.test(bare) && !/general/i.test(bare);
}

function isTrue(text: string | undefined): boolean {
  return text === "1" || text === "true";
}
