/** What a part that a new revision of its product holds no more is called there. */
import type { PartFinder } from "../compare/comparison.ts";
import { matchFaces } from "../compare/match-faces.ts";
import { matchParts } from "../compare/match-parts.ts";
import { seenFromRoots } from "../compare/part-of-model.ts";
import { placeModel } from "../compare/placed-model.ts";
import type { CadModel } from "../model/cad.ts";
import { keptNumber } from "./find-on-model.ts";

export interface FoundPart {
  readonly number: string;
  /** Empty where the file states none. */
  readonly revision: string;
  /** By its name, or by its shape and place. */
  readonly finder: PartFinder;
  /** Every face is there within the tolerance: with the name, that leaves no doubt. */
  readonly isSameShape: boolean;
}

/** Per number; undefined where nothing in the newer model is like it. @param tolerance mm */
export function findGoneParts(
  older: CadModel,
  newer: CadModel,
  numbers: readonly string[],
  tolerance: number,
): readonly (FoundPart | undefined)[] {
  const [a, b] = seenFromRoots(older, newer);
  const matches = matchParts(placeModel(a), placeModel(b), tolerance);
  return numbers.map((number) => {
    const from = older.parts.findIndex((part) => keptNumber(part) === number);
    const to = matches.after[from] ?? -1;
    const [own, other, finder] = [older.parts[from], newer.parts[to], matches.finders[from]];
    if (own === undefined || other === undefined || finder === undefined) return undefined;
    const isSameShape =
      own.mesh !== undefined &&
      other.mesh !== undefined &&
      matchFaces(own.mesh, other.mesh, tolerance).differences.length === 0;
    return { number: keptNumber(other), revision: other.revision ?? "", finder, isSameShape };
  });
}

/** Nothing but its number is another: what is known of the one is known of the other. */
export const isSurely = ({ finder, isSameShape }: FoundPart): boolean => finder === "name" && isSameShape;
