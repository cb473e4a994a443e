/** Buffer views that are packed with meshopt (EXT_meshopt_compression, KHR_meshopt_compression). */
import { MeshoptDecoder } from "meshoptimizer/decoder";
import { Failure } from "../../../../../../shared/rpc/failure.ts";
import { MOST_TRIANGLES } from "../limits.ts";
import type { GltfDocument, PackedView } from "./document.ts";

/** Of all that one file unpacks. */
const MOST_BYTES = 1024 * 1024 * 1024;

export interface Unpacker {
  /**
   * Bytes of a packed view, unpacked once.
   * @throws Failure `invalid` with a clause for a sentence
   */
  unpack(view: number, packed: PackedView): Uint8Array;
}

export async function meshoptUnpacker(
  { bufferViews }: GltfDocument,
  buffers: readonly (Uint8Array | undefined)[],
): Promise<Unpacker> {
  if (bufferViews.some((view) => packedView(view.extensions) !== undefined)) await MeshoptDecoder.ready;
  const known = new Map<number, Uint8Array>();
  let left = MOST_BYTES;
  return {
    unpack(at, { buffer, byteOffset, byteLength, byteStride, count, mode, filter }) {
      const done = known.get(at);
      if (done !== undefined) return done;
      const bytes = buffers[buffer];
      if (bytes === undefined) throw new Failure("invalid", "its packed bytes are missing");
      if (byteOffset + byteLength > bytes.length) throw new Failure("invalid", "its packed bytes break off");
      if (count > MOST_TRIANGLES * 3 || count * byteStride > left)
        throw new Failure("invalid", `it states ${count} packed values`);
      left -= count * byteStride;
      const target = new Uint8Array(count * byteStride);
      const source = bytes.subarray(byteOffset, byteOffset + byteLength);
      try {
        MeshoptDecoder.decodeGltfBuffer(target, count, byteStride, source, mode, filter);
      } catch (thrown) {
        // The decoder throws a plain error, or traps.
        if (!(thrown instanceof Error)) throw thrown;
        throw new Failure("invalid", "its packed bytes are damaged (meshopt)");
      }
      known.set(at, target);
      return target;
    },
  };
}

/** undefined for a view that is not packed. */
export function packedView(
  extensions: Readonly<Record<string, unknown>> | undefined,
): PackedView | undefined {
  return (extensions?.["EXT_meshopt_compression"] ?? extensions?.["KHR_meshopt_compression"]) as
    | PackedView
    | undefined;
}
