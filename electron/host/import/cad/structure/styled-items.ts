/** Which item wears which colour, and what the file hides (ISO 10303-46). */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { lineColour, surfaceColourReader } from "./colours.ts";
import { attributes, isA, oneOf, reference, references } from "./instances.ts";

/** A colour that holds in one place of use only. */
export interface ContextStyle {
  readonly item: number;
  readonly colour: Colour | undefined;
  readonly hidden: boolean;
  /** What the style is bound to: relations of representations, mapped items, usages, representations of usages. */
  readonly context: readonly number[];
}

export interface Styles {
  /** Of a solid, shell, face, representation or mapped item. */
  readonly colour: (item: number) => Colour | undefined;
  /** Of a curve, a point, or a set of them. */
  readonly lineColour: (item: number) => Colour | undefined;
  readonly hidden: (item: number) => boolean;
  readonly contextStyles: readonly ContextStyle[];
}

const STYLED: ReadonlySet<string> = new Set([
  "STYLED_ITEM",
  "OVER_RIDING_STYLED_ITEM",
  "CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM",
]);

/** Presentations of the model itself; a view (DRAUGHTING_MODEL) may highlight what it annotates. */
const MODEL_PRESENTATIONS = [
  "MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION",
  "MECHANICAL_DESIGN_SHADED_PRESENTATION_REPRESENTATION",
  "MECHANICAL_DESIGN_PRESENTATION_REPRESENTATION_WITH_DRAUGHTING",
];

/** @param isPlace the representation is that of a single usage */
export function readStyles(file: ExchangeFile, isPlace: (representation: number) => boolean): Styles {
  const colourOf = surfaceColourReader(file);
  const { items: hiddenItems, styles: hiddenStyles } = readInvisible(file);
  const rank = ranks(file);
  const best = new Map<number, { colour: Colour; rank: number }>();
  const contextStyles: ContextStyle[] = [];
  const ofNoSurface: LineStyle[] = [];

  for (const kind of STYLED) {
    for (const id of file.ids(kind)) {
      const [, assignments, target, , context] = attributes(
        file,
        id,
        "REPRESENTATION_ITEM",
        "STYLED_ITEM",
        "OVER_RIDING_STYLED_ITEM",
        "CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM",
      );
      const item = reference(target);
      // A complex instance comes up under each of its keywords.
      if (item === undefined || (kind === "STYLED_ITEM" && file.type(id)?.includes("OVER_RIDING") === true))
        continue;
      const plain: number[] = [];
      for (const assignment of references(assignments)) {
        const place = contextOf(file, assignment);
        if (place === undefined || !isPlace(place)) plain.push(assignment);
        else
          contextStyles.push({
            item,
            colour: colourOf(assignment),
            hidden: hiddenStyles.has(id),
            context: [place],
          });
      }
      // One that only hides may have no assignment at all.
      if (plain.length === 0 && references(assignments).length > 0) continue;
      const colour = plain.map(colourOf).find((found) => found !== undefined);
      if (isA(file, id, "CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM")) {
        const hidden = hiddenStyles.has(id);
        if (colour !== undefined || hidden)
          contextStyles.push({ item, colour, hidden, context: references(context) });
        continue;
      }
      if (hiddenStyles.has(id)) hiddenItems.add(item);
      const weight = rank(id) + (kind === "STYLED_ITEM" ? 0 : 1);
      if (colour === undefined) {
        ofNoSurface.push({ item, assignments: plain, rank: weight });
        continue;
      }
      const present = best.get(item);
      if (present === undefined || weight > present.rank) best.set(item, { colour, rank: weight });
    }
  }
  let lines: ReadonlyMap<number, Colour> | undefined;
  return {
    colour: (item) => best.get(item)?.colour,
    // Few files have curves of their own, and many thousands of styles of notes.
    lineColour: (item) => (lines ??= lineColours(file, ofNoSurface)).get(item),
    hidden: (item) => hiddenItems.has(item),
    contextStyles,
  };
}

interface LineStyle {
  readonly item: number;
  readonly assignments: readonly number[];
  readonly rank: number;
}

function lineColours(file: ExchangeFile, styles: readonly LineStyle[]): ReadonlyMap<number, Colour> {
  const known = new Map<number, Colour | undefined>();
  const colourOf = (assignment: number): Colour | undefined => {
    if (!known.has(assignment)) known.set(assignment, lineColour(file, assignment));
    return known.get(assignment);
  };
  const worn = new Map<number, Colour>();
  const ranks = new Map<number, number>();
  for (const { item, assignments, rank } of styles) {
    const colour = assignments.map(colourOf).find((found) => found !== undefined);
    if (colour === undefined || rank <= (ranks.get(item) ?? -1)) continue;
    worn.set(item, colour);
    ranks.set(item, rank);
  }
  return worn;
}

/** What a style holds in alone (ISO 10303-46, presentation_style_by_context). */
function contextOf(file: ExchangeFile, assignment: number): number | undefined {
  if (!isA(file, assignment, "PRESENTATION_STYLE_BY_CONTEXT")) return undefined;
  const values = attributes(
    file,
    assignment,
    "PRESENTATION_STYLE_ASSIGNMENT",
    "PRESENTATION_STYLE_BY_CONTEXT",
  );
  return reference(values[1]);
}

/** 4: listed in a presentation of the model; 2: in nothing; 0: in a view only. */
function ranks(file: ExchangeFile): (styledItem: number) => number {
  const listed = new Map<number, number>();
  const views = file.ids("DRAUGHTING_MODEL").map((id) => ({ id, rank: 0 }));
  const models = MODEL_PRESENTATIONS.flatMap((kind) => file.ids(kind)).map((id) => ({ id, rank: 4 }));
  for (const { id, rank } of [...views, ...models])
    for (const item of references(attributes(file, id, "REPRESENTATION")[1])) listed.set(item, rank);
  return (styledItem) => listed.get(styledItem) ?? 2;
}

/**
 * INVISIBILITY (4.4.30): items, styled items, representations or whole layers. Of a styled item it is
 * the item that is not seen.
 */
function readInvisible(file: ExchangeFile): { items: Set<number>; styles: ReadonlySet<number> } {
  const items = new Set<number>();
  const styles = new Set<number>();
  const hide = (id: number): void => {
    if (oneOf(file, id, STYLED) === undefined) items.add(id);
    else styles.add(id);
  };
  for (const invisibility of file.ids("INVISIBILITY")) {
    for (const id of references(attributes(file, invisibility, "INVISIBILITY")[0])) {
      if (!isA(file, id, "PRESENTATION_LAYER_ASSIGNMENT")) hide(id);
      else
        for (const member of references(attributes(file, id, "PRESENTATION_LAYER_ASSIGNMENT")[2]))
          hide(member);
    }
  }
  return { items, styles };
}
