/** Parts that are being made of what a kernel drew: of bodies, of loose faces, and of lines. */
import { invert, IDENTITY, type Transform } from "../../../structure/transform.ts";
import type { ReadFace } from "../../read-model.ts";
import type { ItemName, TreeBody, TreeGroup, TreeWalk } from "./body-tree.ts";
import { areSame, inOwnSpace } from "./drawn-faces.ts";
import { looseCurves, movedLines, type Lines } from "./loose-curves.ts";

export interface DrawnTree {
  readonly walk: TreeWalk;
  /** By occurrence of a body, in the space of the file: those that the kernel has, if only as faces that it could not mesh. */
  readonly bodies: ReadonlyMap<number, readonly ReadFace[]>;
  /** By occurrence of the group around them, -1 for none. */
  readonly loose: ReadonlyMap<
    number,
    { readonly faces: readonly ReadFace[]; readonly layers: ReadonlySet<string> }
  >;
  /** Largest coordinate of all, mm. */
  readonly reach: number;
}

/** A part that is being made. */
export interface Draft {
  name?: string | undefined;
  isLocal?: true | undefined;
  /** What it is called where the file has no name for it, with a number behind. */
  word: "Body" | "Faces" | "Curves" | "Group";
  readonly layers?: readonly string[] | undefined;
  readonly faces: readonly ReadFace[];
  /** The same where the kernel drew it first, and its way there. */
  readonly asDrawn: readonly ReadFace[];
  readonly drawn: Transform;
  /** In its own space. */
  readonly lines?: Lines;
  readonly children: readonly Placed[];
}

export interface Placed {
  readonly draft: Draft;
  readonly transform: Transform;
  readonly name?: string | undefined;
  readonly isHidden?: true | undefined;
}

/** Lines that nothing else says of what they are, beside one body alone, are part of it. */
export function withOneBody(
  placed: readonly Placed[],
  group: TreeGroup,
  drafts: Pick<Drafts, "withLines">,
): readonly Placed[] {
  const isBare = ({ draft, name, isHidden }: Placed): boolean =>
    draft.word === "Curves" && draft.name === undefined && name === undefined && isHidden !== true;
  const bare = placed.filter(isBare);
  const bodies = placed.filter(({ draft, isHidden }) => draft.word !== "Curves" && isHidden !== true);
  const [body] = bodies;
  if (bare.length === 0 || body === undefined || bodies.length > 1 || body.draft.faces.length === 0)
    return placed;
  const lines = bare.map(({ draft, transform }) => movedLines(draft.lines ?? NO_LINES, transform));
  const joined = {
    curves: lines.flatMap(({ curves }) => curves),
    points: lines.flatMap(({ points }) => points),
  };
  const draft = drafts.withLines(body.draft, group, joined, body.transform);
  return placed.flatMap((own) => (own === body ? [{ ...body, draft }] : isBare(own) ? [] : [own]));
}

const NO_LINES: Lines = { curves: [], points: [] };

export function nameDraft(draft: Draft, { name, isLocal }: ItemName): void {
  if (draft.name !== undefined || name === undefined) return;
  draft.name = name;
  draft.isLocal = isLocal;
}

/** Tells of every thing whether it stands in a place for the first time. */
export function firstOf(): (thing: object, world: Transform) => boolean {
  const seen = new Map<object, Set<string>>();
  return (thing, world) => {
    const places = seen.get(thing) ?? new Set();
    seen.set(thing, places);
    const key = world.join(" ");
    if (places.has(key)) return false;
    places.add(key);
    return true;
  };
}

/** A face alone is a part that is called as it is. */
function nameOfOne([face, ...more]: readonly ReadFace[]): ItemName {
  return face?.name === undefined || more.length > 0 ? {} : { name: face.name, isLocal: true };
}

export interface Drafts {
  of(item: TreeBody, occurrence: number): Draft | undefined;
  looseOf(item: TreeGroup | undefined, group: number): Draft | undefined;
  /** The same with lines of a group: one for all places of that. @param place from the part to the group */
  withLines(draft: Draft, group: TreeGroup, lines: Lines, place: Transform): Draft;
}

/** Parts of bodies and of loose faces: one for all places of an item that look the same there. */
export function draftBodies({ walk, bodies, loose, reach }: DrawnTree): Drafts {
  const versions = new Map<object, Draft[]>();
  const known = (
    key: object,
    faces: readonly ReadFace[],
    drawn: Transform,
    make: () => Partial<Draft>,
  ): Draft => {
    const own = inOwnSpace(faces, drawn) ?? faces;
    const alike = versions.get(key) ?? [];
    versions.set(key, alike);
    const same = alike.find((draft) => areSame(draft.faces, own, reach));
    if (same !== undefined) return same;
    const draft: Draft = { word: "Body", ...make(), faces: own, asDrawn: faces, drawn, children: [] };
    alike.push(draft);
    return draft;
  };
  const ofOccurrence = new Map<number, Draft>();
  const ofGroup = new Map<number, Draft>();
  for (const [at, faces] of bodies) {
    const { member, drawn } = walk.occurrences[at] ?? {};
    if (member === undefined || drawn === undefined || member.item.kind === "group" || faces.length === 0)
      continue;
    const { name, isLocal, layers } = member.item;
    ofOccurrence.set(
      at,
      known(member.item, faces, drawn, () => ({ name, isLocal, layers })),
    );
  }
  const free: TreeGroup = { kind: "group", members: [] };
  for (const [at, { faces, layers }] of loose) {
    const { member, drawn = IDENTITY } = walk.occurrences[at] ?? {};
    ofGroup.set(
      at,
      known(member?.item ?? free, faces, drawn, () => ({
        word: "Faces",
        ...nameOfOne(faces),
        ...(layers.size === 0 ? {} : { layers: [...layers] }),
      })),
    );
  }
  const lined = new Map<Draft, Map<TreeGroup, Draft>>();
  return {
    withLines: (draft, group, lines, place) => {
      const ofDraft = lined.get(draft) ?? new Map<TreeGroup, Draft>();
      lined.set(draft, ofDraft);
      const made = ofDraft.get(group) ?? { ...draft, lines: movedLines(lines, invert(place) ?? IDENTITY) };
      ofDraft.set(group, made);
      return made;
    },
    // One that the kernel left out is known from another of its places.
    of: (item, at) => ofOccurrence.get(at) ?? versions.get(item)?.[0],
    looseOf: (item, group) =>
      ofGroup.get(group) ?? (item === undefined ? undefined : versions.get(item)?.[0]),
  };
}

/** Parts of loose curves and points: one for all places of their group, and one of those that are hidden. */
export function draftLines(): (group: TreeGroup) => readonly Placed[] {
  const known = new Map<TreeGroup, readonly Placed[]>();
  return (group) => {
    const placed =
      known.get(group) ??
      looseCurves(group).map(({ lines, name, isLocal, layers: own, isHidden }): Placed => {
        const layers = own.length === 0 ? undefined : own;
        const bare = { faces: [], asDrawn: [], drawn: IDENTITY, children: [] };
        const draft: Draft = { word: "Curves", name, isLocal, layers, lines, ...bare };
        return { draft, transform: IDENTITY, isHidden };
      });
    known.set(group, placed);
    return placed;
  };
}
