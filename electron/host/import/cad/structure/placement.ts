/** Axis placements and transformation operators of ISO 10303-42, as matrices in mm. */
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, isA, number, numbers, reference } from "./instances.ts";
import { add, cross, dot, fromAxes, normalise, scale, type Transform, type Vector } from "./transform.ts";

const X: Vector = [1, 0, 0];
const Y: Vector = [0, 1, 0];
const Z: Vector = [0, 0, 1];

/**
 * AXIS2_PLACEMENT_3D (ISO 10303-42, 4.4.18 and build_axes) as the matrix from its own coordinates to
 * the representation's; AXIS1_PLACEMENT likewise.
 * @param lengthUnit mm per unit of the context
 */
export function placement(
  file: ExchangeFile,
  id: number | undefined,
  lengthUnit: number,
): Transform | undefined {
  if (id === undefined) return undefined;
  const axis2 = isA(file, id, "AXIS2_PLACEMENT_3D");
  if (!axis2 && !isA(file, id, "AXIS1_PLACEMENT")) return undefined;
  const [, location, axis, refDirection] = attributes(
    file,
    id,
    "REPRESENTATION_ITEM",
    "PLACEMENT",
    axis2 ? "AXIS2_PLACEMENT_3D" : "AXIS1_PLACEMENT",
  );
  const origin = point(file, reference(location), lengthUnit);
  if (origin === undefined) return undefined;
  const z = direction(file, reference(axis)) ?? Z;
  const x = firstProjectedAxis(z, direction(file, reference(refDirection)));
  return fromAxes(x, cross(z, x), z, origin);
}

/**
 * CARTESIAN_TRANSFORMATION_OPERATOR_3D (ISO 10303-42, 4.4.22 and base_axis): scaled, and mirrored
 * where axis2 points against axis3 × axis1.
 */
export function operator3d(
  file: ExchangeFile,
  id: number | undefined,
  lengthUnit: number,
): Transform | undefined {
  if (id === undefined || !isA(file, id, "CARTESIAN_TRANSFORMATION_OPERATOR_3D")) return undefined;
  // Writers disagree on how many names come first (it inherits one or three): count from the end.
  const [axis1, axis2, localOrigin, factor, axis3] = attributes(
    file,
    id,
    "CARTESIAN_TRANSFORMATION_OPERATOR",
    "CARTESIAN_TRANSFORMATION_OPERATOR_3D",
  ).slice(-5);
  const origin = point(file, reference(localOrigin), lengthUnit);
  if (origin === undefined) return undefined;
  const z = direction(file, reference(axis3)) ?? Z;
  const x = firstProjectedAxis(z, direction(file, reference(axis1)));
  const y = secondProjectedAxis(z, x, direction(file, reference(axis2)));
  const size = number(factor) ?? 1;
  if (!(Math.abs(size) > 0)) return undefined;
  return fromAxes(scale(x, size), scale(y, size), scale(z, size), origin);
}

/** CARTESIAN_POINT in mm; a 2D or 1D one has zeros for the rest. */
export function point(file: ExchangeFile, id: number | undefined, lengthUnit: number): Vector | undefined {
  if (id === undefined || !isA(file, id, "CARTESIAN_POINT")) return undefined;
  const coordinates = numbers(attributes(file, id, "REPRESENTATION_ITEM", "CARTESIAN_POINT")[1]);
  const [x, y = 0, z = 0] = coordinates;
  if (x === undefined) return undefined;
  const found: Vector = [x * lengthUnit, y * lengthUnit, z * lengthUnit];
  return found.every((value) => Number.isFinite(value)) ? found : undefined;
}

/** DIRECTION, of length one. */
export function direction(file: ExchangeFile, id: number | undefined): Vector | undefined {
  if (id === undefined || !isA(file, id, "DIRECTION")) return undefined;
  const [x = 0, y = 0, z = 0] = numbers(attributes(file, id, "REPRESENTATION_ITEM", "DIRECTION")[1]);
  return normalise([x, y, z]);
}

/** first_proj_axis: the wanted x axis made perpendicular to z; absent, or along z: the standard's default. */
function firstProjectedAxis(z: Vector, wanted: Vector | undefined): Vector {
  for (const candidate of [wanted, X, Y]) {
    if (candidate === undefined) continue;
    const along = dot(candidate, z);
    if (Math.abs(along) > 1 - 1e-12) continue;
    const projected = normalise(add(candidate, scale(z, -along)));
    if (projected !== undefined) return projected;
  }
  return X;
}

/** second_proj_axis: what remains of the wanted y axis; absent: right-handed. */
function secondProjectedAxis(z: Vector, x: Vector, wanted: Vector | undefined): Vector {
  const rightHanded = cross(z, x);
  return wanted !== undefined && dot(wanted, rightHanded) < 0 ? scale(rightHanded, -1) : rightHanded;
}
