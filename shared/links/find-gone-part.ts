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

/**
 * Share of the parts below the root that both models hold, by number, name, or shape and place: whether the two may be
 * revisions of one product. Of a part alone: 1 where every face of it is there. @param tolerance mm
 */
export function likenessOf(older: CadModel, newer: CadModel, tolerance: number): number {
  const [a, b] = seenFromRoots(older, newer);
  const { finders, after } = matchParts(placeModel(a), placeModel(b), tolerance);
  const below = ({ nodes }: CadModel): ReadonlySet<number> =>
    new Set(nodes.filter(({ parent }) => parent >= 0).map(({ part }) => part));
  const [own, others] = [below(older), below(newer)];
  if (own.size === 0 && others.size === 0) {
    const part = older.nodes[0]?.part ?? -1;
    const [mesh, other] = [older.parts[part]?.mesh, newer.parts[after[part] ?? -1]?.mesh];
    if (mesh === undefined || other === undefined) return 0;
    return matchFaces(mesh, other, tolerance).differences.length === 0 ? 1 : 0;
  }
  const found = [...own].filter((part) => finders[part] !== undefined && others.has(after[part] ?? -1));
  return found.length / Math.max(own.size, others.size);
}

/** Nothing but its number is another: what is known of the one is known of the other. */
export const isSurely = ({ finder, isSameShape }: FoundPart): boolean => finder === "name" && isSameShape;
