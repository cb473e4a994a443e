/** Groups, bodies and faces of a BREP file (Open CASCADE's own text, "BRep Format" of its documentation). */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import { IDENTITY, multiply, type Transform } from "../../../structure/transform.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { brepSection, readBrepLocations, readBrepSurfaces } from "../surfaces/brep-surfaces.ts";
import type { Tokens } from "../surfaces/tokens.ts";
import type { TreeBody, TreeFace, TreeGroup, TreeMember } from "./body-tree.ts";

const DEEPEST = 64;
/** Steps to the faces of all bodies together, past edges too: shells of shells may double with every line. */
const MOST_STEPS = 4_000_000;

interface Reference {
  /** Counted from the end of the file, from 1. */
  readonly shape: number;
  readonly location: number;
}

interface Shape {
  readonly kind: string;
  readonly surface?: Reference;
  readonly children: readonly Reference[];
}

/** undefined where the text is none, or breaks off. */
export function brepTree(bytes: Uint8Array): TreeMember | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const locations = readBrepLocations(text);
  const surfaces = readBrepSurfaces(text);
  const shapes = readShapes(text);
  if (locations === undefined || surfaces === undefined || shapes === undefined) return undefined;
  return new TreeReader(locations, surfaces, shapes.list).member(shapes.root, 0);
}

class TreeReader {
  private readonly locations: readonly Transform[];
  private readonly surfaces: readonly Surface[];
  private readonly shapes: readonly Shape[];
  /** By number of the shape: one that is placed twice is one. */
  private readonly known = new Map<number, TreeMember["item"] | undefined>();
  private steps = 0;

  constructor(locations: readonly Transform[], surfaces: readonly Surface[], shapes: readonly Shape[]) {
    this.locations = locations;
    this.surfaces = surfaces;
    this.shapes = shapes;
  }

  /** undefined where something in it is missing. */
  member({ shape, location }: Reference, depth: number): TreeMember | undefined {
    const transform = this.location(location);
    // A ring comes to itself again, and finds itself unfinished.
    if (!this.known.has(shape)) {
      this.known.set(shape, undefined);
      this.known.set(shape, this.item(shape, depth));
    }
    const item = this.known.get(shape);
    return transform === undefined || item === undefined ? undefined : { item, transform };
  }

  private item(number: number, depth: number): TreeGroup | TreeBody | TreeFace | undefined {
    const shape = this.shape(number);
    if (shape === undefined || depth > DEEPEST) return undefined;
    switch (shape.kind) {
      case "Fa": {
        const surface = this.surface(shape);
        return surface === undefined ? undefined : { kind: "face", surface };
      }
      case "So":
      case "Sh": {
        const surfaces: Surface[] = [];
        const kind = shape.kind === "So" ? "solid" : "shell";
        return this.collect(shape, IDENTITY, surfaces, depth) ? { kind, surfaces } : undefined;
      }
      case "Co":
      case "CS": {
        const members: TreeMember[] = [];
        for (const child of shape.children) {
          if (!this.isFaced(child)) continue;
          const member = this.member(child, depth + 1);
          if (member === undefined) return undefined;
          members.push(member);
        }
        return { kind: "group", members };
      }
      default:
        return undefined;
    }
  }

  /** Surfaces below a solid or a shell, depth first, in its space. */
  private collect(shape: Shape, here: Transform, found: Surface[], depth: number): boolean {
    this.steps += 1 + shape.children.length;
    if (this.steps > MOST_STEPS) return false;
    const surface = shape.surface === undefined ? undefined : this.surface(shape);
    if (surface !== undefined) {
      found.push(moveSurface(surface, here));
      return true;
    }
    if (depth > DEEPEST || shape.kind === "Fa") return false;
    return shape.children.every((child) => {
      const [own, place] = [this.shape(child.shape), this.location(child.location)];
      if (own === undefined || place === undefined) return false;
      return !this.isFaced(child) || this.collect(own, multiply(here, place), found, depth + 1);
    });
  }

  private shape(number: number): Shape | undefined {
    return this.shapes[this.shapes.length - number];
  }

  /** Wires, edges and corners that stand by themselves bound nothing. */
  private isFaced({ shape }: Reference): boolean {
    return !["Wi", "Ed", "Ve"].includes(this.shape(shape)?.kind ?? "");
  }

  private location(number: number): Transform | undefined {
    return number === 0 ? IDENTITY : this.locations[number - 1];
  }

  private surface({ surface: reference }: Shape): Surface | undefined {
    if (reference === undefined) return undefined;
    const [surface, place] = [this.surfaces[reference.shape - 1], this.location(reference.location)];
    return surface === undefined || place === undefined ? undefined : moveSurface(surface, place);
  }
}

/** Shapes in the order of the file, and the one that is the whole. */
function readShapes(text: string): { readonly list: readonly Shape[]; readonly root: Reference } | undefined {
  const found = brepSection(text, "TShapes");
  if (found === undefined) return undefined;
  const { tokens, count } = found;
  const list: Shape[] = [];
  for (let at = 0; at < count; at++) {
    const shape = readShape(tokens);
    if (shape === undefined) return undefined;
    list.push(shape);
  }
  const root = tokens.next();
  if (!/^[-+io]\d+$/.test(root)) return undefined;
  return { list, root: { shape: Number(root.slice(1)), location: tokens.number() } };
}

/** Seven flags on a line of their own stand between what a shape is and what it is made of. */
const FLAGS = /^[01]{7}$/;

function readShape(tokens: Tokens): Shape | undefined {
  const kind = tokens.next();
  let surface: Reference | undefined;
  if (kind === "Fa") {
    // Natural restriction, tolerance, surface and its place.
    tokens.skip(2);
    surface = { shape: tokens.number(), location: tokens.number() };
  } else if (!["Ve", "Ed", "Wi", "Sh", "So", "CS", "Co"].includes(kind)) return undefined;
  while (!FLAGS.test(tokens.next()) || !tokens.alone) if (tokens.ended) return undefined;
  const children: Reference[] = [];
  for (let token = tokens.next(); token !== "*"; token = tokens.next()) {
    const location = tokens.number();
    if (tokens.ended || !/^[-+io]\d+$/.test(token)) return undefined;
    children.push({ shape: Number(token.slice(1)), location });
  }
  return { kind, ...(surface === undefined ? {} : { surface }), children };
}
