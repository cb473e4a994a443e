/** Groups, bodies and faces of an IGES file (ANSI US PRO/IPO-100, 5.3), with the names that it has for them. */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { fromAxes, IDENTITY, multiply, type Transform } from "../../../structure/transform.ts";
import { readIgesHeader } from "../iges-header.ts";
import {
  placementOf,
  readIgesEntities,
  type IgesEntities,
  type IgesEntity,
} from "../surfaces/iges-entities.ts";
import { IGES_SURFACE_PARTS, IGES_SURFACES, igesSurface } from "../surfaces/iges-surfaces.ts";
import type { TreeMember } from "./body-tree.ts";
import { withoutEntities } from "./iges-text.ts";
import { CurveWork, isCopyPaid } from "../curves/drawn-curve.ts";
import {
  curvesOf,
  IGES_CURVE_HOLDERS,
  IGES_CURVES,
  igesPoints,
  igesSegments,
  isIgesCurve,
  isIgesPoints,
} from "../curves/iges-curves.ts";
import {
  ASSEMBLY,
  ASSOCIATION,
  childrenOf,
  COLOUR,
  DEFINITION,
  FACES,
  INSTANCE,
  PROPERTY,
  SHELL,
  SOLID,
  SOLID_INSTANCE,
} from "./iges-children.ts";
import { igesColour, igesLayers, igesName } from "./iges-names.ts";

const OWNERS = new Set([...FACES, SOLID, SHELL, ASSOCIATION, DEFINITION, INSTANCE, SOLID_INSTANCE, ASSEMBLY]);
const WANTED = new Set([...IGES_SURFACE_PARTS, ...IGES_SURFACES, ...OWNERS, PROPERTY, COLOUR]);
/** Where some curve may stand by itself. In most files all of them bound faces, and are most of what there is. */
const WITH_CURVES = new Set([...WANTED, ...IGES_CURVES, ...IGES_CURVE_HOLDERS]);
/** Solids made of others (4.30 to 4.39, 4.47): kernels may draw what is not read here. */
const CONSTRUCTED = new Set([150, 152, 154, 156, 158, 160, 162, 164, 168, 180]);
const DEEPEST = 32;
/** Steps to the faces of all bodies together, also to such as are not there: shells of shells may double with every line. */
const MOST_STEPS = 10_000_000;

export interface IgesReading {
  /** The file as a group; undefined where it states a unit that no one knows. */
  readonly tree: TreeMember | undefined;
  /**
   * What the kernel is to read: what it leaves out with all that it places (solid instances, solid assemblies,
   * subfigures of another size) is no entity there, so that it draws the bodies themselves.
   */
  readonly bytes: Uint8Array;
  /** A kernel has nothing to draw of it: no surface and no solid of any kind. */
  readonly isWithoutSurfaces: boolean;
  /** Curves by themselves that can't be read. */
  readonly leftCurves: number;
}

