/** Numbers of accessors (glTF 2.0, 3.6.2), every read within its buffer. */
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { MOST_TRIANGLES } from "../limits.ts";
import type { GltfAccessor, GltfDocument } from "./document.ts";
import { packedView, type Unpacker } from "./meshopt.ts";

const COMPONENTS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };

interface ComponentType {
  readonly size: number;
  readonly read: (view: DataView, at: number) => number;
  /** What a normalised integer is divided by (3.6.2.2). */
  readonly most: number;
}

const TYPES: Readonly<Record<number, ComponentType>> = {
  5120: { size: 1, read: (view, at) => view.getInt8(at), most: 127 },
  5121: { size: 1, read: (view, at) => view.getUint8(at), most: 255 },
  5122: { size: 2, read: (view, at) => view.getInt16(at, true), most: 32767 },
  5123: { size: 2, read: (view, at) => view.getUint16(at, true), most: 65535 },
  5125: { size: 4, read: (view, at) => view.getUint32(at, true), most: 1 },
  5126: { size: 4, read: (view, at) => view.getFloat32(at, true), most: 1 },
};

export interface AccessorReader {
  /**
   * The bytes of a buffer view, as they are.
   * @throws Failure `invalid` where they are missing
   */
  bytes(view: number): Uint8Array;
  /**
   * All values of an accessor of the given type, component by component.
   * @throws Failure `invalid` with a clause for a sentence where it is missing, of another type, or past its buffer
   */
  read(accessor: number, type: "SCALAR" | "VEC3" | "VEC4"): Float64Array;
  /** The same without keeping them for the next who asks. */
  readOnce(accessor: number, type: "VEC3" | "VEC4"): Float64Array;
}

export function accessorReader(
  document: GltfDocument,
  buffers: readonly (Uint8Array | undefined)[],
  unpacker: Unpacker,
): AccessorReader {
  const known = new Map<number, Float64Array>();
  const viewOf = (at: number): { readonly view: DataView; readonly stride: number | undefined } => {
    const own = document.bufferViews[at];
    const packed = packedView(own?.extensions);
    if (packed !== undefined) {
      const { buffer, byteOffset, byteLength } = unpacker.unpack(at, packed);
      return { view: new DataView(buffer, byteOffset, byteLength), stride: packed.byteStride };
    }
    const bytes = own === undefined ? undefined : buffers[own.buffer];
    if (own === undefined || bytes === undefined) throw unsound("its bytes are missing");
    // A part of a file that breaks off is still read as far as it goes.
    const from = Math.min(own.byteOffset, bytes.length);
    const length = Math.min(own.byteLength, bytes.length - from);
    return { view: new DataView(bytes.buffer, bytes.byteOffset + from, length), stride: own.byteStride };
  };
  const values = (
    { view, stride }: { view: DataView; stride?: number | undefined },
    start: number,
    count: number,
    width: number,
    componentType: number,
    normalized: boolean,
  ): Float64Array => {
    const type = TYPES[componentType];
    if (type === undefined) throw unsound(`its component type ${componentType} is none of glTF's`);
    const step = stride ?? type.size * width;
    if (count > 0 && start + (count - 1) * step + type.size * width > view.byteLength)
      throw unsound("it reaches past the end of its bytes");
    const result = new Float64Array(count * width);
    const divisor = normalized ? type.most : 1;
    for (let item = 0; item < count; item++) {
      for (let component = 0; component < width; component++) {
        const value = type.read(view, start + item * step + component * type.size) / divisor;
        result[item * width + component] = normalized ? Math.max(-1, value) : value;
      }
    }
    return result;
  };
  const make = (accessor: GltfAccessor, width: number): Float64Array => {
    const { bufferView, byteOffset, componentType, normalized, count, sparse } = accessor;
    if (count > MOST_TRIANGLES * 3) throw unsound(`it states ${count} values`);
    const result =
      bufferView === undefined
        ? new Float64Array(count * width)
        : values(viewOf(bufferView), byteOffset, count, width, componentType, normalized);
    if (bufferView === undefined && sparse === undefined) throw unsound("its bytes are missing");
    if (sparse === undefined) return result;
    if (sparse.count > count) throw unsound("it has more sparse values than values");
    const { indices, values: own } = sparse;
    const places = values(
      { view: viewOf(indices.bufferView).view },
      indices.byteOffset,
      sparse.count,
      1,
      indices.componentType,
      false,
    );
    const changed = values(
      { view: viewOf(own.bufferView).view },
      own.byteOffset,
      sparse.count,
      width,
      componentType,
      normalized,
    );
    places.forEach((place, at) => {
      if (place >= count) throw unsound("a sparse value is past its end");
      result.set(changed.subarray(at * width, (at + 1) * width), place * width);
    });
    return result;
  };
  const sound = (at: number, type: string): GltfAccessor => {
    const accessor = document.accessors[at];
    if (accessor === undefined) throw unsound("its accessor is missing");
    if (accessor.type !== type) throw unsound(`its accessor is ${accessor.type.slice(0, 20)}, not ${type}`);
    return accessor;
  };
  return {
    bytes: (at) => {
      const { view } = viewOf(at);
      return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    },
    read(at, type) {
      const accessor = sound(at, type);
      const remembered = known.get(at);
      if (remembered !== undefined) return remembered;
      const made = make(accessor, COMPONENTS[type] ?? 1);
      known.set(at, made);
      return made;
    },
    readOnce: (at, type) => make(sound(at, type), COMPONENTS[type] ?? 1),
  };
}

function unsound(what: string): Failure {
  return new Failure("invalid", what);
}
