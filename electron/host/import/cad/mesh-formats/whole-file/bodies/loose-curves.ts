/** Curves and points of a group that bound no face: what is drawn of them together. */
import type { ReadPart } from "../../read-model.ts";
import { movedSegments } from "../curves/iges-curves.ts";
import type { Transform } from "../../../structure/transform.ts";
import type { ItemName, TreeCurve, TreeGroup, TreeMember } from "./body-tree.ts";

export type Lines = Required<Pick<ReadPart, "curves" | "points">>;

export interface LooseCurves extends ItemName {
  /** In the space of the group. */
  readonly lines: Lines;
  readonly layers: readonly string[];
  readonly isHidden?: true;
}

/** Those that are hidden apart from the others. */
export function looseCurves({ members }: TreeGroup): readonly LooseCurves[] {
  const [shown, hidden]: [OfCurve[], OfCurve[]] = [[], []];
  for (const member of members) {
    const { item, isHidden, isPattern } = member;
    if (item.kind === "curve" && isPattern !== true)
      (isHidden === true ? hidden : shown).push({ ...member, item });
  }
  return [
    ...(shown.length === 0 ? [] : [together(shown)]),
    ...(hidden.length === 0 ? [] : [{ ...together(hidden), isHidden: true as const }]),
  ];
}

type OfCurve = TreeMember & { readonly item: TreeCurve };

function together(own: readonly OfCurve[]): LooseCurves {
  const alike = new Map<string, OfCurve[]>();
  for (const member of own) {
    const key = member.item.colour?.join(" ") ?? "";
    const list = alike.get(key);
    if (list === undefined) alike.set(key, [member]);
    else list.push(member);
  }
  const all = [...alike.values()];
  const [first] = own;
  const { name, isLocal } = first?.item ?? {};
  return {
    lines: {
      curves: all.flatMap((list) => {
        const segments = joined(list, ({ segments: some }) => some);
        return segments.length === 0 ? [] : [{ segments, ...colourOf(list) }];
      }),
      points: all.flatMap((list) => {
        const points = joined(list, ({ points: some = [] }) => some);
        return points.length === 0 ? [] : [{ points, ...colourOf(list) }];
      }),
    },
    layers: [...new Set(own.flatMap(({ item }) => item.layers ?? []))],
    // One alone is called as it is.
    ...(own.length > 1 || name === undefined ? {} : { name }),
    ...(own.length > 1 || isLocal === undefined ? {} : { isLocal }),
  };
}

function colourOf([first]: readonly OfCurve[]): Pick<TreeCurve, "colour"> {
  const colour = first?.item.colour;
  return colour === undefined ? {} : { colour };
}

function joined(list: readonly OfCurve[], of: (item: TreeCurve) => readonly number[]): Float64Array {
  const values = new Float64Array(list.reduce((sum, { item }) => sum + of(item).length, 0));
  let at = 0;
  for (const { item, transform } of list) {
    const own = of(item);
    values.set(movedSegments(own, transform), at);
    at += own.length;
  }
  return values;
}

/** The same in another space. */
export function movedLines({ curves, points }: Lines, place: Transform): Lines {
  return {
    curves: curves.map((own) => ({ ...own, segments: movedSegments(own.segments, place) })),
    points: points.map((own) => ({ ...own, points: movedSegments(own.points, place) })),
  };
}

/** The same with nothing but its curves, where it has any. */
export function withCurvesAlone(member: TreeMember): TreeMember | undefined {
  const known = new Map<TreeGroup, TreeGroup | undefined>();
  const of = (item: TreeMember["item"]): TreeMember["item"] | undefined => {
    if (item.kind === "curve") return item;
    if (item.kind !== "group") return undefined;
    if (!known.has(item)) {
      const members = item.members.flatMap((child) => {
        const own = of(child.item);
        return own === undefined ? [] : [{ ...child, item: own }];
      });
      known.set(item, members.length === 0 ? undefined : { ...item, members });
    }
    return known.get(item);
  };
  const item = of(member.item);
  return item === undefined ? undefined : { ...member, item };
}

/** Something in it is more than curves. */
export function holdsFaces(member: TreeMember): boolean {
  const known = new Map<TreeGroup, boolean>();
  const of = (item: TreeMember["item"]): boolean => {
    if (item.kind !== "group") return item.kind !== "curve";
    const own = known.get(item) ?? item.members.some((child) => of(child.item));
    known.set(item, own);
    return own;
  };
  return of(member.item);
}
