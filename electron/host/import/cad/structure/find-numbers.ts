/** Find numbers (positions in the parts list) of usages: stated as a property, or evident from the usages' ids. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, number, reference, references, text } from "./instances.ts";
import type { Occurrence } from "./occurrences.ts";

const FIND_NUMBER =
  /^(?:find|item|pos(?:ition)?|bom[ _-]?line|balloon)[ ._-]*(?:no\.?|nr\.?|num(?:ber)?)$|^bom[ _-]?line$|^position$/i;
/** `10.1`: first piece of find number 10. */
const NUMBER_AND_PIECE = /^(\d+)[.:_-]\d+$/;

/** By #id of the usage. */
export function statedFindNumbers(file: ExchangeFile): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const link of file.ids("PROPERTY_DEFINITION_REPRESENTATION")) {
    const [definition, used] = attributes(file, link, "PROPERTY_DEFINITION_REPRESENTATION").map(reference);
    if (definition === undefined || used === undefined) continue;
    const [name, , of] = attributes(file, definition, "PROPERTY_DEFINITION");
    const named = FIND_NUMBER.test(text(name) ?? "");
    const usage = usageOf(file, reference(of));
    if (usage === undefined || found.has(usage)) continue;
    for (const item of references(attributes(file, used, "REPRESENTATION")[1])) {
      const [itemName, value] = attributes(file, item, "REPRESENTATION_ITEM", ...VALUE_ITEMS);
      if (!named && !FIND_NUMBER.test(text(itemName) ?? "")) continue;
      const written = text(value) ?? number(value)?.toString();
      if (written !== undefined) found.set(usage, written);
    }
  }
  return found;
}

const VALUE_ITEMS = ["DESCRIPTIVE_REPRESENTATION_ITEM", "VALUE_REPRESENTATION_ITEM", "MEASURE_WITH_UNIT"];

/** The usage itself, or the usage of its PRODUCT_DEFINITION_SHAPE. */
function usageOf(file: ExchangeFile, id: number | undefined): number | undefined {
  if (id === undefined) return undefined;
  const type = file.type(id);
  if (type?.includes("USAGE") === true) return id;
  if (type !== "PRODUCT_DEFINITION_SHAPE") return undefined;
  const of = reference(attributes(file, id, "PROPERTY_DEFINITION")[2]);
  return of !== undefined && file.type(of)?.includes("USAGE") === true ? of : undefined;
}

/**
 * Find numbers out of the ids of one assembly's usages. Most exporters count usages there, which says
 * nothing; only where the ids group the usages by child are they taken for find numbers.
 */
export function evidentFindNumbers(siblings: readonly Occurrence[]): readonly (string | undefined)[] {
  const none = siblings.map(() => undefined);
  const numbers: string[] = [];
  let pieces = 0;
  for (const { key } of siblings) {
    const match = NUMBER_AND_PIECE.exec(key ?? "");
    if (match !== null) pieces += 1;
    else if (!/^\d+$/.test(key ?? "")) return none;
    numbers.push(match?.[1] ?? key ?? "");
  }
  const childOf = new Map<string, number>();
  const numberOf = new Map<number, string>();
  for (const [i, { child }] of siblings.entries()) {
    const find = numbers[i] ?? "";
    if ((childOf.get(find) ?? child) !== child || (numberOf.get(child) ?? find) !== find) return none;
    childOf.set(find, child);
    numberOf.set(child, find);
  }
  return pieces === siblings.length || childOf.size < siblings.length ? numbers : none;
}
