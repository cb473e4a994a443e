/** Groups, bodies and faces of an IGES file (ANSI US PRO/IPO-100, 5.3), with the names that it has for them. */
import type { Surface } from "../../../../../../../shared/model/cad.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { fromAxes, IDENTITY, multiply, type Transform } from "../../../structure/transform.ts";
import { readIgesHeader } from "../iges-header.ts";
import {
  matrixOf,
  placementOf,
  readIgesEntities,
  type IgesEntities,
  type IgesEntity,
} from "../surfaces/iges-entities.ts";
import { IGES_SURFACE_PARTS, IGES_SURFACES, igesSurface } from "../surfaces/iges-surfaces.ts";
import type { TreeMember } from "./body-tree.ts";
import { withoutEntities } from "./iges-text.ts";
import { igesColour, igesLayers, igesName } from "./iges-names.ts";

/** Trimmed, bounded and topological faces: one surface each. */
const FACES = new Set([143, 144, 510]);
const [SOLID, SHELL, ASSOCIATION, DEFINITION, INSTANCE, SOLID_INSTANCE, ASSEMBLY, PROPERTY, COLOUR] = [
  186, 514, 402, 308, 408, 430, 184, 406, 314,
];
const OWNERS = new Set([...FACES, SOLID, SHELL, ASSOCIATION, DEFINITION, INSTANCE, SOLID_INSTANCE, ASSEMBLY]);
const WANTED = new Set([...IGES_SURFACE_PARTS, ...IGES_SURFACES, ...OWNERS, PROPERTY, COLOUR]);
/** Forms of an association that list members (4.82, 4.85, 4.92): other associations hold nothing together. */
const GROUPS = new Set([1, 7, 14, 15]);
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
}

export function readIgesTree(bytes: Uint8Array): IgesReading {
  const { delimiters, millimetres } = readIgesHeader(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const entities = readIgesEntities(text, WANTED, delimiters);
  const unread = new Set([...entities].flatMap(([number, entity]) => (isUnread(entity) ? [number] : [])));
  const read = unread.size === 0 ? bytes : withoutEntities(text, unread);
  if (millimetres === undefined) return { tree: undefined, bytes: read };
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
  return { tree: { item: { kind: "group", members }, transform: IDENTITY }, bytes: read };
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
  return [...entities].flatMap(([number, { type, isDependent }]) =>
    // A surface is part of a face; a face or a body that says so is one all the same, if nothing holds it.
    (!isDependent || !IGES_SURFACES.has(type)) &&
    !owned.has(number) &&
    !without.has(number) &&
    (IGES_SURFACES.has(type) || OWNERS.has(type))
      ? [number]
      : [],
  );
}

interface Child {
  readonly child: number;
  readonly place: Transform;
}

/** What an entity is made of, of the entities that lead to surfaces. */
function childrenOf(entities: IgesEntities, { type, form, parameters }: IgesEntity): readonly Child[] {
  const at = (index: number): number => parameters[index] ?? 0;
  const plain = (numbers: readonly number[]): readonly Child[] =>
    numbers.map((child) => ({ child, place: IDENTITY }));
  const counted = (first: number, count: number, step = 1): readonly number[] =>
    parameters.slice(first).filter((_, index) => index % step === 0 && index / step < count);
  switch (type) {
    case 143:
      return plain([at(1)]);
    case 144:
    case 510:
    case SOLID_INSTANCE:
      return plain([at(0)]);
    case SOLID:
      // Outer shell and its sense, then voids and theirs.
      return plain([at(0), ...counted(3, at(2), 2)]);
    case SHELL:
      return plain(counted(1, at(0), 2));
    case ASSOCIATION:
      return GROUPS.has(form) ? plain(counted(1, at(0))) : [];
    case DEFINITION:
      // Depth, name, count.
      return plain(counted(3, at(2)));
    case INSTANCE: {
      const [definition = 0, x = 0, y = 0, z = 0, written = 1] = parameters;
      const size = written === 0 ? 1 : written;
      return [{ child: definition, place: fromAxes([size, 0, 0], [0, size, 0], [0, 0, size], [x, y, z]) }];
    }
    case ASSEMBLY: {
      const [count = 0] = parameters;
      return counted(1, count).map((child, index) => {
        const matrix = entities.get(at(1 + count + index));
        return { child, place: (matrix === undefined ? undefined : matrixOf(matrix)) ?? IDENTITY };
      });
    }
    default:
      return [];
  }
}

class TreeReader {
  private readonly entities: IgesEntities;
  private readonly unit: number;
  /** By number of the entity: one that is placed twice is one. */
  private readonly known = new Map<number, TreeMember["item"] | undefined>();
  private readonly read = new Map<IgesEntity, Surface>();
  private steps = 0;

  constructor(entities: IgesEntities, unit: number) {
    this.entities = entities;
    this.unit = unit;
  }

  /** undefined for what leads to no surface, or to itself. */
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
    const item = this.item(Math.abs(number), entity, depth);
    if (item === undefined) return undefined;
    // Surfaces are placed by their own matrices; that of a solid is what the kernel forgets.
    const isUnmoved = item.kind === "solid" && own !== IDENTITY ? { isUnmoved: true as const } : {};
    const isPlaced = item.kind === "group" || item.kind === "solid";
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
