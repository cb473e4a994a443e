/** The bytes of a GLB: header, JSON chunk, BIN chunk (glTF 2.0, section 4). */
import type { Binary } from "./glb-binary.ts";

export interface Contents {
  readonly nodes: readonly object[];
  readonly meshes: readonly object[];
  readonly materials: readonly object[];
  readonly binary: Binary;
}

/** @throws RangeError past 4 GiB, the most that a header can say */
export function assemble({ nodes, meshes, materials, binary }: Contents): readonly Uint8Array<ArrayBuffer>[] {
  const json = new TextEncoder().encode(
    JSON.stringify({
      asset: {
        version: "2.0",
        generator: "Throughline",
        extras: { unit: "metre; the nodes below the root are in millimetres" },
      },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes,
      ...(meshes.length === 0
        ? {}
        : {
            meshes,
            materials,
            accessors: binary.accessors,
            bufferViews: binary.views,
            buffers: [{ byteLength: binary.length() }],
          }),
    }),
  );
  const padded = Math.ceil(json.length / 4) * 4;
  const text = new Uint8Array(padded).fill(0x20);
  text.set(json);
  const withBinary = binary.length() > 0;
  const total = 12 + 8 + padded + (withBinary ? 8 + binary.length() : 0);
  if (total > 0xffff_ffff) throw new RangeError("a GLB file can't exceed 4 GiB");
  const head = words(0x46546c67, 2, total, padded, 0x4e4f534a);
  return withBinary ? [head, text, words(binary.length(), 0x004e4942), ...binary.pieces] : [head, text];
}

function words(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, at) => view.setUint32(at * 4, value, true));
  return new Uint8Array(view.buffer);
}
