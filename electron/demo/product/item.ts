/** What a product consists of: parts with bodies, and assemblies of placed components. */
import type { Frame } from "./frame.ts";
import type { Solid } from "./solid.ts";

/** sRGB, 0…1. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface Body {
  readonly solid: Solid;
  readonly colour: Rgb;
  readonly frame?: Frame;
}

interface Identified {
  readonly number: string;
  readonly name: string;
  readonly revision: string;
}

export interface PartDefinition extends Identified {
  readonly bodies: readonly Body[];
}

export interface Component {
  readonly item: Item;
  readonly find: number;
  /** Unique in its assembly. */
  readonly occurrence: string;
  readonly frame: Frame;
}

export interface AssemblyDefinition extends Identified {
  readonly components: readonly Component[];
}

export type Item = PartDefinition | AssemblyDefinition;

export const isAssembly = (item: Item): item is AssemblyDefinition => "components" in item;

/** One BOM line: a find number, its item, and where its occurrences stand. */
export function line(find: number, item: Item, occurrence: string, ...frames: readonly Frame[]): Component[] {
  return frames.map((frame, i) => ({
    item,
    find,
    occurrence: frames.length === 1 ? occurrence : `${occurrence}.${i + 1}`,
    frame,
  }));
}

/** As `line`, for parts that have designators of their own, as on a board: C1, C2… */
export function designated(
  find: number,
  item: Item,
  letters: string,
  first: number,
  ...frames: readonly Frame[]
): Component[] {
  return frames.map((frame, i) => ({ item, find, occurrence: `${letters}${first + i}`, frame }));
}

/** Every different item below and including `root`, children before their parents. */
export function itemsOf(root: Item): readonly Item[] {
  const seen = new Map<string, Item>();
  const visit = (item: Item): void => {
    const known = seen.get(item.number);
    if (known === item) return;
    if (known !== undefined) throw new Error(`two items have the number ${item.number}`);
    if (isAssembly(item)) for (const { item: child } of item.components) visit(child);
    seen.set(item.number, item);
  };
  visit(root);
  return [...seen.values()];
}
