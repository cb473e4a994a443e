/** COLOR_0 of a primitive (glTF 2.0, 3.7.2.1): linear, multiplied with the base colour of the material (3.9.2). */
import type { ReadFace } from "../read-model.ts";
import { srgbByte, wornColours } from "../vertex-colours.ts";
import type { AccessorReader } from "./accessors.ts";
import type { GltfDocument, GltfMaterial } from "./document.ts";
import { baseFactor } from "./materials.ts";

/** Linear, three or four numbers per vertex. */
export interface LinearColours {
  readonly values: ArrayLike<number>;
  readonly width: number;
}

/** @throws Failure `invalid` with a clause for a sentence */
export function readColours(
  { accessors: stated }: Pick<GltfDocument, "accessors">,
  accessors: AccessorReader,
  accessor: number,
): LinearColours {
  const width = stated[accessor]?.type === "VEC3" ? 3 : 4;
  return { values: accessors.readOnce(accessor, width === 3 ? "VEC3" : "VEC4"), width };
}

/** Only a blended material is transparent; a face is as much so as its vertices are on an average. */
export function tinted(
  face: Pick<ReadFace, "indices">,
  { values, width }: LinearColours,
  material: GltfMaterial | undefined,
): Pick<ReadFace, "colour" | "vertexColours"> {
  const [red, green, blue, alpha] = baseFactor(material);
  const factors = [red, green, blue];
  const count = Math.floor(values.length / width);
  const bytes = new Uint8Array(count * 3);
  for (let vertex = 0; vertex < count; vertex++)
    for (let channel = 0; channel < 3; channel++)
      bytes[vertex * 3 + channel] = srgbByte(
        (values[vertex * width + channel] ?? 1) * (factors[channel] ?? 1),
      );
  let opacity = 1;
  if (material?.alphaMode === "BLEND") {
    let sum = 0;
    if (width === 4) for (const vertex of face.indices) sum += share(values[vertex * 4 + 3] ?? 1);
    opacity = width === 4 && face.indices.length > 0 ? (alpha * sum) / face.indices.length : alpha;
  }
  return wornColours(bytes, face.indices, opacity);
}

function share(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}
