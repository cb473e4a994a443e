/** Groups, bodies, faces and loose curves of a BREP file (Open CASCADE's own text, "BRep Format" of its documentation). */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import { IDENTITY, multiply, type Transform } from "../../../structure/transform.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { brepSection, readBrepLocations, readBrepSurfaces } from "../surfaces/brep-surfaces.ts";
import { readBrepCurves } from "../curves/brep-curves.ts";
import { CurveWork, isCopyPaid, segmentsBetween, type CurvePiece } from "../curves/drawn-curve.ts";
import { movedSegments } from "../curves/iges-curves.ts";
import type { Tokens } from "../surfaces/tokens.ts";
import type { TreeMember } from "./body-tree.ts";

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
  /** Of an edge the curve in space that it is a part of. */
  readonly curve?: Reference & { readonly from: number; readonly to: number };
  /** Of a corner. */
  readonly point?: readonly number[];
  readonly children: readonly Reference[];
}

export interface BrepReading {
  /** undefined where the text is none, or breaks off. */
  readonly tree: TreeMember | undefined;
  /** Edges by themselves that can't be read. */
  readonly leftCurves: number;
}

export function readBrepTree(bytes: Uint8Array): BrepReading {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const locations = readBrepLocations(text);
  const surfaces = readBrepSurfaces(text);
  const shapes = readShapes(text);
  if (locations === undefined || surfaces === undefined || shapes === undefined)
    return { tree: undefined, leftCurves: 0 };
  const reader = new TreeReader(
    { locations, surfaces, shapes: shapes.list },
    () => readBrepCurves(text) ?? [],
  );
  const whole = reader.member(shapes.root, 0);
  const isCurve = whole?.item.kind === "curve";
  return {
    tree: isCurve ? { item: { kind: "group", members: [whole] }, transform: IDENTITY } : whole,
    leftCurves: reader.leftCurves,
  };
}

interface Sections {
  readonly locations: readonly Transform[];
  readonly surfaces: readonly Surface[];
  readonly shapes: readonly Shape[];
}

class TreeReader {
  private readonly locations: readonly Transform[];
  private readonly surfaces: readonly Surface[];
  private readonly shapes: readonly Shape[];
  /** By number of the shape: one that is placed twice is one. */
  private readonly known = new Map<number, TreeMember["item"] | undefined>();
  private readonly readCurves: () => readonly (CurvePiece | undefined)[];
  private curves: readonly (CurvePiece | undefined)[] | undefined;
  private readonly curveWork = new CurveWork();
  private steps = 0;
  leftCurves = 0;

  /** @param readCurves asked where an edge stands by itself */
  constructor(
    { locations, surfaces, shapes }: Sections,
    readCurves: () => readonly (CurvePiece | undefined)[],
  ) {
    this.locations = locations;
    this.surfaces = surfaces;
    this.shapes = shapes;
    this.readCurves = readCurves;
  }

  /** undefined where something in it is missing. */
  member({ shape, location }: Reference, depth: number): TreeMember | undefined {
    const transform = this.location(location);
    // A ring comes to itself again, and finds itself unfinished.
    const isAgain = this.known.has(shape);
    if (!isAgain) {
      this.known.set(shape, undefined);
      this.known.set(shape, this.item(shape, depth));
    }
    const item = this.known.get(shape);
    if (isAgain && item?.kind === "curve" && !isCopyPaid(item, this.curveWork)) return undefined;
    return transform === undefined || item === undefined ? undefined : { item, transform };
  }

  private item(number: number, depth: number): TreeMember["item"] | undefined {
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
          const kind = this.shape(child.shape)?.kind;
          if (kind === "Wi" || kind === "Ed" || kind === "Ve") {
            const curve = this.member(child, depth + 1);
            if (curve === undefined) this.leftCurves += 1;
            else members.push(curve);
            continue;
          }
          const member = this.member(child, depth + 1);
          if (member === undefined) return undefined;
          members.push(member);
        }
        return { kind: "group", members };
      }
      case "Ve":
        return shape.point === undefined ? undefined : { kind: "curve", segments: [], points: shape.point };
      case "Wi":
      case "Ed": {
        const segments: number[] = [];
        return this.collectCurves(shape, IDENTITY, segments, depth) && segments.length > 0
          ? { kind: "curve", segments }
          : undefined;
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

  /** Segments of an edge, or of all edges of a wire, in its space. */
  private collectCurves(shape: Shape, here: Transform, found: number[], depth: number): boolean {
    if (depth > DEEPEST || !this.curveWork.isPaid(10 + shape.children.length)) return false;
    if (shape.kind === "Ed") {
      const { curve } = shape;
      this.curves ??= this.readCurves();
      const piece = this.curves[(curve?.shape ?? 0) - 1];
      const place = this.location(curve?.location ?? 0);
      if (curve === undefined || piece === undefined || place === undefined) return false;
      const segments = segmentsBetween(piece, curve.from, curve.to, this.curveWork);
      if (segments === undefined) return false;
      for (const value of Array.from(movedSegments(segments, multiply(here, place)))) found.push(value);
      return true;
    }
    return shape.children.every((child) => {
      const [own, place] = [this.shape(child.shape), this.location(child.location)];
      if (own === undefined || place === undefined) return false;
      return own.kind !== "Ed" || this.collectCurves(own, multiply(here, place), found, depth + 1);
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
  let curve: Shape["curve"];
  let point: Shape["point"];
  if (kind === "Ed") {
    // Tolerance, three flags; then its representations, of which a curve in space comes first.
    tokens.skip(4);
    if (tokens.next() === "1")
      curve = {
        shape: tokens.number(),
        location: tokens.number(),
        from: tokens.number(),
        to: tokens.number(),
      };
  } else if (kind === "Fa") {
    // Natural restriction, tolerance, surface and its place.
    tokens.skip(2);
    surface = { shape: tokens.number(), location: tokens.number() };
  } else if (kind === "Ve") {
    tokens.skip(1);
    const place = tokens.vector();
    if (place.every(Number.isFinite)) point = place;
  } else if (!["Wi", "Sh", "So", "CS", "Co"].includes(kind)) return undefined;
  while (!FLAGS.test(tokens.next()) || !tokens.alone) if (tokens.ended) return undefined;
  const children: Reference[] = [];
  for (let token = tokens.next(); token !== "*"; token = tokens.next()) {
    const location = tokens.number();
    if (tokens.ended || !/^[-+io]\d+$/.test(token)) return undefined;
    children.push({ shape: Number(token.slice(1)), location });
  }
  return {
    kind,
    ...(surface === undefined ? {} : { surface }),
    ...(curve === undefined ? {} : { curve }),
    ...(point === undefined ? {} : { point }),
    children,
  };
}
