/** Numbers as they stand in columns of samples: little-endian float64. */

export const bytesOf = (array: Float64Array): Buffer =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength);

/** A view where it can be one: what SQLite hands over need not start on 8 bytes. */
export function floatsOf(bytes: Uint8Array): Float64Array {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return new Float64Array(buffer, byteOffset, Math.floor(byteLength / 8));
}
