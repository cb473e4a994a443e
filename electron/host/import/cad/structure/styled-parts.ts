/** What of which part an item that a style names is: all of it, or some of its faces. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { facesOf, isFace } from "./faces.ts";
import { attributes, references } from "./instances.ts";
import { isTessellation, tessellatedFaces } from "./item-kinds.ts";
import type { PartShape } from "./part-shape.ts";

export interface StyledParts {
  /** #ids of the definitions whose shape has the item: a representation, a body, a shell, a face. */
  readonly having: (item: number) => ReadonlySet<number>;
  readonly isFace: (item: number) => boolean;
  /** The item is the only body, or a representation that all of it is in. */
  readonly isAllOf: (item: number, definition: number) => boolean;
  /** #ids of its faces within that part; undefined where these are all of them, or can't be told. */
  readonly facesOf: (item: number, definition: number) => readonly number[] | undefined;
}

/** @param metBy definitions whose shape led over an item that is no face */
export function styledParts(
  file: ExchangeFile,
  shapes: ReadonlyMap<number, PartShape>,
  metBy: (item: number) => ReadonlySet<number> | undefined,
): StyledParts {
  // Of all faces of a file, and only where a style asks for one: few files have any.
  let owners: ReadonlyMap<number, ReadonlySet<number>> | undefined;
  const known = new Map<string, readonly number[] | undefined>();
  // Of a part once, not for each of its items: styles may name every one of its faces.
  const drawn = new Map<number, Drawn>();
  const drawnOf = (definition: number): Drawn => {
    const found = drawn.get(definition) ?? readDrawn(file, shapes.get(definition));
    drawn.set(definition, found);
    return found;
  };
  const isAllOf: StyledParts["isAllOf"] = (item, definition) => {
    const { only, whole } = drawnOf(definition);
    return item === only || item === whole;
  };
  const ownerOf = (face: number): ReadonlySet<number> | undefined =>
    (owners ??= faceOwners(file, shapes)).get(face);
  return {
    having: (item) => metBy(item) ?? ownerOf(item) ?? NONE,
    isFace: (item) => isFace(file, item) || (isTessellation(file, item) && ownerOf(item) !== undefined),
    isAllOf,
    facesOf: (item, definition) => {
      const key = `${item} ${definition}`;
      if (!known.has(key))
        known.set(
          key,
          isAllOf(item, definition) ? undefined : someFaces(file, item, drawnOf(definition).faces),
        );
      return known.get(key);
    },
  };
}

const NONE: ReadonlySet<number> = new Set();

interface Drawn {
  readonly faces: ReadonlySet<number>;
  /** #id of the only item that is drawn, and of the representation that all of it is in. */
  readonly only: number | undefined;
  readonly whole: number | undefined;
}

function readDrawn(file: ExchangeFile, shape: PartShape | undefined): Drawn {
  const { bodies = [], tessellations = [], reached = [] } = shape ?? {};
  // Triangles are drawn where there is no body.
  const isByTriangles = bodies.length === 0;
  const items = isByTriangles ? tessellations.map(({ item }) => item) : bodies.flatMap((body) => body.items);
  const isOne = isByTriangles ? reached.length === 1 : bodies.length === 1;
  return {
    faces: drawnFaces(file, shape),
    only: items.length === 1 ? items[0] : undefined,
    whole: isOne ? reached[0] : undefined,
  };
}

function someFaces(
  file: ExchangeFile,
  item: number,
  all: ReadonlySet<number>,
): readonly number[] | undefined {
  const isRepresentation = /(?:^|[_+])REPRESENTATION(?:\+|$)/.test(file.type(item) ?? "");
  const items = isRepresentation ? references(attributes(file, item, "REPRESENTATION")[1]) : [item];
  const within = items.flatMap((own) => {
    if (all.has(own)) return [own];
    return isTessellation(file, own)
      ? tessellatedFaces(file, own)
      : facesOf(file, own).faces.map(({ id }) => id);
  });
  const some = new Set(within.filter((id) => all.has(id)));
  return some.size === 0 || some.size === all.size ? undefined : [...some];
}

/** What is drawn of a part: its bodies, where it has none its triangulated faces. */
function drawnFaces(file: ExchangeFile, shape: PartShape | undefined): ReadonlySet<number> {
  if (shape === undefined) return NONE;
  return new Set(
    shape.bodies.length > 0
      ? shape.bodies.flatMap(({ faces }) => faces.map(({ id }) => id))
      : shape.tessellations.flatMap(({ item }) => tessellatedFaces(file, item)),
  );
}

function faceOwners(
  file: ExchangeFile,
  shapes: ReadonlyMap<number, PartShape>,
): ReadonlyMap<number, ReadonlySet<number>> {
  const found = new Map<number, Set<number>>();
  for (const [definition, shape] of shapes)
    for (const face of drawnFaces(file, shape)) {
      const own = found.get(face);
      if (own === undefined) found.set(face, new Set([definition]));
      else own.add(definition);
    }
  return found;
}
