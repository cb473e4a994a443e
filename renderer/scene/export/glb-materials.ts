/** Colours as materials of a glTF, each once. */
import type { Colour } from "../../../shared/model/cad.ts";

export interface Materials {
  readonly list: object[];
  readonly of: (colour: Colour) => number;
}

export function createMaterials(): Materials {
  const list: object[] = [];
  const known = new Map<string, number>();
  return {
    list,
    of: (colour) => {
      const key = colour.join();
      const before = known.get(key);
      if (before !== undefined) return before;
      const [red, green, blue, alpha] = colour;
      const number =
        list.push({
          pbrMetallicRoughness: {
            baseColorFactor: [toLinear(red), toLinear(green), toLinear(blue), alpha],
            metallicFactor: 0.1,
            roughnessFactor: 0.6,
          },
          // Open shells and mirrored occurrences show their inside.
          doubleSided: true,
          ...(alpha < 1 ? { alphaMode: "BLEND" } : {}),
        }) - 1;
      known.set(key, number);
      return number;
    },
  };
}

/** IEC 61966-2-1: factors of a material are linear. */
export function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
