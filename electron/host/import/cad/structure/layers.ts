/** Names of the layers that parts lie on (ISO 10303-46, presentation_layer_assignment). */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { StructurePart } from "./cad-structure.ts";
import { attributes, isA, reference, references, text } from "./instances.ts";

/** Names of one part that are kept. */
const MOST_LAYERS = 32;

/** Per part; a layer may name a body, one of its faces, or a style of either. */
export function readLayers(
  file: ExchangeFile,
  parts: readonly StructurePart[],
): readonly (readonly string[])[] {
  const names = new Map<number, Set<string>>();
  const put = (item: number, name: string): void => {
    names.set(item, (names.get(item) ?? new Set()).add(name));
  };
  for (const layer of file.ids("PRESENTATION_LAYER_ASSIGNMENT")) {
    const [label, , items] = attributes(file, layer, "PRESENTATION_LAYER_ASSIGNMENT");
    const name = text(label);
    if (name === undefined) continue;
    for (const item of references(items)) {
      put(item, name);
      const isStyle = isA(file, item, "STYLED_ITEM") || isA(file, item, "OVER_RIDING_STYLED_ITEM");
      const styled = isStyle
        ? reference(attributes(file, item, "REPRESENTATION_ITEM", "STYLED_ITEM")[2])
        : undefined;
      if (styled !== undefined) put(styled, name);
    }
  }
  if (names.size === 0) return parts.map(() => []);
  return parts.map(({ bodies }) => {
    const own = bodies.flatMap(({ items, faces }) => [...items, ...faces.map(({ id }) => id)]);
    return [...new Set(own.flatMap((item) => [...(names.get(item) ?? [])]))].sort().slice(0, MOST_LAYERS);
  });
}
