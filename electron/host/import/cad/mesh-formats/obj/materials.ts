/** Colours of a material library (.mtl): diffuse colour and opacity by name. */
import type { Colour } from "../../../../../../shared/model/cad.ts";
import { nameText, textLines } from "../words.ts";

export interface MaterialLibrary {
  readonly colours: ReadonlyMap<string, Colour>;
  readonly hasTextures: boolean;
}

const USUAL: Colour = [0.8, 0.8, 0.8, 1];

export function readMaterials(bytes: Uint8Array): MaterialLibrary {
  const colours = new Map<string, Colour>();
  let name = "";
  let hasTextures = false;
  const change = (alter: (colour: Colour) => Colour): void => {
    if (name !== "") colours.set(name, alter(colours.get(name) ?? USUAL));
  };
  for (const { text } of textLines(bytes, true)) {
    const words = text.trim().split(/\s+/);
    const [red, green, blue] = words.slice(1, 4).map(share);
    switch (words[0]?.toLowerCase()) {
      case "newmtl":
        name = nameText(text.trim().slice(6));
        change((colour) => colour);
        break;
      case "kd":
        if (red === undefined) break;
        // One number alone stands for all three.
        change(([, , , alpha]) => [red, green ?? red, blue ?? red, alpha]);
        break;
      case "d":
        if (red !== undefined) change(([r, g, b]) => [r, g, b, red]);
        break;
      case "tr":
        if (red !== undefined) change(([r, g, b]) => [r, g, b, 1 - red]);
        break;
      case "map_kd":
        hasTextures = true;
        break;
      default:
        break;
    }
  }
  return { colours, hasTextures };
}

function share(word: string): number | undefined {
  const value = Number(word);
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : undefined;
}
