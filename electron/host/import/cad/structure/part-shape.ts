/** Everything that a product's shape representations lead to: bodies, and other products placed inside. */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import type { CadBody, CadFaceSource, StructureBody } from "./cad-structure.ts";
import type { CurveItem } from "./curves.ts";
import { facesOf, surfaceOfFace } from "./faces.ts";
import { attributes, text } from "./instances.ts";
import { isTessellation, itemKind, tessellatedFaces, type ItemKind } from "./item-kinds.ts";
import type { MappedItem, Relation, Representations } from "./representations.ts";
import type { Styles } from "./styled-items.ts";
import { moveSurface, readSurface } from "./surfaces.ts";
import { IDENTITY, invert, isIdentity, multiply, type Transform } from "./transform.ts";
import { isTessellatedLines, tessellatedMembers } from "./tessellated-lines.ts";
import type { ContextUnits } from "./units.ts";

/** Another product's representation, placed in this one without any usage saying so. */
export interface PlacedRepresentation {
  readonly item: MappedItem;
  readonly transform: Transform;
}

/** Triangles instead of faces (ISO 10303-42, tessellated_item): drawn where a part has no B-rep. */
export interface Tessellation {
  /** #id */
  readonly item: number;
  /** mm */
  readonly lengthUnit: number;
  /** Radians. */
  readonly angleUnit: number;
  /** Column-major 4 × 4 within the part, mm. */
  readonly transform: Transform;
  readonly colour?: Colour;
  /** Of single faces, by #id. */
  readonly faceColours: ReadonlyMap<number, Colour>;
}

export interface PartShape {
  readonly tessellations: readonly Tessellation[];
  /** Curves and points. */
  readonly curves: readonly CurveItem[];
  readonly bodies: readonly StructureBody[];
  /** Those that the file marks invisible. */
  readonly hiddenBodies: readonly StructureBody[];
  readonly colour: Colour | undefined;
  /** MAPPED_ITEMs of other products' representations. */
  readonly placed: readonly PlacedRepresentation[];
  /** Kinds of items met that can't be drawn. */
  readonly undrawn: ReadonlySet<ItemKind>;
  /** Representations that are this product's shape, in its own coordinates. */
  readonly reached: readonly number[];
  /** Solids and surface models that the file marks invisible. */
  readonly hidden: number;
  readonly problems: readonly string[];
}

export interface ShapeSource {
  readonly file: ExchangeFile;
  readonly representations: Representations;
  readonly unitsOf: (context: number | undefined) => ContextUnits;
  readonly styles: Styles;
  /** Products, by #id of the definition, whose shape a representation is. */
  readonly owners: ReadonlyMap<number, ReadonlySet<number>>;
  /** Relations that place one product in another. */
  readonly placing: ReadonlySet<number>;
  /** Takes faces out of the file's allowance; false where it is used up. */
  readonly allow: (faces: number) => boolean;
  /** Told of every representation, item, shell and mapped item on the way. */
  readonly met: (id: number) => void;
  readonly showHidden: boolean;
}

/** A shape mapped into, or related to, a shape that is mapped into …: real files have two or three steps. */
const DEEPEST = 32;
const MOST_BODIES = 20_000;

const NOTHING_LOOSE = { items: [], context: undefined };

interface Visit {
  readonly representation: number;
  readonly transform: Transform;
  /** Colour of what leads here, worn by what has none of its own. */
  readonly colour: Colour | undefined;
  /** The relation that led here is not taken back. */
  readonly via: number | undefined;
  /** Representations that this one is mapped into, the outermost first. */
  readonly within: readonly number[];
}

interface ColouredFace {
  readonly face: Omit<CadFaceSource, "colour">;
  readonly colour: Colour | undefined;
  /** What its shell, solid or representation gives it. */
  readonly ofItem: Colour | undefined;
}

interface ColouredBody {
  readonly body: CadBody;
  readonly faces: readonly ColouredFace[];
}

/**
 * @param definition #id of the product definition whose shapes these are
 * @param loose items that stand in no representation, and the context they are taken to be in
 */
