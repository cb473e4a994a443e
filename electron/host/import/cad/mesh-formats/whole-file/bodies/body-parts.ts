/** Parts and places of what a kernel drew: a body is a part, once, however often it stands in the file. */
import { multiply, IDENTITY, type Transform } from "../../../structure/transform.ts";
import type { ReadFace, ReadNode, ReadPart } from "../../read-model.ts";
import type { ItemName, TreeBody, TreeGroup, TreeWalk } from "./body-tree.ts";
import { areSame, inOwnSpace } from "./drawn-faces.ts";

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

export interface TreeParts {
  readonly parts: readonly ReadPart[];
  readonly nodes: readonly ReadNode[];
  /** Bodies that are nowhere drawn, places counted. */
  readonly undrawn: number;
}

/** How the file as a whole is called, where it says so: that tells more than the name of its only body ("Solid1"). */
export type Whole = Partial<Pick<ReadPart, "name" | "number">>;

/** A part that is being made. */
interface Draft {
  name?: string | undefined;
  isLocal?: true | undefined;
  /** What it is called where the file has no name for it, with a number behind. */
  word: "Body" | "Faces" | "Group";
  readonly layers?: readonly string[] | undefined;
  readonly faces: readonly ReadFace[];
  /** The same where the kernel drew it first, and its way there. */
  readonly asDrawn: readonly ReadFace[];
  readonly drawn: Transform;
  readonly children: readonly Placed[];
}

interface Placed {
  readonly draft: Draft;
  readonly transform: Transform;
  readonly name?: string | undefined;
  readonly isHidden?: true | undefined;
}

export function treeParts(tree: DrawnTree, whole: Whole): TreeParts {
  const { bodies, walk } = tree;
  const { occurrences } = walk;
  const drafts = draftBodies(tree);
  const members = new Map<number, number[]>();
  occurrences.forEach(({ parent }, at) => {
    const siblings = members.get(parent);
    if (siblings === undefined) members.set(parent, [at]);
    else siblings.push(at);
  });
  const groups = new Map<string, Draft>();
  const ids = numbering();
  const isFirst = firstOf();
  let undrawn = 0;

  const place = (at: number): Placed | undefined => {
    const occurrence = occurrences[at];
    if (occurrence === undefined) return undefined;
    const { item, transform, name, isHidden, isPattern } = occurrence.member;
    if (isPattern === true) return undefined;
    // What two groups hold stands there once.
    if (!isFirst(item, occurrence.world)) return undefined;
    const own = { transform, name, isHidden };
    if (item.kind !== "group") {
      const draft = drafts.of(item, at);
      if (draft === undefined && !bodies.has(at) && item.surfaces.length > 0) undrawn += 1;
      return draft === undefined ? undefined : { ...own, draft };
    }
    const children = (members.get(at) ?? []).flatMap((child) => place(child) ?? []);
    const faces = drafts.looseOf(item, at);
    if (faces === undefined && item.members.some((member) => member.item.kind === "face")) undrawn += 1;
    if (faces !== undefined && children.length === 0) {
      nameDraft(faces, item);
      // A group of nothing else is a body that is written as its faces.
      faces.word = "Body";
      return { ...own, draft: faces };
    }
    if (faces !== undefined) children.push({ draft: faces, transform: IDENTITY });
    const [only] = children;
    if (only === undefined) return undefined;
    if (children.length === 1) {
      nameDraft(only.draft, item);
      return {
        draft: only.draft,
        transform: multiply(transform, only.transform),
        name: name ?? only.name,
        isHidden: isHidden ?? only.isHidden,
      };
    }
    // Places of one group hold the same parts, unless the kernel drew one of them otherwise.
    const key = [item, ...children.map(({ draft }) => draft)].map(ids).join();
    let draft = groups.get(key);
    if (draft === undefined) {
      draft = { word: "Group", faces: [], asDrawn: [], drawn: IDENTITY, children };
      nameDraft(draft, item);
      groups.set(key, draft);
    }
    return { ...own, draft };
  };

  const top = occurrences.length > 0 ? place(0) : alone(drafts.looseOf(undefined, -1));
  if (top === undefined) return { parts: [], nodes: [], undrawn };
  return { ...flatten(top, whole), undrawn };
}

function alone(draft: Draft | undefined): Placed | undefined {
  return draft === undefined ? undefined : { draft, transform: IDENTITY };
}

function nameDraft(draft: Draft, { name, isLocal }: ItemName): void {
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

function numbering(): (thing: object) => number {
  const numbers = new Map<object, number>();
  return (thing) => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
}

/** Parts of bodies and of loose faces: one for all places of an item that look the same there. */
function draftBodies({ walk, bodies, loose, reach }: DrawnTree): {
  of(item: TreeBody, occurrence: number): Draft | undefined;
  looseOf(item: TreeGroup | undefined, group: number): Draft | undefined;
} {
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
  return {
    // One that the kernel left out is known from another of its places.
    of: (item, at) => ofOccurrence.get(at) ?? versions.get(item)?.[0],
    looseOf: (item, group) =>
      ofGroup.get(group) ?? (item === undefined ? undefined : versions.get(item)?.[0]),
  };
}

function flatten(
  top: Placed,
  whole: Whole,
): { readonly parts: readonly ReadPart[]; readonly nodes: readonly ReadNode[] } {
  const parts: ReadPart[] = [];
  const nodes: ReadNode[] = [];
  const indices = new Map<Draft, number>();
  const counts = { Body: 0, Faces: 0, Group: 0 };
  // One body alone stands where the file has it.
  const isInPlace = top.draft.children.length === 0 && String(top.transform) === String(top.draft.drawn);
  const partOf = (draft: Draft, isTop: boolean): number => {
    const known = indices.get(draft);
    if (known !== undefined) return known;
    const { word, layers, faces, asDrawn } = draft;
    const made = isTop || draft.name !== undefined ? undefined : `${word} ${++counts[word]}`;
    const name = (isTop ? whole.name : undefined) ?? draft.name ?? made;
    const isLocal = made !== undefined || draft.isLocal === true;
    const at = parts.push({
      name,
      ...(isTop && whole.number !== undefined ? { number: whole.number } : {}),
      ...(isLocal && !(isTop && whole.name !== undefined) ? { isLocal } : {}),
      ...(layers === undefined ? {} : { layers }),
      faces: isTop && isInPlace ? asDrawn : faces,
    });
    indices.set(draft, at - 1);
    return at - 1;
  };
  const isShown = ({ draft, isHidden }: Placed): boolean =>
    isHidden !== true && (draft.faces.length > 0 || draft.children.some(isShown));
  // A file that hides all that it has would show nothing.
  const hides = isShown(top);
  const visit = ({ draft, transform, name, isHidden }: Placed, parent: number): void => {
    const isTop = parent < 0;
    const part = partOf(draft, isTop);
    const at = nodes.push({
      parent,
      part,
      name: name ?? parts[part]?.name,
      transform: isTop && isInPlace ? IDENTITY : transform,
      ...(isHidden === undefined || !hides ? {} : { isHidden }),
    });
    for (const child of draft.children) visit(child, at - 1);
  };
  visit(top, -1);
  return { parts, nodes };
}
