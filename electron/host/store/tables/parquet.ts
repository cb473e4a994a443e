/** Rows as Apache Parquet, a row group at a time: times as UTC timestamps in µs, durations in seconds. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell } from "../../../../shared/contract/tables.ts";
import type { TableColumn } from "../../../../shared/model/table-columns.ts";

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

export interface ParquetFile {
  /** Bytes of another row group, with those before it that were not handed out yet. */
  readonly add: (rows: readonly (readonly Cell[])[]) => Uint8Array<ArrayBuffer>;
  /** The end of the file. */
  readonly end: () => Uint8Array<ArrayBuffer>;
}

/** @param titles names of the columns, each another */
export function createParquet(columns: readonly TableColumn[], titles: readonly string[]): ParquetFile {
  const bytes = new ByteWriter();
  const schema: Schema = [
    { name: "rows", num_children: columns.length },
    ...columns.map(({ kind }, at): Schema[number] => {
      const common = { name: titles[at] ?? "", repetition_type: "OPTIONAL" } as const;
      if (kind === "time")
        return {
          ...common,
          type: "INT64",
          converted_type: "TIMESTAMP_MICROS",
          logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" },
        };
      if (kind === "number" || kind === "span") return { ...common, type: "DOUBLE" };
      return { ...common, type: "BYTE_ARRAY", converted_type: "UTF8" };
    }),
  ];
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: "Throughline" });
  const taken = (): Uint8Array<ArrayBuffer> => {
    const out = new Uint8Array(bytes.getBytes());
    bytes.index = 0;
    return out;
  };
  return {
    add: (rows) => {
      void file.write({
        columnData: columns.map(({ kind }, at) => ({
          name: titles[at] ?? "",
          data: rows.map((cells) => valueOf(kind, cells[at])),
        })),
        rowGroupSize: Math.max(1, rows.length),
      });
      return taken();
    },
    end: () => {
      void file.finish();
      return taken();
    },
  };
}

function valueOf(kind: TableColumn["kind"], cell: Cell): bigint | number | string | null {
  if (cell === undefined) return null;
  if (typeof cell === "string") return cell;
  if (kind === "time") return BigInt(Math.round(cell));
  if (kind === "span") return cell / 1_000_000;
  return kind === "number" ? cell : String(cell);
}
