/** A DataValue (OPC 10000-4, 7.11) as what the store keeps: a number or a text at a time, or no good value. */
import { DataType, VariantArrayType, type DataValue } from "node-opcua-client";

export interface Reading {
  /** Source time in µs UTC; the server's, or ours, where the source gives none. */
  readonly at: number;
  /** NaN where the status is bad, and for text. */
  readonly value: number;
  readonly text: string | undefined;
  /** Status name, for example `Good`. */
  readonly status: string;
  readonly isGood: boolean;
  /** The server's queue was too short: values before this one are lost (OPC 10000-4, 7.39.1, Overflow). */
  readonly overflowed: boolean;
}

/** Bound of a text that one reading may hold. */
const MAXIMUM_TEXT = 1_000;

/** @param now µs UTC, only for a value without any timestamp */
export function readingOf(dataValue: DataValue, now: () => number): Reading {
  const { statusCode, sourceTimestamp, serverTimestamp } = dataValue;
  const at =
    sourceTimestamp !== null && sourceTimestamp !== undefined
      ? microseconds(sourceTimestamp, dataValue.sourcePicoseconds)
      : serverTimestamp !== null && serverTimestamp !== undefined
        ? microseconds(serverTimestamp, dataValue.serverPicoseconds)
        : now();
  // Good and uncertain values are values; bad ones are none, whatever the server sends along.
  const isUsable = !statusCode.isBad();
  const content = isUsable ? contentOf(dataValue) : NaN;
  return {
    at,
    value: typeof content === "number" ? content : NaN,
    text: typeof content === "string" ? content.slice(0, MAXIMUM_TEXT) : undefined,
    status: statusCode.name.replace(/#.*$/, "").trim(),
    isGood: statusCode.isGoodish(),
    overflowed: statusCode.hasOverflowBit,
  };
}

/** The library keeps what a Date can't hold, below a millisecond, in picoseconds. */
function microseconds(date: Date, picoseconds: number): number {
  return date.getTime() * 1000 + Math.floor((picoseconds || 0) / 1_000_000);
}

/** NaN for what is no scalar number, boolean or text. */
function contentOf({ value: variant }: DataValue): number | string {
  if (variant === undefined || variant === null || variant.arrayType !== VariantArrayType.Scalar) return NaN;
  const value = variant.value as unknown;
  switch (variant.dataType) {
    case DataType.Boolean:
      return value === true ? 1 : 0;
    case DataType.Int64:
    case DataType.UInt64:
      return wide(value, variant.dataType === DataType.Int64);
    case DataType.LocalizedText:
      return textOf((value as { readonly text?: unknown } | null)?.text);
    case DataType.DateTime:
      return value instanceof Date ? value.toISOString() : NaN;
    case DataType.String:
    case DataType.Guid:
      return textOf(value);
    default:
      return typeof value === "number" ? value : NaN;
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The library gives 64-bit integers as two 32-bit words, high first. */
function wide(value: unknown, isSigned: boolean): number {
  if (!Array.isArray(value)) return typeof value === "number" ? value : NaN;
  const [high, low] = value as readonly unknown[];
  if (typeof high !== "number" || typeof low !== "number") return NaN;
  return (isSigned ? high | 0 : high >>> 0) * 0x1_0000_0000 + (low >>> 0);
}
