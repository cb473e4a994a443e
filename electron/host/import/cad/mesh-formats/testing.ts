/** For tests: glTF, STL and OBJ files written by hand. */

/** A box from the origin: 8 points and 12 triangles, counter-clockwise seen from outside. */
export const BOX_TRIANGLES: readonly number[] = [
  0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6, 0, 1, 4, 1, 5, 4, 2, 6, 3, 3, 6, 7, 0, 4, 2, 2, 4, 6, 1, 3, 5, 3, 7, 5,
];

export function boxPoints(x: number, y: number, z: number): readonly number[] {
  return Array.from({ length: 8 }, (_, at) => [at & 1 ? x : 0, at & 2 ? y : 0, at & 4 ? z : 0]).flat();
}

export function binaryStl(
  triangles: readonly number[],
  header = "made for a test",
  count?: number,
): Uint8Array {
  const total = triangles.length / 9;
  const bytes = new Uint8Array(84 + total * 50);
  bytes.set(Buffer.from(header, "latin1").subarray(0, 80));
  const view = new DataView(bytes.buffer);
  view.setUint32(80, count ?? total, true);
  triangles.forEach((value, at) => {
    view.setFloat32(84 + Math.floor(at / 9) * 50 + 12 + (at % 9) * 4, value, true);
  });
  return bytes;
}

/** x, y, z of three corners per triangle. */
export function soup(points: readonly number[], indices: readonly number[]): readonly number[] {
  return indices.flatMap((index) => points.slice(index * 3, index * 3 + 3));
}

export function textStl(name: string, triangles: readonly number[]): string {
  const facets = Array.from({ length: triangles.length / 9 }, (_, at) => {
    const vertex = (corner: number): string =>
      `      vertex ${triangles.slice(at * 9 + corner * 3, at * 9 + corner * 3 + 3).join(" ")}\n`;
    return `  facet normal 0 0 0\n    outer loop\n${vertex(0)}${vertex(1)}${vertex(2)}    endloop\n  endfacet\n`;
  });
  return `solid ${name}\n${facets.join("")}endsolid ${name}\n`;
}

/** The parts of a glTF document that its buffers fill. */
export class GltfBytes {
  readonly accessors: object[] = [];
  readonly bufferViews: object[] = [];
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  /** Returns the index of its view. */
  view(bytes: Uint8Array, more: object = {}): number {
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    this.bufferViews.push({ buffer: 0, byteOffset: this.length, byteLength: bytes.length, ...more });
    this.chunks.push(padded);
    this.length += padded.length;
    return this.bufferViews.length - 1;
  }

  accessor(
    values: Float32Array | Uint16Array | Uint32Array | Int16Array | Int8Array | Uint8Array,
    type: "SCALAR" | "VEC3" | "VEC4",
    more: object = {},
  ): number {
    const componentType = {
      Float32Array: 5126,
      Uint16Array: 5123,
      Uint32Array: 5125,
      Int16Array: 5122,
      Int8Array: 5120,
      Uint8Array: 5121,
    }[values.constructor.name];
    const view = this.view(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const count = values.length / { SCALAR: 1, VEC3: 3, VEC4: 4 }[type];
    this.accessors.push({ bufferView: view, componentType, count, type, ...bounds(values, type), ...more });
    return this.accessors.length - 1;
  }

  /** Position and index accessors of a box, in metres. */
  box(
    x: number,
    y: number,
    z: number,
  ): { readonly attributes: { readonly POSITION: number }; readonly indices: number } {
    const POSITION = this.accessor(Float32Array.from(boxPoints(x, y, z)), "VEC3");
    return { attributes: { POSITION }, indices: this.accessor(Uint16Array.from(BOX_TRIANGLES), "SCALAR") };
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  document(more: object, buffer: object = {}): object {
    return {
      asset: { version: "2.0", generator: "a test" },
      buffers: [{ byteLength: this.length, ...buffer }],
      bufferViews: this.bufferViews,
      accessors: this.accessors,
      ...more,
    };
  }

  glb(more: object): Uint8Array {
    return glb(this.document(more), this.bytes());
  }
}

function bounds(values: ArrayLike<number>, type: string): object {
  if (type !== "VEC3") return {};
  const axis = (at: number): number[] => Array.from(values).filter((_, place) => place % 3 === at);
  return {
    min: [0, 1, 2].map((at) => Math.min(...axis(at))),
    max: [0, 1, 2].map((at) => Math.max(...axis(at))),
  };
}

export function glb(document: object, binary: Uint8Array): Uint8Array {
  const json = Buffer.from(JSON.stringify(document));
  const jsonLength = Math.ceil(json.length / 4) * 4;
  const binaryLength = Math.ceil(binary.length / 4) * 4;
  const bytes = new Uint8Array(12 + 8 + jsonLength + 8 + binaryLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x4654_6c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, jsonLength, true);
  view.setUint32(16, 0x4e4f_534a, true);
  bytes.fill(0x20, 20, 20 + jsonLength);
  bytes.set(json, 20);
  view.setUint32(20 + jsonLength, binaryLength, true);
  view.setUint32(24 + jsonLength, 0x004e_4942, true);
  bytes.set(binary, 28 + jsonLength);
  return bytes;
}
