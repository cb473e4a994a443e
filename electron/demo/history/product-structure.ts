/** The demo product as the plant sees it: numbers, names, BOM lines, and what of it is tracked. */
import { LINEAR_ACTUATOR } from "../product/linear-actuator.ts";
import { isAssembly, itemsOf, type AssemblyDefinition, type Component, type Item } from "../product/item.ts";

export const PRODUCT = LINEAR_ACTUATOR.number;

/** Children before their parents. */
export const ITEMS: readonly Item[] = itemsOf(LINEAR_ACTUATOR);
const byNumber = new Map(ITEMS.map((item) => [item.number, item]));

export function itemOf(number: string): Item {
  const item = byNumber.get(number);
  if (item === undefined) throw new Error(`the product has no part ${number}`);
  return item;
}

export interface BomLine {
  readonly parent: AssemblyDefinition;
  readonly child: Item;
  readonly find: number;
  readonly occurrences: readonly string[];
}

/** One line per parent and child. */
export const BOM: readonly BomLine[] = ITEMS.filter(isAssembly).flatMap((parent) => {
  const groups = new Map<string, readonly Component[]>();
  for (const component of parent.components)
    groups.set(component.item.number, [...(groups.get(component.item.number) ?? []), component]);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [
          {
            parent,
            child: first.item,
            find: first.find,
            occurrences: [first, ...rest].map(({ occurrence }) => occurrence),
          },
        ],
  );
});

export type Tracking =
  /** Made here: serial numbers `prefix-nnnn` from `first` on. */
  | { readonly by: "serial"; readonly prefix: string; readonly first: number }
  /** Bought and marked one by one: lot and number in the lot. */
  | { readonly by: "lot and number" }
  /** On the board: the board's serial and the designator; the reel is the lot. */
  | { readonly by: "designator" }
  | { readonly by: "lot" };

const serial = (prefix: string, first: number): Tracking => ({ by: "serial", prefix, first });
const NUMBERED: Tracking = { by: "lot and number" };
const DESIGNATED: Tracking = { by: "designator" };
const LOT: Tracking = { by: "lot" };

/** Parts that are not listed are not tracked: what is inside a bought part, and consumables. */
export const TRACKING: ReadonlyMap<string, Tracking> = new Map([
  [PRODUCT, serial("LA2", 1)],
  ["10-4100", serial("DU", 1021)],
  ["10-4110", serial("DH", 1)],
  ["10-4120", serial("RC", 2101)],
  ["20-1206", NUMBERED],
  ["10-4150", LOT],
  ["10-4160", LOT],
  ["10-4170", LOT],
  ["10-4180", LOT],
  ["10-4200", serial("SU", 1007)],
  ["10-4210", serial("SS", 1007)],
  ["10-4220", NUMBERED],
  ["10-4230", LOT],
  ["10-4300", serial("SM", 3301)],
  ["10-4310", serial("ST", 3301)],
  ["10-4320", serial("MF", 811)],
  ["10-4340", serial("RT", 3305)],
  ["10-4400", serial("CU", 501)],
  ["10-4410", LOT],
  ["10-4420", LOT],
  ["10-4430", serial("CB", 1101)],
  ["10-4431", LOT],
  ["20-2204", LOT],
  ["20-2210", LOT],
  ["20-2220", LOT],
  ["20-3010", DESIGNATED],
  ["20-3021", DESIGNATED],
  ["20-3031", DESIGNATED],
  ["20-3041", LOT],
  ["20-3045", LOT],
  ["20-3048", LOT],
  ["20-3051", LOT],
  ["10-4500", serial("CY", 701)],
  ["10-4510", serial("PT", 4401)],
  ["10-4520", serial("PR", 1201)],
  ["10-4530", serial("RE", 1301)],
  ["10-4540", serial("FH", 901)],
  ["10-4550", LOT],
  ["10-4560", LOT],
  ["20-2305", NUMBERED],
  ["10-4600", serial("MK", 101)],
  ["10-4610", LOT],
  ["10-4630", LOT],
  ["30-0041", LOT],
  ["30-0051", LOT],
  ["30-0061", LOT],
  ["30-0081", LOT],
  ["30-0085", LOT],
  ["30-0110", LOT],
]);
