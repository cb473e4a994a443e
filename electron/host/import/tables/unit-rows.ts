/** Rows about units: factors (setup sheets), measurements and remarks of each serial or lot. */
import type { Place, SourceRecord, UnitReference } from "../../../../shared/model/record.ts";
import { canonicalSerial } from "../../../../shared/model/serial.ts";
import { parseDecimal } from "../text/parse-number.ts";
import { attributeVerdict } from "./attribute-verdict.ts";
import { cellText, placeOf, type Row } from "./cell.ts";
import { headerWords } from "./column-roles.ts";
import type { LayoutColumn, TableLayout } from "./table-layout.ts";
import { parseTableTime } from "./table-time.ts";

export interface UnitRows {
  /** Records of a row; undefined where it is a person's remark written below the table. */
  read(row: Row): readonly SourceRecord[] | undefined;
  /** Canonical serials so far. */
  readonly serials: ReadonlySet<string>;
}

/** Rows that sum up others. */
const SUMMARY =
  /^(?:total|sum|average|avg|mean|median|min|max|minimum|maximum|count|range|std\.?(?: ?dev\.?)?|nominal|target|tolerance|usl|lsl|upper|lower|summe|mittelwert|anzahl)\b/i;

export function createUnitRows(layout: TableLayout): UnitRows {
  const serials = new Set<string>();
  const keys = new Map<string, number>();
  const characteristics = new Set<string>();
  const serialColumn = layout.find("serial");
  const lotColumn = layout.find("lot");
  const timeColumn = layout.find("time") ?? layout.find("date");
  const hasPartColumn = layout.find("part") !== undefined;
  const { mapping } = layout;
  let sequence = 0;

  /** The n-th of equal keys is `…#n`: the same unit may stand in more rows than one. */
  const distinct = (key: string): string => {
    const count = (keys.get(key) ?? 0) + 1;
    keys.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  };
  const refuse = (at: Place, reason: string, row: Row): readonly SourceRecord[] => [
    { record: "rejection", at, reason, excerpt: excerptOf(row, layout) },
  ];

  return {
    serials,
    read(row) {
      const serial = serialColumn === undefined ? "" : cellText(row.cells[serialColumn.column]);
      const lot = lotColumn === undefined ? "" : cellText(row.cells[lotColumn.column]);
      const named = (serialColumn ?? lotColumn)?.column ?? 0;
      const at = placeOf(layout.table, row, named);
      const filled = layout.columns.filter(({ column }) => cellText(row.cells[column]) !== "").length;
      if (filled === 1 && /\s\S+\s/.test(serial)) return undefined;
      if (serial === "" && lot === "") return refuse(at, "The row names no serial number and no lot.", row);
      if (SUMMARY.test(serial)) return refuse(at, `"${serial}" is no serial number.`, row);
      if (serial.length > 200 || lot.length > 200)
        return refuse(at, "What stands for the serial number is longer than 200 characters.", row);
      const part = layout.partOf(row);
      if (part === undefined) {
        return refuse(
          at,
          "Nothing says which part this serial is of: name the part in the column mapping.",
          row,
        );
      }
      sequence += 1;
      const canonical = canonicalSerial(serial);
      const unit: UnitReference =
        serial === ""
          ? { part, serialStatus: "missing", lot, origin: "source" }
          : {
              part,
              serial: canonical,
              serialStatus: "proven",
              origin: "source",
              ...(lot === "" ? {} : { lot }),
            };
      if (serial !== "") serials.add(canonical);
      const who = `${hasPartColumn ? `${part.name}/` : ""}${serial === "" ? `lot ${lot}` : canonical}`;
      const records: SourceRecord[] = [{ record: "unit", unit }];
      const time =
        timeColumn === undefined
          ? undefined
          : parseTableTime(row.cells[timeColumn.column], mapping.dateOrder)?.microseconds;

      for (const entry of layout.columns) {
        const cell = row.cells[entry.column];
        const text = cellText(cell);
        if (text === "") continue;
        const key = (kind: string): string => distinct(`${layout.keyPrefix}${who}/${kind}${entry.title}`);
        const place = placeOf(layout.table, row, entry.column);
        if (entry.role === "factor") {
          records.push({ record: "factor", key: key(""), unit, factor: entry.title, value: text, at: place });
        } else if (entry.role === "note") {
          records.push({ record: "note", key: key("note/"), part, units: [unit], text, at: place });
        } else if (entry.role === "measurement") {
          const id = `${part.name}\n${entry.title}`;
          if (!characteristics.has(id)) {
            characteristics.add(id);
            records.push({
              record: "characteristic",
              part,
              name: entry.title,
              kind: kindOf(entry),
              ...(entry.uom === undefined ? {} : { uom: entry.uom }),
            });
          }
          const value = typeof cell === "number" ? cell : parseDecimal(text, mapping.decimalComma);
          const verdict = value === undefined ? attributeVerdict(text) : undefined;
          records.push({
            record: "measurement",
            key: key(""),
            unit,
            characteristic: entry.title,
            ...(value === undefined ? { text } : { value }),
            verdict: verdict ?? "none",
            verdictOrigin: verdict === undefined ? "none" : "source",
            sequence,
            ...(time === undefined ? {} : { takenAt: time }),
            at: place,
          });
        }
      }
      return records;
    },
  };
}

/** What a row says, for a rejection. */
export function excerptOf(row: Row, layout: TableLayout): string {
  const text =
    row.text ??
    row.cells
      .filter((_, column) => layout.inBlock(column))
      .map(cellText)
      .join(" | ");
  return text.slice(0, 200);
}

const KINDS =
  /\b(diameter|radius|length|width|depth|thickness|flatness|position|angle|roundness|cylindricity|parallelism|perpendicularity|roughness|distance)\b/;

function kindOf({ title, uom }: LayoutColumn): string {
  return KINDS.exec(headerWords(title))?.[1] ?? (uom === "°" ? "angle" : "unknown");
}
