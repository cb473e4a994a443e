import type { Colour } from "../../../../../../shared/model/cad.ts";
import type { GltfMaterial } from "./document.ts";

/** Base colour and opacity of a material; glTF's factors are linear, ours are sRGB (IEC 61966-2-1). */
export function materialColour(material: GltfMaterial): Colour {
  const [red = 1, green = 1, blue = 1, alpha = 1] = factor(material);
  // Only a blended material is transparent, whatever its alpha says.
  return [encode(red), encode(green), encode(blue), material.alphaMode === "BLEND" ? clamp(alpha) : 1];
}

/** What colours of vertices are multiplied with: linear red, green and blue, and the opacity; without a material all 1. */
export function baseFactor(material: GltfMaterial | undefined): readonly [number, number, number, number] {
  const [red = 1, green = 1, blue = 1, alpha = 1] = material === undefined ? [] : factor(material);
  return [red, green, blue, clamp(alpha)];
}

function factor({ pbrMetallicRoughness, extensions }: GltfMaterial): readonly number[] {
  const older = extensions?.["KHR_materials_pbrSpecularGlossiness"] as
    | { diffuseFactor?: unknown }
    | undefined;
  const diffuse = older?.diffuseFactor;
  if (Array.isArray(diffuse) && diffuse.every((value) => typeof value === "number")) return diffuse;
  return pbrMetallicRoughness?.baseColorFactor ?? [];
}

function encode(linear: number): number {
  const value = clamp(linear);
  const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 1e6) / 1e6;
}

function clamp(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 1;
}
