/**
 * What a file that a kernel meshes as a whole is made of, by our own reading of its text: groups, bodies, loose faces
 * and loose curves, each in a space of its own (mm). What stands in several places is one object there.
 */
import type { Colour, Surface } from "../../../../../../../shared/model/cad.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { IDENTITY, invert, multiply, type Transform } from "../../../structure/transform.ts";

export interface ItemName {
  readonly name?: string;
  /** A system's own label ("SOLID12"): it looks like a number of somebody's and is none. */
  readonly isLocal?: true;
}

export interface TreeGroup extends ItemName {
  readonly kind: "group";
  readonly members: readonly TreeMember[];
}

export interface TreeBody extends ItemName {
  /** A shell that bounds no solid is a body too. */
  readonly kind: "solid" | "shell";
  /** In the order of the file's faces. */
  readonly surfaces: readonly Surface[];
  readonly layers?: readonly string[];
}

/** One that belongs to no body. */
export interface TreeFace {
  readonly kind: "face";
  readonly name?: string;
  readonly surface: Surface;
  readonly layers?: readonly string[];
  readonly colour?: Colour;
}

/** One that bounds no face, or points: drawn by its segments, of which kernels know nothing. */
export interface TreeCurve extends ItemName {
  readonly kind: "curve";
  /** Both ends of each, x, y, z. */
  readonly segments: readonly number[];
  /** x, y, z each. */
  readonly points?: readonly number[];
  readonly layers?: readonly string[];
  readonly colour?: Colour;
}

export interface TreeMember {
  readonly item: TreeGroup | TreeBody | TreeFace | TreeCurve;
  /** Into the space of the group around it. */
  readonly transform: Transform;
  /** Of this place alone. */
  readonly name?: string;
  readonly isHidden?: true;
  /** Kernels leave it out with all that is below it: what it looks like is known from another place. */
  readonly isUnread?: true;
  /** Kernels draw it in the group's space, as if it had no transform. */
  readonly isUnmoved?: true;
  /** Kernels draw it and the file does not: it is what something that is unread looks like. */
  readonly isPattern?: true;
}

/** A group or a body in one place. Those around it stand before it. */
export interface Occurrence {
  /** Index; -1 for what stands alone. */
  readonly parent: number;
  readonly member: TreeMember & { readonly item: TreeGroup | TreeBody };
  /** Into the space of the file. */
  readonly world: Transform;
  /** The same where the kernel draws it. */
  readonly drawn: Transform;
}

export interface LooseFace {
  /** Index of the group around it, -1 for none. */
  readonly parent: number;
  readonly face: TreeFace;
  readonly drawn: Transform;
}

/** What a kernel makes one mesh of. */
export interface Piece {
  /** Index of the body's occurrence; undefined for loose faces. */
  readonly body?: number;
  readonly loose: readonly LooseFace[];
  /** Of its faces in their order, in the space of the file. */
  readonly surfaces: readonly Surface[];
}

export interface TreeWalk {
  readonly occurrences: readonly Occurrence[];
  /**
   * Of each thing that a kernel takes by itself, in its order: all solids, then all shells, then all loose faces.
   * Without those that nothing is to be drawn of.
   */
  readonly labels: readonly { readonly top: TreeMember; readonly pieces: readonly Piece[] }[];
}

/** Places of groups and bodies, and faces and curves with places counted: more are not looked for. */
const MOST_OCCURRENCES = 200_000;
const MOST_FACES = 1_000_000;
const DEEPEST = 64;

/**
 * @param isTaken kernels take its members one by one, not the whole
 * @returns undefined past the limits (a few lines may place a body a billion times), and where a place flattens space
 */
export function walkTree(root: TreeMember, isTaken: "whole" | "by member"): TreeWalk | undefined {
  const occurrences: Occurrence[] = [];
  let faces = 0;
  let kinds: Record<TreeBody["kind"], number[]> = { solid: [], shell: [] };
  let loose: LooseFace[] = [];
  const visit = (member: TreeMember, parent: number, above: Above, depth: number): boolean => {
    const { item, transform, isUnmoved } = member;
    if (item.kind === "curve") {
      // It is part of what the group around it looks like, in each of its places.
      faces += 1;
      return faces <= MOST_FACES;
    }
    const world = multiply(above.world, transform);
    const drawn = isUnmoved === true ? above.drawn : multiply(above.drawn, transform);
    const isUnread = above.isUnread || member.isUnread === true;
    if (invert(world) === undefined) return false;
    faces += item.kind === "face" ? 1 : item.kind === "group" ? 0 : item.surfaces.length;
    if (depth > DEEPEST || faces > MOST_FACES || occurrences.length >= MOST_OCCURRENCES) return false;
    if (item.kind === "face") {
      if (!isUnread) loose.push({ parent, face: item, drawn });
      return true;
    }
    const at = occurrences.push({ parent, member: { ...member, item }, world, drawn }) - 1;
    const here = { world, drawn, isUnread };
    if (item.kind === "group") return item.members.every((child) => visit(child, at, here, depth + 1));
    if (!isUnread) kinds[item.kind].push(at);
    return true;
  };
  const labels: { readonly top: TreeMember; readonly pieces: readonly Piece[] }[] = [];
  const label = (top: TreeMember, parent: number, above: Transform): boolean => {
    kinds = { solid: [], shell: [] };
    loose = [];
    if (!visit(top, parent, { world: above, drawn: above, isUnread: false }, 0)) return false;
    const pieces = [...kinds.solid, ...kinds.shell].map((body): Piece => {
      const { member, drawn = IDENTITY } = occurrences[body] ?? {};
      const surfaces = member === undefined || member.item.kind === "group" ? [] : member.item.surfaces;
      return { body, loose: [], surfaces: surfaces.map((surface) => moveSurface(surface, drawn)) };
    });
    if (loose.length > 0)
      pieces.push({ loose, surfaces: loose.map(({ face, drawn }) => moveSurface(face.surface, drawn)) });
    if (pieces.length > 0) labels.push({ top, pieces });
    return true;
  };
  const { item, transform } = root;
  if (isTaken === "whole" || item.kind !== "group")
    return label(root, -1, IDENTITY) ? { occurrences, labels } : undefined;
  occurrences.push({ parent: -1, member: { ...root, item }, world: transform, drawn: transform });
  return item.members.every((member) => label(member, 0, transform)) ? { occurrences, labels } : undefined;
}

interface Above {
  readonly world: Transform;
  readonly drawn: Transform;
  readonly isUnread: boolean;
}
