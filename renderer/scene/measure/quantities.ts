/**
 * All that can be said of one or two picked things, each with what it stands on and how it is drawn.
 * Lengths mm, areas mm², volumes mm³, angles degrees. Pure; the least distance of two things, which takes
 * long, is found elsewhere.
 */
import type { CadModel } from "../../../shared/model/cad.ts";
import { along, dot, subtract, type Vector } from "../camera/orbit.ts";
import { lengthOf, middleOf, ontoLine } from "../vectors.ts";
import { areaOf, bodySize, lengthOfSegments } from "./body.ts";
import type { Basis, Entity, Shape } from "./entity.ts";
import { exactSizeOf } from "./exact-size.ts";
import { uniformScale, worldMatrix } from "./placement.ts";
import type { Quantity, QuantityKind, Segment } from "./quantity.ts";
import { relate } from "./relations.ts";

/** In the order in which a person would ask; what they picked decides. */
export function quantitiesOf(model: CadModel, entities: readonly Entity[]): readonly Quantity[] {
  const [first, second] = entities;
  if (first === undefined) return [];
  return second === undefined ? ofOne(model, first) : relate(first, second);
}

function ofOne(model: CadModel, entity: Entity): readonly Quantity[] {
  const { shape, basis, anchor, target } = entity;
  const common = { basis, lines: [], anchor };
  switch (target.kind) {
    case "corner":
      return shape.kind === "point" ? [pointAt(shape.at, basis)] : [];
    case "edge":
      return [...round(entity), lengthQuantity(entity), ...centre(entity)];
    case "node":
      return ofBody(model, entity);
    case "face": {
      const exact = exactArea(model, entity);
      const area: Quantity = {
        ...common,
        kind: "area",
        values: [exact ?? areaOf(entity.simplices())],
        unit: "mm²",
        basis: exact === undefined ? "mesh" : "exact",
      };
      return [...round(entity), ...centre(entity), area];
    }
  }
}

/** Of a face between lines and arcs; of others the rim is a chain of chords, whatever their surface. */
function exactArea({ nodes, parts }: CadModel, { node, target }: Entity): number | undefined {
  const mesh = parts[nodes[node]?.part ?? -1]?.mesh;
  const scale = uniformScale(worldMatrix(nodes, node));
  const area = mesh === undefined ? undefined : exactSizeOf(mesh).areas[target.index];
  return area === undefined || scale === undefined ? undefined : area * scale * scale;
}

function lengthQuantity(entity: Entity): Quantity {
  const { shape, basis, anchor } = entity;
  if (shape.kind === "line") {
    const lines: readonly Segment[] = [[shape.from, shape.to]];
    const values = [lengthOf(subtract(shape.to, shape.from))];
    return { kind: "length", values, unit: "mm", basis, lines, anchor: middleOf(shape.from, shape.to) };
  }
  const chords = entity.simplices();
  if (shape.kind === "circle") {
    const values = [arcLength(chords.coordinates, shape)];
    return { kind: "length", values, unit: "mm", basis, lines: [], anchor };
  }
  return { kind: "length", values: [lengthOfSegments(chords)], unit: "mm", basis: "mesh", lines: [], anchor };
}

/** Of the arc on which the chords' ends lie: twice the arc sine of half of each chord. */
function arcLength(
  coordinates: Float64Array,
  { radius }: Extract<Shape, { readonly kind: "circle" }>,
): number {
  let length = 0;
  for (let at = 0; at + 5 < coordinates.length; at += 6) {
    const chord = Math.hypot(
      (coordinates[at + 3] ?? 0) - (coordinates[at] ?? 0),
      (coordinates[at + 4] ?? 0) - (coordinates[at + 1] ?? 0),
      (coordinates[at + 5] ?? 0) - (coordinates[at + 2] ?? 0),
    );
    length += 2 * radius * Math.asin(Math.min(1, chord / (2 * radius)));
  }
  return length;
}

/** Diameter, radius and what else a round shape has. */
function round({ shape, basis, anchor }: Entity): readonly Quantity[] {
  const size = (kind: QuantityKind, value: number, lines: readonly Segment[], at = anchor): Quantity => ({
    kind,
    values: [value],
    unit: kind === "cone-angle" ? "°" : "mm",
    basis,
    lines,
    anchor: at,
  });
  switch (shape.kind) {
    case "circle":
    case "cylinder":
    case "sphere": {
      const middle = shape.kind === "cylinder" ? ontoLine(anchor, shape.origin, shape.axis) : shape.centre;
      const out = outwards(subtract(anchor, middle), shape.kind === "sphere" ? undefined : shape.axis);
      const [near, far] = [along(middle, out, shape.radius), along(middle, out, -shape.radius)];
      return [
        size("diameter", shape.radius * 2, [[far, near]], middle),
        size("radius", shape.radius, [[middle, near]], middleOf(middle, near)),
      ];
    }
    case "cone":
      return [size("cone-angle", (Math.abs(shape.semiAngle) * 360) / Math.PI, [])];
    case "torus": {
      const out = outwards(subtract(anchor, shape.centre), shape.axis);
      const ring = along(shape.centre, out, shape.radius);
      return [
        size("radius", shape.radius, [[shape.centre, ring]]),
        size("minor-radius", shape.minor, [[ring, along(ring, out, shape.minor)]]),
      ];
    }
    default:
      return [];
  }
}

function centre({ shape, basis }: Entity): readonly Quantity[] {
  return shape.kind === "circle" || shape.kind === "sphere" ? [pointAt(shape.centre, basis)] : [];
}

function pointAt(at: Vector, basis: Basis): Quantity {
  return { kind: "point", values: at, unit: "mm", basis, lines: [[at, at]], anchor: at };
}

function ofBody(model: CadModel, { node, anchor }: Entity): readonly Quantity[] {
  const { area, volume, box, basis } = bodySize(model, node);
  const common = { lines: [], anchor };
  const sizes = [box[3] - box[0], box[4] - box[1], box[5] - box[2]];
  if (!sizes.every((size) => size >= 0)) return [];
  const corner = (bits: number): Vector => [
    box[bits & 1 ? 3 : 0],
    box[bits & 2 ? 4 : 1],
    box[bits & 4 ? 5 : 2],
  ];
  const frame = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
    [1, 2, 4].filter((bit) => (bits & bit) === 0).map((bit): Segment => [corner(bits), corner(bits | bit)]),
  );
  return [
    { ...common, kind: "box", values: sizes, unit: "mm", basis: basis.box, lines: frame, anchor: corner(7) },
    ...(volume === undefined
      ? []
      : [
          { ...common, kind: "volume" as const, values: [volume], unit: "mm³" as const, basis: basis.volume },
        ]),
    { ...common, kind: "area", values: [area], unit: "mm²", basis: basis.area },
  ];
}

/** Unit, square to an axis; any such where the offset lies along it. */
function outwards(offset: Vector, axis: Vector | undefined): Vector {
  const across = axis === undefined ? offset : along(offset, axis, -dot(offset, axis));
  const length = lengthOf(across);
  if (length > 1e-9) return [across[0] / length, across[1] / length, across[2] / length];
  return axis === undefined ? [1, 0, 0] : anyAcross(axis);
}

function anyAcross(axis: Vector): Vector {
  const helper: Vector = Math.abs(axis[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const across = along(helper, axis, -dot(helper, axis));
  const length = lengthOf(across);
  return [across[0] / length, across[1] / length, across[2] / length];
}
