/** The numbers of a binary glTF: one buffer, a view and an accessor for each array (glTF 2.0, sections 3.6 and 5). */

export interface Binary {
  readonly pieces: Uint8Array<ArrayBuffer>[];
  readonly views: object[];
  readonly accessors: object[];
  readonly length: () => number;
  readonly accessor: (data: Float32Array | Uint32Array | Uint16Array, target: number, said: object) => number;
}

export function createBinary(): Binary {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const views: object[] = [];
  const accessors: object[] = [];
  let length = 0;
  return {
    pieces,
    views,
    accessors,
    length: () => length,
    accessor: (data, target, said) => {
      // Floats, 32-bit indices, and 16-bit numbers by fours alone: every piece keeps the next one aligned to four.
      const piece = new Uint8Array(data.byteLength);
      piece.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      pieces.push(piece);
      const view = views.push({ buffer: 0, byteOffset: length, byteLength: piece.length, target }) - 1;
      length += piece.length;
      return accessors.push({ bufferView: view, ...said }) - 1;
    },
  };
}
