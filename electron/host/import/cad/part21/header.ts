/** Header section (ISO 10303-21, clause 8): where the file comes from. */
import { parseRecord, SyntaxFault, type Parameter, type PartialRecord } from "./parameters.ts";

export interface ExchangeHeader {
  /** FILE_SCHEMA (8.2.3), for example `AUTOMOTIVE_DESIGN { 1 0 10303 214 3 1 1 }`. */
  readonly schemas: readonly string[];
  readonly fileName?: string;
  /** Verbatim. */
  readonly timeStamp?: string;
  readonly originatingSystem?: string;
}

export function readHeader(
  bytes: Buffer,
  ranges: readonly { readonly start: number; readonly end: number }[],
): ExchangeHeader {
  const records = new Map<string, readonly Parameter[]>();
  for (const { start, end } of ranges) {
    const record = read(bytes, start, end);
    if (record !== undefined && !records.has(record.keyword)) records.set(record.keyword, record.parameters);
  }
  const schemas = records.get("FILE_SCHEMA")?.[0];
  const name = records.get("FILE_NAME") ?? [];
  // FILE_NAME (8.2.2): name, time stamp, author, organisation, preprocessor, originating system, authorisation.
  const fileName = textOf(name[0]);
  const timeStamp = textOf(name[1]);
  const originatingSystem = textOf(name[5]) ?? textOf(name[4]);
  return {
    schemas:
      schemas?.kind === "list"
        ? schemas.items.flatMap((item) => textOf(item) ?? [])
        : [textOf(schemas)].filter((text) => text !== undefined),
    ...(fileName === undefined ? {} : { fileName }),
    ...(timeStamp === undefined ? {} : { timeStamp }),
    ...(originatingSystem === undefined ? {} : { originatingSystem }),
  };
}

function textOf(parameter: Parameter | undefined): string | undefined {
  const text = parameter?.kind === "string" ? parameter.value.trim() : "";
  return text === "" ? undefined : text;
}

/** A header that can't be read costs its facts, not the model. */
function read(bytes: Buffer, start: number, end: number): PartialRecord | undefined {
  try {
    return parseRecord(bytes, start, end);
  } catch (thrown) {
    if (thrown instanceof SyntaxFault) return undefined;
    throw thrown;
  }
}
