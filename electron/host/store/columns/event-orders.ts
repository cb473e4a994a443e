/** Order numbers of a chunk's events: each number once, and two bytes per event. */

export interface EventOrders {
  /** Every number once. */
  readonly names: readonly string[];
  /** Row i of the chunk is of order `names[codes[i] - 1]`; 0: it names none. */
  readonly codes: Uint16Array;
}

/** @param orders of the rows of a chunk, ascending in position */
export function ordersOf(orders: readonly (string | null)[]): EventOrders {
  const known = new Map<string, number>();
  const codes = Uint16Array.from(orders, (order) => {
    if (order === null || order === "") return 0;
    const code = known.get(order) ?? known.size + 1;
    known.set(order, code);
    return code;
  });
  return { names: [...known.keys()], codes };
}

/** The names as JSON, their number of bytes before it, and the codes after it, little-endian. */
const HEAD = 4;

export function encodeOrders({ names, codes }: EventOrders): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(names));
  const bytes = new Uint8Array(HEAD + text.byteLength + codes.byteLength);
  new DataView(bytes.buffer).setUint32(0, text.byteLength, true);
  bytes.set(text, HEAD);
  bytes.set(new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength), HEAD + text.byteLength);
  return bytes;
}

/** @throws RangeError where the bytes are no orders */
export function decodeOrders(stored: Uint8Array): EventOrders {
  if (stored.byteLength < HEAD) throw new RangeError("the bytes are no orders of events");
  const length = new DataView(stored.buffer, stored.byteOffset).getUint32(0, true);
  if (HEAD + length > stored.byteLength) throw new RangeError("the bytes are no orders of events");
  const names = JSON.parse(new TextDecoder().decode(stored.subarray(HEAD, HEAD + length))) as string[];
  // A copy: two-byte codes stand only at an even address. (`slice` of Node's own bytes would be none.)
  return { names, codes: new Uint16Array(new Uint8Array(stored.subarray(HEAD + length)).buffer) };
}
