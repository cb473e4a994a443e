/** Meshes that are packed with Draco (KHR_draco_mesh_compression), by its own decoder (Apache-2.0). */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { MOST_TRIANGLES } from "../limits.ts";

// The package is never bundled: its WebAssembly lies beside its script.
const require = createRequire(import.meta.url);

interface Status {
  ok(): boolean;
}
interface Mesh {
  num_faces(): number;
  num_points(): number;
}
interface Attribute {
  readonly ptr: number;
  num_components(): number;
}
interface Decoder {
  GetEncodedGeometryType(buffer: object): number;
  DecodeBufferToMesh(buffer: object, mesh: Mesh): Status;
  GetAttributeByUniqueId(mesh: Mesh, id: number): Attribute;
  GetAttributeDataArrayForAllPoints(
    mesh: Mesh,
    attribute: Attribute,
    type: number,
    bytes: number,
    place: number,
  ): boolean;
  GetTrianglesUInt32Array(mesh: Mesh, bytes: number, place: number): boolean;
}
interface Draco {
  readonly DecoderBuffer: new () => { Init(bytes: Int8Array, length: number): void };
  readonly Decoder: new () => Decoder;
  readonly Mesh: new () => Mesh;
  readonly TRIANGULAR_MESH: number;
  readonly DT_FLOAT32: number;
  readonly HEAPF32: Float32Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _free(place: number): void;
  destroy(own: object): void;
}
type Start = (options: { wasmBinary: Uint8Array; print(): void; printErr(): void }) => Promise<Draco>;

export interface DracoMesh {
  /** x, y, z per vertex, in the file's unit. */
  readonly positions: Float32Array;
  readonly normals: Float32Array | undefined;
  readonly indices: Uint32Array;
  /** COLOR_0: linear, three or four per vertex. */
  readonly colours: { readonly values: Float32Array; readonly width: number } | undefined;
}

export interface DracoDecoder {
  /**
   * @param attributes the ids that the document gives the packed attributes
   * @throws Failure `invalid` with a clause for a sentence
   */
  decode(bytes: Uint8Array, attributes: Readonly<Record<string, number>>): DracoMesh;
}

/** One file's: it goes with its memory. */
export async function startDraco(): Promise<DracoDecoder> {
  const start = require("draco3d/draco_decoder_nodejs.js") as Start;
  const wasm = await readFile(require.resolve("draco3d/draco_decoder.wasm"));
  const draco = await start({
    wasmBinary: withMemoryLimit(wasm),
    print: () => undefined,
    printErr: () => undefined,
  });
  return {
    decode(bytes, attributes) {
      try {
        return decodeMesh(draco, bytes, attributes);
      } catch (thrown) {
        if (thrown instanceof Failure) throw thrown;
        // A trap, an abort or no memory: all are opaque.
        throw new Failure("invalid", "its packed bytes are damaged (Draco)");
      }
    },
  };
}

function decodeMesh(
  draco: Draco,
  bytes: Uint8Array,
  attributes: Readonly<Record<string, number>>,
): DracoMesh {
  const buffer = new draco.DecoderBuffer();
  buffer.Init(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.byteLength);
  const decoder = new draco.Decoder();
  const mesh = new draco.Mesh();
  try {
    if (decoder.GetEncodedGeometryType(buffer) !== draco.TRIANGULAR_MESH)
      throw new Failure("invalid", "its packed bytes are no mesh (Draco)");
    if (!decoder.DecodeBufferToMesh(buffer, mesh).ok())
      throw new Failure("invalid", "its packed bytes are damaged (Draco)");
    const [faces, points] = [mesh.num_faces(), mesh.num_points()];
    if (faces > MOST_TRIANGLES || points > MOST_TRIANGLES * 3)
      throw new Failure("invalid", `it states ${faces} packed triangles`);
    const copied = <T>(size: number, fill: (place: number) => boolean, copy: (place: number) => T): T => {
      const place = draco._malloc(size);
      if (place === 0) throw new Failure("invalid", "its packed mesh needs too much memory");
      try {
        if (!fill(place)) throw new Failure("invalid", "its packed bytes are damaged (Draco)");
        return copy(place);
      } finally {
        draco._free(place);
      }
    };
    const vectors = (name: string): Float32Array | undefined => {
      const id = attributes[name];
      if (id === undefined) return undefined;
      const attribute = decoder.GetAttributeByUniqueId(mesh, id);
      if (attribute.ptr === 0 || attribute.num_components() !== 3) return undefined;
      const size = points * 3 * Float32Array.BYTES_PER_ELEMENT;
      return copied(
        size,
        (place) => decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, size, place),
        (place) => draco.HEAPF32.slice(place / 4, place / 4 + points * 3),
      );
    };
    const colours = (): DracoMesh["colours"] => {
      const id = attributes["COLOR_0"];
      if (id === undefined) return undefined;
      const attribute = decoder.GetAttributeByUniqueId(mesh, id);
      const width = attribute.ptr === 0 ? 0 : attribute.num_components();
      if (width !== 3 && width !== 4) return undefined;
      const size = points * width * Float32Array.BYTES_PER_ELEMENT;
      const values = copied(
        size,
        (place) => decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, draco.DT_FLOAT32, size, place),
        (place) => draco.HEAPF32.slice(place / 4, place / 4 + points * width),
      );
      // Integers that the attribute does not call normalised come as they are; the document does.
      const most = values.reduce((largest, value) => Math.max(largest, value), 0);
      const divisor = most <= 1 ? 1 : most <= 255 ? 255 : 65_535;
      return { values: values.map((value) => value / divisor), width };
    };
    const positions = vectors("POSITION");
    if (positions === undefined) throw new Failure("invalid", "its packed mesh has no positions");
    const size = faces * 3 * Uint32Array.BYTES_PER_ELEMENT;
    const indices = copied(
      size,
      (place) => decoder.GetTrianglesUInt32Array(mesh, size, place),
      (place) => draco.HEAPU32.slice(place / 4, place / 4 + faces * 3),
    );
    return { positions, normals: vectors("NORMAL"), indices, colours: colours() };
  } finally {
    for (const own of [mesh, decoder, buffer]) draco.destroy(own);
  }
}

/** Memory section of draco_decoder.wasm 1.5.9: one memory, 258 pages, at most 32768 (2 GB). */
const MEMORY = Buffer.from("01018202808002", "hex");
/** The same with at most 8192 pages, 512 MB, on as many bytes (LEB128 may be longer than it needs). */
const LIMITED = Buffer.from("0101820280c000", "hex");

/** What the decoder asks for follows from numbers in the file: a damaged one must not get 2 GB. */
function withMemoryLimit(wasm: Uint8Array): Uint8Array {
  const limited = Buffer.from(wasm);
  const at = limited.indexOf(MEMORY);
  if (at < 0) throw new Failure("bug", "the Draco decoder's memory can't be limited");
  LIMITED.copy(limited, at);
  return limited;
}
