/**
 * Messages as bytes, for transports without structured clone. Layout, little-endian:
 * u32 length of the JSON, the JSON in UTF-8, padding to 8, then the typed arrays one after another,
 * each starting on 8 bytes. In the JSON a typed array stands as {"$array": [type, offset, length]}.
 * Objects with a key that begins with "$" are escaped, so no data can forge an array.
 */
import { Failure } from "./failure.ts";

const ARRAY_TYPES = {
  Uint8Array,
  Uint16Array,
  Uint32Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAY_TYPES;
type AnyArray = InstanceType<(typeof ARRAY_TYPES)[ArrayName]>;

/** Nesting deeper than this is refused on both sides: no message of the contract comes near it. */
const MAXIMUM_DEPTH = 64;

const align = (offset: number): number => (offset + 7) & ~7;

export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: AnyArray[] = [];
  let binaryLength = 0;

  const pack = (value: unknown, depth: number): unknown => {
    if (depth > MAXIMUM_DEPTH) throw new Failure("limit", "message nested too deeply");
    if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      let packed: unknown[] | undefined;
      // By number: a list's holes are undefined too.
      for (let at = 0; at < value.length; at++) {
        const item: unknown = value[at];
        const sent = item === undefined ? { $undefined: true } : pack(item, depth + 1);
        if (sent !== item) (packed ??= [...(value as unknown[])])[at] = sent;
      }
      return packed ?? value;
    }
    if (ArrayBuffer.isView(value)) {
      const array = value as AnyArray;
      const name = arrayName(array);
      const offset = binaryLength;
      arrays.push(array);
      binaryLength = align(offset + array.byteLength);
      return { $array: [name, offset, array.length] };
    }
    return packObject(value as Record<string, unknown>, depth);
  };
  /** Itself where nothing in it needs another form: most of what is sent is plain, and is not copied. */
  const packObject = (object: Record<string, unknown>, depth: number): unknown => {
    let packed: Record<string, unknown> | undefined;
    let isEscaped = false;
    for (const key of Object.keys(object)) {
      isEscaped ||= key.startsWith("$") || key === "__proto__";
      const item = object[key];
      const sent = pack(item, depth + 1);
      if (sent === item) continue;
      packed ??= { ...object };
      define(packed, key, sent);
    }
    const sent = packed ?? object;
    // JSON leaves out what is undefined.
    return isEscaped ? { $object: Object.entries(sent).filter(([, item]) => item !== undefined) } : sent;
  };

  const json = new TextEncoder().encode(JSON.stringify(pack(message, 0)));
  const start = align(4 + json.length);
  const bytes = new Uint8Array(start + binaryLength);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  let offset = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset);
    offset = align(offset + array.byteLength);
  }
  return bytes;
}

/** Throws a `Failure` of kind `corrupt` for anything that `encodeMessage` can't have written. */
export function decodeMessage(bytes: Uint8Array): unknown {
  if (bytes.length < 4) throw new Failure("corrupt", "message shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const jsonLength = view.getUint32(0, true);
  if (4 + jsonLength > bytes.length) throw new Failure("corrupt", "message shorter than its JSON");
  const start = align(4 + jsonLength);

  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(4, 4 + jsonLength)));
  } catch {
    throw new Failure("corrupt", "message is not valid JSON");
  }

  const unpack = (value: unknown, depth: number): unknown => {
    if (depth > MAXIMUM_DEPTH) throw new Failure("corrupt", "message nested too deeply");
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const list = value as unknown[];
      for (let at = 0; at < list.length; at++) {
        const item = list[at];
        const read = unpack(item, depth + 1);
        if (read !== item) list[at] = read;
      }
      return list;
    }
    const object = value as Record<string, unknown>;
    if ("$array" in object) return readArray(bytes, start, object["$array"]);
    if ("$number" in object) return Number(object["$number"]);
    if ("$undefined" in object) return undefined;
    if ("$object" in object) return unpackEntries(escapedEntries(object["$object"]), depth);
    // In place: what was parsed belongs to nobody else, and most of it is what it is.
    for (const key of Object.keys(object)) {
      const item = object[key];
      const read = unpack(item, depth + 1);
      if (read !== item) define(object, key, read);
    }
    return object;
  };
  const unpackEntries = (entries: readonly [string, unknown][], depth: number): unknown => {
    const result: Record<string, unknown> = {};
    for (const [key, item] of entries) define(result, key, unpack(item, depth + 1));
    return result;
  };
  return unpack(json, 0);
}

/** Assigning "__proto__" would set the prototype. */
function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

function arrayName(array: object): ArrayName {
  for (const name of Object.keys(ARRAY_TYPES) as ArrayName[]) {
    if (array instanceof ARRAY_TYPES[name]) return name;
  }
  throw new Failure("bug", "unsupported kind of typed array");
}

function readArray(bytes: Uint8Array, start: number, header: unknown): AnyArray {
  const [name, offset, length] = (Array.isArray(header) ? header : []) as unknown[];
  const known = Object.keys(ARRAY_TYPES).find((candidate) => candidate === name) as ArrayName | undefined;
  if (known === undefined || !isCount(offset) || !isCount(length)) {
    throw new Failure("corrupt", "unreadable typed array");
  }
  const type = ARRAY_TYPES[known];
  const from = start + offset;
  const to = from + length * type.BYTES_PER_ELEMENT;
  if (to > bytes.length) throw new Failure("corrupt", "typed array reaches past the message");
  // A copy: the view may be unaligned in the receiver's buffer, and the buffer may be reused. Not by
  // bytes.slice: Node's Buffer is a Uint8Array whose slice is no copy but a view of its whole pool.
  return new type(new Uint8Array(bytes.subarray(from, to)).buffer);
}

function escapedEntries(value: unknown): [string, unknown][] {
  if (!Array.isArray(value)) throw new Failure("corrupt", "unreadable object");
  return value.map((entry: unknown) => {
    if (!Array.isArray(entry) || typeof entry[0] !== "string")
      throw new Failure("corrupt", "unreadable object");
    return [entry[0], entry[1]];
  });
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