export function readIgesTree(bytes: Uint8Array): IgesReading {
  const { delimiters, millimetres } = readIgesHeader(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const entities = readIgesEntities(
    text,
    (directory) => ([...directory].some(isAlone) ? WITH_CURVES : WANTED),
    delimiters,
  );
  const unread = new Set([...entities].flatMap(([number, entity]) => (isUnread(entity) ? [number] : [])));
  const read = unread.size === 0 ? bytes : withoutEntities(text, unread);
  const isWithoutSurfaces = [...entities.values()].every(
    ({ type }) => !IGES_SURFACES.has(type) && !CONSTRUCTED.has(type) && !FACES.has(type),
  );
  if (millimetres === undefined) return { tree: undefined, bytes: read, isWithoutSurfaces, leftCurves: 0 };
  const reader = new TreeReader(entities, millimetres);
  const shown = new Set(
    rootsOf(entities, new Set()).filter((root) => entities.get(root)?.type !== DEFINITION),
  );
  const drawn = new Set(rootsOf(entities, unread));
  const members = [...entities.keys()].flatMap((number): readonly TreeMember[] => {
    if (!shown.has(number) && !drawn.has(number)) return [];
    const member = reader.member(number, 0);
    if (member === undefined) return [];
    return [shown.has(number) ? member : { ...member, isPattern: true }];
  });
  return {
    tree: { item: { kind: "group", members }, transform: IDENTITY },
    bytes: read,
    isWithoutSurfaces,
    leftCurves: reader.leftCurves,
  };
}

/** A curve that is no part of anything else. */
function isAlone(entity: Pick<IgesEntity, "type" | "form" | "isDependent" | "isGeometry">): boolean {
  return isIgesCurve(entity) && !entity.isDependent && entity.isGeometry;
}

function isUnread({ type, parameters }: IgesEntity): boolean {
  const size = parameters[4] ?? 1;
  return type === SOLID_INSTANCE || type === ASSEMBLY || (type === INSTANCE && size !== 0 && size !== 1);
}

/** What no other entity holds. A definition of a subfigure is shown only by its instances, and drawn by kernels. */
function rootsOf(entities: IgesEntities, without: ReadonlySet<number>): readonly number[] {
  const owned = new Set<number>();
  for (const [number, entity] of entities)
    if (!without.has(number))
      for (const { child } of childrenOf(entities, entity)) owned.add(Math.abs(child));
  // Of files whose curves all bound faces nobody has read what is made of them.
  const holders = [...entities.values()].filter(
    ({ type }) => IGES_CURVES.has(type) || IGES_CURVE_HOLDERS.has(type),
  );
  if (holders.some(isAlone))
    for (const holder of holders) for (const curve of curvesOf(holder)) owned.add(Math.abs(curve));
  return [...entities].flatMap(([number, entity]) => {
    const { type, isDependent } = entity;
    if (owned.has(number) || without.has(number)) return [];
    if (isAlone(entity)) return [number];
    // A surface is part of a face; a face or a body that says so is one all the same, if nothing holds it.
    const isSurface = IGES_SURFACES.has(type);
    return (isSurface && !isDependent) || OWNERS.has(type) ? [number] : [];
  });
}

class TreeReader {
  private readonly entities: IgesEntities;
  private readonly unit: number;
  /** By number of the entity: one that is placed twice is one. */
  private readonly known = new Map<number, TreeMember["item"] | undefined>();
  private readonly read = new Map<IgesEntity, Surface>();
  private readonly curveWork = new CurveWork();
  private steps = 0;
  leftCurves = 0;

  constructor(entities: IgesEntities, unit: number) {
    this.entities = entities;
    this.unit = unit;
  }

  /** undefined for what leads to no surface and no curve, or to itself. */
  member(number: number, depth: number): TreeMember | undefined {
    const entity = this.entities.get(Math.abs(number));
    if (entity === undefined || depth > DEEPEST) return undefined;
    const isInstance = entity.type === INSTANCE || entity.type === SOLID_INSTANCE;
    const own = this.placement(entity);
    if (own === undefined) return undefined;
    const flags: Partial<TreeMember> = {
      ...(entity.isBlanked ? { isHidden: true } : {}),
      ...(isUnread(entity) ? { isUnread: true } : {}),
    };
    if (isInstance) {
      const [{ child, place } = { child: 0, place: IDENTITY }] = childrenOf(this.entities, entity);
      const inner = this.member(child, depth + 1);
      if (inner === undefined) return undefined;
      const { name } = igesName(this.entities, entity);
      // The matrix turns a subfigure in its place (4.75), as the kernel has it.
      const transform = multiply(multiply(this.inMillimetres(place), own), inner.transform);
      return { ...inner, transform, ...(name === undefined ? {} : { name }), ...flags };
    }
    const isAgain = this.known.has(Math.abs(number));
    const item = this.item(Math.abs(number), entity, depth);
    if (item === undefined) return undefined;
    if (isAgain && item.kind === "curve" && !isCopyPaid(item, this.curveWork)) {
      this.leftCurves += 1;
      return undefined;
    }
    // Surfaces are placed by their own matrices; that of a solid is what the kernel forgets.
    const isUnmoved = item.kind === "solid" && own !== IDENTITY ? { isUnmoved: true as const } : {};
    const isPlaced = item.kind === "group" || item.kind === "solid" || item.kind === "curve";
    return { item, transform: isPlaced ? own : IDENTITY, ...flags, ...isUnmoved };
  }

  private item(number: number, entity: IgesEntity, depth: number): TreeMember["item"] | undefined {
    // A ring comes to itself again, and finds itself unfinished.
    if (!this.known.has(number)) {
      this.known.set(number, undefined);
      this.known.set(number, this.made(entity, depth));
    }
    return this.known.get(number);
  }

  private made(entity: IgesEntity, depth: number): TreeMember["item"] | undefined {
    const { entities } = this;
    const { type } = entity;
    const named = igesName(entities, entity);
    if (IGES_SURFACES.has(type) || FACES.has(type)) {
      const [surface] = this.surfaces(entity, IDENTITY, depth);
      const layers = igesLayers(entities, [entity]);
      const [{ child } = { child: 0 }] = childrenOf(entities, entity);
      const under = entities.get(child);
      const colour = igesColour(entities, under === undefined ? [entity] : [entity, under]);
      const { name } = named;
      return surface === undefined
        ? undefined
        : { kind: "face", surface, ...(name === undefined ? {} : { name }), ...layers, ...colour };
    }
    if (type === SOLID || type === SHELL) {
      const surfaces =
        type === SOLID ? this.below(entity, IDENTITY, depth) : this.surfaces(entity, IDENTITY, depth);
      const layers = igesLayers(entities, [entity, ...this.faces(entity, depth)]);
      return { kind: type === SOLID ? "solid" : "shell", surfaces, ...named, ...layers };
    }
    if (isIgesCurve(entity)) {
      const isPoints = isIgesPoints(entity);
      const read = isPoints
        ? igesPoints(entity, this.curveWork)
        : igesSegments(entities, entity, this.curveWork);
      if (read === undefined) {
        this.leftCurves += 1;
        return undefined;
      }
      const { unit } = this;
      const own = unit === 1 ? read : read.map((value) => value * unit);
      return {
        kind: "curve",
        ...(isPoints ? { segments: [], points: own } : { segments: own }),
        ...named,
        ...igesLayers(entities, [entity]),
        ...igesColour(entities, [entity]),
      };
    }
    if (!OWNERS.has(type)) return undefined;
    const members = childrenOf(entities, entity).flatMap(({ child, place }): readonly TreeMember[] => {
      const member = this.member(child, depth + 1);
      if (member === undefined) return [];
      return [{ ...member, transform: multiply(this.inMillimetres(place), member.transform) }];
    });
    return { kind: "group", members, ...named };
  }

  /** Of an entity and all below it, depth first, placed by the matrices on the way, mm. */
  private surfaces(entity: IgesEntity, above: Transform, depth: number): readonly Surface[] {
    const own = this.placement(entity);
    if (own === undefined || this.isTooFar(entity, depth)) return [];
    const here = multiply(above, own);
    if (IGES_SURFACES.has(entity.type)) {
      const { unit } = this;
      const size = fromAxes([unit, 0, 0], [0, unit, 0], [0, 0, unit], [0, 0, 0]);
      // Once, for what a spline is of takes a look at all its poles.
      const surface = this.read.get(entity) ?? igesSurface(this.entities, entity);
      this.read.set(entity, surface);
      return [moveSurface(surface, multiply(here, size))];
    }
    return this.below(entity, here, depth);
  }

  private below(entity: IgesEntity, here: Transform, depth: number): readonly Surface[] {
    return childrenOf(this.entities, entity).flatMap(({ child }) => {
      const below = this.entities.get(Math.abs(child));
      return below === undefined ? [] : this.surfaces(below, here, depth + 1);
    });
  }

  /** Counts the step to an entity, and those to what it lists. */
  private isTooFar({ type, parameters }: IgesEntity, depth: number): boolean {
    this.steps += IGES_SURFACES.has(type) ? 1 : 1 + parameters.length / 2;
    return depth > DEEPEST || this.steps > MOST_STEPS;
  }

  private faces(entity: IgesEntity, depth: number): readonly IgesEntity[] {
    if (this.isTooFar(entity, depth) || FACES.has(entity.type)) return [entity];
    return childrenOf(this.entities, entity).flatMap(({ child }) => {
      const below = this.entities.get(Math.abs(child));
      return below === undefined ? [] : this.faces(below, depth + 1);
    });
  }

  private placement(entity: IgesEntity): Transform | undefined {
    const own = placementOf(this.entities, entity);
    return own === undefined ? undefined : this.inMillimetres(own);
  }

  private inMillimetres(matrix: Transform): Transform {
    const { unit } = this;
    return unit === 1 ? matrix : matrix.map((value, at) => (at >= 12 && at < 15 ? value * unit : value));
  }
}
