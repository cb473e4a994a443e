/** Which face of a place wears what, where styles of that place alone are about faces or bodies of its part. */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { BoundStyle } from "./occurrence-colours.ts";
import type { StyledParts } from "./styled-parts.ts";

/** By #id of the face. */
export type FaceColours = ReadonlyMap<number, Colour>;

export interface FaceStyles {
  /**
   * Undefined without any. Places of one part with the same styles have the same object.
   * @param styles that hold in the place, in file order
   */
  readonly of: (definition: number, styles: readonly BoundStyle[]) => FaceColours | undefined;
  /** Places whose styles were left out. */
  readonly left: () => number;
}

/** Styles over all places, and faces over all that differ: what is more is no assembly that a person coloured. */
const MOST_STYLES = 4_000_000;
const MOST_FACES = 1_000_000;

/** @param isColoured the face has a colour of its own in its part: that of a body around it does not replace it */
export function createFaceStyles(parts: StyledParts, isColoured: (face: number) => boolean): FaceStyles {
  const known = new Map<string, FaceColours>();
  const numbers = new Map<BoundStyle, number>();
  let [taken, faces, left] = [0, 0, 0];
  const numberOf = (style: BoundStyle): number => {
    const number = numbers.get(style) ?? numbers.size;
    numbers.set(style, number);
    return number;
  };
  return {
    of: (definition, styles) => {
      if (styles.length === 0) return undefined;
      taken += styles.length;
      if (taken > MOST_STYLES) {
        left += 1;
        return undefined;
      }
      const key = `${definition} ${styles.map(numberOf).join()}`;
      const before = known.get(key);
      if (before !== undefined) return before.size === 0 ? undefined : before;
      const worn = resolve(definition, styles, parts, isColoured);
      if (faces + worn.size > MOST_FACES) {
        left += 1;
        return undefined;
      }
      faces += worn.size;
      known.set(key, worn);
      return worn.size === 0 ? undefined : worn;
    },
    left: () => left,
  };
}

/** By #id of the face. */
export type HiddenFaces = ReadonlySet<number>;

export interface HiddenInPlaces {
  /** Undefined without any. Places of one part with the same styles have the same object; nothing beyond the limits. */
  readonly of: (definition: number, styles: readonly BoundStyle[]) => HiddenFaces | undefined;
  /** Styles that could not be counted with: theirs is shown all the same. */
  readonly left: ReadonlySet<BoundStyle>;
}

/** Faces, and faces of bodies, that are hidden in some places of their part alone. */
export function createHiddenFaces(parts: StyledParts): HiddenInPlaces {
  const known = new Map<string, HiddenFaces>();
  const numbers = new Map<BoundStyle, number>();
  const left = new Set<BoundStyle>();
  let [taken, faces] = [0, 0];
  return {
    left,
    of: (definition, styles) => {
      const told = styles.filter((style) => {
        const isTold = parts.facesOf(style.item, definition) !== undefined;
        if (!isTold) left.add(style);
        return isTold;
      });
      if (told.length === 0) return undefined;
      taken += told.length;
      for (const style of told) if (!numbers.has(style)) numbers.set(style, numbers.size);
      const key = `${definition} ${told.map((style) => numbers.get(style)).join()}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      // How many a set has is known only once it is made: the last one may go past the limit, and is not kept.
      const hidden =
        taken > MOST_STYLES || faces > MOST_FACES
          ? undefined
          : new Set(told.flatMap(({ item }) => parts.facesOf(item, definition) ?? []));
      faces += hidden?.size ?? 0;
      if (hidden === undefined || faces > MOST_FACES) {
        for (const style of told) left.add(style);
        return undefined;
      }
      known.set(key, hidden);
      return hidden;
    },
  };
}

/** Of all that it names. */
export function weightOf({ usages, mappedItems }: BoundStyle): number {
  return usages.size + mappedItems.size;
}

/** A face before what it lies in, then the style that names most, then the first. */
function resolve(
  definition: number,
  styles: readonly BoundStyle[],
  parts: StyledParts,
  isColoured: (face: number) => boolean,
): FaceColours {
  const colours = new Map<number, Colour>();
  const ranks = new Map<number, readonly [ofFace: number, weight: number]>();
  for (const style of styles) {
    if (style.colour === undefined) continue;
    const ofFace = parts.isFace(style.item) ? 1 : 0;
    const weight = weightOf(style);
    for (const face of parts.facesOf(style.item, definition) ?? []) {
      if (ofFace === 0 && isColoured(face)) continue;
      const [otherOfFace, other] = ranks.get(face) ?? [-1, -1];
      if (ofFace < otherOfFace || (ofFace === otherOfFace && weight <= other)) continue;
      ranks.set(face, [ofFace, weight]);
      colours.set(face, style.colour);
    }
  }
  return colours;
}
