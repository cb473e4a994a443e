/** Parts and places of what a kernel drew: a body is a part, once, however often it stands in the file. */
import { multiply, IDENTITY } from "../../../structure/transform.ts";
import type { ReadNode, ReadPart } from "../../read-model.ts";
import { movedLines } from "./loose-curves.ts";
import {
  draftBodies,
  draftLines,
  firstOf,
  nameDraft,
  withOneBody,
  type Draft,
  type DrawnTree,
  type Placed,
} from "./part-drafts.ts";

export interface TreeParts {
  readonly parts: readonly ReadPart[];
  readonly nodes: readonly ReadNode[];
  /** Bodies that are nowhere drawn, places counted. */
  readonly undrawn: number;
}

/** How the file as a whole is called, where it says so: that tells more than the name of its only body ("Solid1"). */
export type Whole = Partial<Pick<ReadPart, "name" | "number">>;

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
  const linesOf = draftLines();
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
    const held = (members.get(at) ?? []).flatMap((child) => place(child) ?? []);
    const faces = drafts.looseOf(item, at);
    if (faces === undefined && item.members.some((member) => member.item.kind === "face")) undrawn += 1;
    if (faces !== undefined) {
      // A group of nothing else is a body that is written as its faces.
      if (held.length === 0) faces.word = "Body";
      held.push({ draft: faces, transform: IDENTITY });
    }
    const children = withOneBody([...held, ...linesOf(item)], item, drafts);
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

function numbering(): (thing: object) => number {
  const numbers = new Map<object, number>();
  return (thing) => {
    const known = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, known);
    return known;
  };
}

function flatten(
  top: Placed,
  whole: Whole,
): { readonly parts: readonly ReadPart[]; readonly nodes: readonly ReadNode[] } {
  const parts: ReadPart[] = [];
  const nodes: ReadNode[] = [];
  const indices = new Map<Draft, number>();
  const counts = { Body: 0, Faces: 0, Curves: 0, Group: 0 };
  // One body alone stands where the file has it.
  const isInPlace = top.draft.children.length === 0 && String(top.transform) === String(top.draft.drawn);
  const partOf = (draft: Draft, isTop: boolean): number => {
    const known = indices.get(draft);
    if (known !== undefined) return known;
    const { word, layers, faces, asDrawn } = draft;
    const lines = isTop && isInPlace ? draft.lines && movedLines(draft.lines, draft.drawn) : draft.lines;
    const made = isTop || draft.name !== undefined ? undefined : `${word} ${++counts[word]}`;
    const name = (isTop ? whole.name : undefined) ?? draft.name ?? made;
    const isLocal = made !== undefined || draft.isLocal === true;
    const at = parts.push({
      name,
      ...(isTop && whole.number !== undefined ? { number: whole.number } : {}),
      ...(isLocal && !(isTop && whole.name !== undefined) ? { isLocal } : {}),
      ...(layers === undefined ? {} : { layers }),
      faces: isTop && isInPlace ? asDrawn : faces,
      ...lines,
    });
    indices.set(draft, at - 1);
    return at - 1;
  };
  const isShown = ({ draft, isHidden }: Placed): boolean =>
    isHidden !== true &&
    (draft.faces.length > 0 || draft.lines !== undefined || draft.children.some(isShown));
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