export function readPartShape(
  source: ShapeSource,
  definition: number,
  shapes: readonly number[],
  loose: { readonly items: readonly number[]; readonly context: number | undefined } = NOTHING_LOOSE,
): PartShape {
  const { file, representations, styles, owners, placing } = source;
  const placed: PlacedRepresentation[] = [];
  const undrawn = new Set<ItemKind>();
  const problems = new Set<string>();
  const bodies: ColouredBody[] = [];
  const hiddenBodies: ColouredBody[] = [];
  const tessellations: Tessellation[] = [];
  const curves: CurveItem[] = [];
  const seen = new Set<string>();
  const reached: number[] = [];
  let hidden = 0;

  const queue: Visit[] = shapes.map((representation) => ({
    representation,
    transform: IDENTITY,
    colour: undefined,
    via: undefined,
    within: [],
  }));
  const isOthers = (representation: number): boolean => {
    const of = owners.get(representation);
    return of !== undefined && !of.has(definition);
  };
  const enqueue = (visit: Visit): void => {
    if (visit.within.length <= DEEPEST && queue.length < MOST_BODIES) queue.push(visit);
    else problems.add("Its shape is mapped too deeply or too often: the rest is left out.");
  };

  for (let next = 0; next < queue.length; next += 1) {
    const visit = queue[next];
    if (visit === undefined) break;
    const { representation, transform } = visit;
    // Two ways to the same representation in the same place are one.
    const key = `${representation} ${transform.join(" ")}`;
    if (seen.has(key)) continue;
    seen.add(key);
    source.met(representation);
    if (transform === IDENTITY) reached.push(representation);
    const colour = styles.colour(representation) ?? visit.colour;
    const faced: number[] = [];
    const unseen: number[] = [];
    const items = [...representations.items(representation)];
    for (const item of items) {
      const kind = itemKind(file, item);
      if (kind === "faced") {
        source.met(item);
        const invisible = styles.hidden(item) || styles.hidden(representation);
        if (invisible) hidden += 1;
        const itemKey = `item ${item} ${transform.join(" ")}`;
        if (seen.has(itemKey)) continue;
        seen.add(itemKey);
        (invisible && !source.showHidden ? unseen : faced).push(item);
      } else if (kind === "mapped") {
        const mapped = representations.mappedItem(item, representation);
        if (mapped === undefined) continue;
        if (mapped.transform === undefined) {
          problems.add("A mapped shape has a placement that can't be read: it is left out.");
          continue;
        }
        const whole = multiply(transform, mapped.transform);
        if (isOthers(mapped.mapped)) placed.push({ item: mapped, transform: whole });
        else if (mapped.mapped === representation || visit.within.includes(mapped.mapped))
          problems.add("A shape of it is mapped into itself: that is left out.");
        else {
          source.met(item);
          enqueue({
            representation: mapped.mapped,
            transform: whole,
            colour: styles.colour(item) ?? colour,
            via: undefined,
            within: [...visit.within, representation],
          });
        }
      } else if (kind === "tessellated" && tessellatedMembers(file, item) !== undefined) {
        const itemKey = `item ${item} ${transform.join(" ")}`;
        if (seen.has(itemKey) || (styles.hidden(item) && !source.showHidden)) continue;
        seen.add(itemKey);
        // What a set has is drawn as if it stood there by itself.
        for (const member of (tessellatedMembers(file, item) ?? []).slice(0, MOST_BODIES)) items.push(member);
      } else if (kind === "tessellated" && isTessellation(file, item)) {
        source.met(item);
        const itemKey = `item ${item} ${transform.join(" ")}`;
        if (seen.has(itemKey) || (styles.hidden(item) && !source.showHidden)) continue;
        seen.add(itemKey);
        const own = styles.colour(item) ?? colour;
        const { length, angle } = source.unitsOf(representations.context(representation));
        undrawn.add(kind);
        tessellations.push({
          item,
          lengthUnit: length,
          angleUnit: angle,
          transform,
          ...(own === undefined ? {} : { colour: own }),
          faceColours: new Map(
            tessellatedFaces(file, item).flatMap((face) => {
              const worn = styles.colour(face);
              return worn === undefined ? [] : [[face, worn] as const];
            }),
          ),
        });
      } else if (kind !== "none") {
        const isLines = kind === "curves" || isTessellatedLines(file, item);
        undrawn.add(isLines ? "curves" : kind);
        const units = source.unitsOf(representations.context(representation));
        const isHidden = styles.hidden(item) || styles.hidden(representation);
        if (isLines && (!isHidden || source.showHidden) && curves.length < MOST_BODIES)
          curves.push({ item, units, transform, styles });
      }
    }
    const place = { context: representations.context(representation), transform, colour };
    if (faced.length > 0) bodies.push(readBody(source, faced, place, problems));
    if (unseen.length > 0) hiddenBodies.push(readBody(source, unseen, place, problems));
    for (const relation of representations.relationsOf(representation)) {
      if (placing.has(relation.id) || relation.id === visit.via) continue;
      const to = relation.rep1 === representation ? relation.rep2 : relation.rep1;
      if (to === representation || isOthers(to)) continue;
      const step = across(representations, relation, representation);
      if (step === undefined)
        problems.add("A related shape has a placement that can't be read: it is left out.");
      else
        enqueue({
          representation: to,
          transform: multiply(transform, step),
          colour,
          via: relation.id,
          within: [...visit.within, representation],
        });
    }
  }
  if (loose.items.length > 0) {
    const place = { context: loose.context, transform: IDENTITY, colour: undefined };
    bodies.push(readBody(source, loose.items, place, problems));
  }
  const settled = settleColours(bodies, hiddenBodies);
  return {
    ...settled,
    // Of a part that is drawn by its triangles they give it, as bodies do: so an occurrence may wear another.
    colour: bodies.length > 0 ? settled.colour : commonColour(file, tessellations),
    tessellations,
    curves,
    placed,
    reached,
    undrawn,
    hidden,
    problems: [...problems],
  };
}

