/**
 * Colours of single places in an assembly, of single faces and bodies in them, and which of them are hidden: styled
 * mapped items and context dependent styles.
 */
import type { Colour } from "../../../../../shared/model/cad.ts";
import {
  createFaceStyles,
  createHiddenFaces,
  weightOf,
  type FaceColours,
  type HiddenFaces,
} from "./face-styles.ts";
import type { Placements } from "./occurrences.ts";
import type { Styles } from "./styled-items.ts";
import type { StyledParts } from "./styled-parts.ts";
import type { Place } from "./tree.ts";

export interface OccurrenceColours {
  /** By index of the place. */
  readonly colours: ReadonlyMap<number, Colour>;
  /** What not all of a place wears, by index of the place. */
  readonly faceColours: ReadonlyMap<number, FaceColours>;
  readonly problems: readonly string[];
  /** Places that the file hides, by index. */
  readonly hidden: ReadonlySet<number>;
  /** What it hides of a place, by index of the place. */
  readonly hiddenFaces: ReadonlyMap<number, HiddenFaces>;
  /** Bodies and faces of single places that it hides and that can't be told from the others. */
  readonly partlyHidden: { readonly bodies: number; readonly faces: number };
}

export interface BoundStyle {
  readonly colour: Colour | undefined;
  readonly hidden: boolean;
  /** Definitions that have the styled item, or the item itself as the mapped item of a place. */
  readonly definitions: ReadonlySet<number>;
  readonly item: number;
  readonly usages: ReadonlySet<number>;
  readonly mappedItems: ReadonlySet<number>;
}

/** Styles looked at over all places: a file of a few megabytes may bind thousands of them to one that holds thousands. */
const MOST_TRIES = 20_000_000;

/**
 * A CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM (ISO 10303-46, 4.4.10) holds where all that it names
 * lies on the way from the root: the relation of each usage, or each mapped item. A style by context
 * holds where the usage does whose representation it names. The one that names most wins.
 */
export function occurrenceColours(
  places: readonly Place[],
  styles: Styles,
  placements: Placements,
  parts: StyledParts,
): OccurrenceColours {
  const colours = new Map<number, Colour>();
  const weights = new Map<number, number>();
  const wear = (index: number, colour: Colour, weight: number): void => {
    if ((weights.get(index) ?? -1) >= weight) return;
    weights.set(index, weight);
    colours.set(index, colour);
  };
  // By one of the things that must lie on the way: a place has few of them above it.
  const byStep = new Map<number, BoundStyle[]>();
  let foreign = 0;
  const hiddenPlaces = new Set<number>();
  const hiddenFaces = new Map<number, HiddenFaces>();
  const hiddenIn = createHiddenFaces(parts);
  const faceColours = new Map<number, FaceColours>();
  const faceStyles = createFaceStyles(parts, (face) => styles.colour(face) !== undefined);
  const known = placesOf(places);
  let [tries, left] = [0, 0];
  for (const { item, colour, hidden, context } of styles.contextStyles) {
    const bound = bind(context, placements, known);
    if (bound === undefined) continue;
    const definitions = parts.having(item);
    const [step] = [...bound.usages, ...bound.mappedItems];
    // Geometry that no part has.
    if (definitions.size === 0 && !bound.mappedItems.has(item)) foreign += colour === undefined ? 0 : 1;
    else if (step !== undefined) push(byStep, step, { ...bound, colour, hidden, definitions, item });
  }

  for (const [index, place] of places.entries()) {
    const item = place.occurrence?.mappedItem;
    const own = item === undefined ? undefined : styles.colour(item);
    if (own !== undefined) wear(index, own, 0);
    if (item !== undefined && styles.hidden(item)) hiddenPlaces.add(index);
    if (byStep.size === 0) continue;
    const way = wayTo(places, index);
    const ofFaces: BoundStyle[] = [];
    const hiding: BoundStyle[] = [];
    const bound = [...way.usages, ...way.mappedItems].map((step) => byStep.get(step) ?? []);
    tries += bound.reduce((sum, { length }) => sum + length, 0);
    if (tries > MOST_TRIES) {
      left += 1;
      continue;
    }
    for (const own of bound) {
      for (const style of own) {
        if (!style.definitions.has(place.definition) && style.item !== item) continue;
        const holds =
          [...style.usages].every((id) => way.usages.has(id)) &&
          [...style.mappedItems].every((id) => way.mappedItems.has(id));
        if (!holds) continue;
        const isWhole = style.item === item || parts.facesOf(style.item, place.definition) === undefined;
        if (style.colour !== undefined && isWhole) wear(index, style.colour, weightOf(style));
        else if (style.colour !== undefined) ofFaces.push(style);
        if (style.hidden && (style.item === item || parts.isAllOf(style.item, place.definition)))
          hiddenPlaces.add(index);
        else if (style.hidden) hiding.push(style);
      }
    }
    const worn = faceStyles.of(place.definition, ofFaces);
    if (worn !== undefined) faceColours.set(index, worn);
    const without = hiddenIn.of(place.definition, hiding);
    if (without !== undefined) hiddenFaces.set(index, without);
  }
  const problems: string[] = [];
  if (foreign > 0)
    problems.push(
      `${foreign} colours of single occurrences belong to shapes that no part has: they are not shown.`,
    );
  if (left > 0)
    problems.push(
      `The colours of ${left} single occurrences are more than can be taken: they are not shown.`,
    );
  if (faceStyles.left() > 0)
    problems.push(
      `The colours of single faces of ${faceStyles.left()} occurrences are more than can be taken: they are not shown.`,
    );
  const partly = hiddenIn.left;
  const faces = [...partly].filter(({ item }) => parts.isFace(item)).length;
  return {
    colours,
    faceColours,
    problems,
    hidden: hiddenPlaces,
    hiddenFaces,
    partlyHidden: { bodies: partly.size - faces, faces },
  };
}

function push(map: Map<number, BoundStyle[]>, key: number, bound: BoundStyle): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [bound]);
  else list.push(bound);
}

/** undefined where the style is bound to something else than places: a view, a layer. */
function bind(context: readonly number[], placements: Placements, known: Way): Way | undefined {
  const usages = new Set<number>();
  const mappedItems = new Set<number>();
  for (const id of context) {
    const way = placements.contexts.get(id);
    if (way !== undefined) {
      for (const step of way) usages.add(step);
      continue;
    }
    const usage = placements.usageOf.get(id) ?? (known.usages.has(id) ? id : undefined);
    if (usage !== undefined) usages.add(usage);
    else if (known.mappedItems.has(id)) mappedItems.add(id);
    else return undefined;
  }
  return usages.size + mappedItems.size === 0 ? undefined : { usages, mappedItems };
}

interface Way {
  readonly usages: ReadonlySet<number>;
  readonly mappedItems: ReadonlySet<number>;
}

function placesOf(places: readonly Place[]): Way {
  const usages = new Set<number>();
  const mappedItems = new Set<number>();
  for (const { occurrence } of places) {
    if (occurrence?.usage !== undefined) usages.add(occurrence.usage);
    if (occurrence?.mappedItem !== undefined) mappedItems.add(occurrence.mappedItem);
  }
  return { usages, mappedItems };
}

function wayTo(places: readonly Place[], index: number): Way {
  const way: Place[] = [];
  for (let place = places[index]; place !== undefined; place = places[place.parent]) way.push(place);
  return placesOf(way);
}