/** The one that most faces have from what they are in, provided that all have one. */
function commonColour(file: ExchangeFile, tessellations: readonly Tessellation[]): Colour | undefined {
  const counts = new Map<string, number>();
  let best: { readonly colour: Colour; readonly count: number } | undefined;
  for (const { item, colour, faceColours } of tessellations) {
    const count = tessellatedFaces(file, item).filter(
      (face) => face === item || !faceColours.has(face),
    ).length;
    if (count === 0) continue;
    if (colour === undefined) return undefined;
    const key = colour.join(" ");
    const all = (counts.get(key) ?? 0) + count;
    counts.set(key, all);
    if (best === undefined || all > best.count) best = { colour, count: all };
  }
  return best?.colour;
}

/** From the other side of a relation to this one. */
function across(representations: Representations, relation: Relation, here: number): Transform | undefined {
  if (relation.operator === undefined) return IDENTITY;
  const transform = representations.transform(relation);
  if (transform === undefined || relation.rep2 === here) return transform;
  return invert(transform);
}

interface BodyPlace {
  readonly context: number | undefined;
  readonly transform: Transform;
  readonly colour: Colour | undefined;
}

function readBody(
  { file, styles, unitsOf, allow, met }: ShapeSource,
  items: readonly number[],
  { context, transform, colour: inherited }: BodyPlace,
  problems: Set<string>,
): ColouredBody {
  const units = unitsOf(context);
  const moved = !isIdentity(transform);
  const faces: ColouredFace[] = [];
  const kept: number[] = [];
  let lost = 0;
  for (const item of items) {
    const found = facesOf(file, item);
    lost += found.missing;
    if (found.faces.length === 0) problems.add("It has a body without any face that could be read.");
    else if (!allow(found.faces.length))
      problems.add("The file has more faces than can be taken: some are left out.");
    else {
      kept.push(item);
      for (const face of found.faces) {
        for (const shell of face.within) met(shell);
        // The innermost style counts: shell before solid before representation.
        const ofItem = face.within.map(styles.colour).find((colour) => colour !== undefined) ?? inherited;
        const colour = styles.colour(face.id) ?? ofItem;
        faces.push({
          face: describeFace(file, face.id, units, moved ? transform : undefined),
          colour,
          ofItem,
        });
      }
    }
  }
  if (lost > 0) problems.add(`${lost} of its faces or shells are missing from the file.`);
  return {
    body: {
      items: kept,
      context: context ?? 0,
      lengthUnit: units.length,
      angleUnit: units.angle,
      ...(moved ? { transform } : {}),
    },
    faces,
  };
}

function describeFace(
  file: ExchangeFile,
  id: number,
  units: ContextUnits,
  transform: Transform | undefined,
): Omit<CadFaceSource, "colour"> {
  const name = text(attributes(file, id, "REPRESENTATION_ITEM")[0]);
  const surfaceId = surfaceOfFace(file, id);
  const exact = surfaceId === undefined ? undefined : readSurface(file, surfaceId, units);
  const surface = exact !== undefined && transform !== undefined ? moveSurface(exact, transform) : exact;
  return {
    id,
    ...(name === undefined || /^none$/i.test(name) ? {} : { name }),
    ...(surface === undefined ? {} : { surface }),
  };
}

/**
 * The part's colour is the one that most of its faces have from their solid, shell or
 * representation, provided every face has one; a face keeps its own only where it differs.
 */
function settleColours(
  coloured: readonly ColouredBody[],
  hidden: readonly ColouredBody[],
): Pick<PartShape, "bodies" | "hiddenBodies" | "colour"> {
  const counts = new Map<string, { colour: Colour; count: number }>();
  let plain = 0;
  for (const { faces } of coloured) {
    for (const { ofItem, colour } of faces) {
      if (ofItem === undefined) {
        if (colour === undefined) plain += 1;
        continue;
      }
      const key = ofItem.join(" ");
      const entry = counts.get(key);
      if (entry === undefined) counts.set(key, { colour: ofItem, count: 1 });
      else entry.count += 1;
    }
  }
  const commonest = [...counts.values()].reduce<{ colour: Colour; count: number } | undefined>(
    (best, entry) => (best === undefined || entry.count > best.count ? entry : best),
    undefined,
  );
  const colour = plain > 0 ? undefined : commonest?.colour;
  const worn = colour?.join(" ");
  const settled = (some: readonly ColouredBody[]): readonly StructureBody[] =>
    some
      .filter(({ faces }) => faces.length > 0)
      .map(({ body, faces }) => ({
        ...body,
        faces: faces.map(({ face, colour: own }): CadFaceSource =>
          own === undefined || own.join(" ") === worn ? face : { ...face, colour: own },
        ),
      }));
  return { bodies: settled(coloured), hiddenBodies: settled(hidden), colour };
}
