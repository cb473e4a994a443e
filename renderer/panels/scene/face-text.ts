/** A picked face in words: the exact size of its surface, not one measured on triangles. Pure. */
import type { CadMesh, MeshFace, Surface } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { formatValue } from "../../state/format-number.ts";

/** Decimals of a mm that a kernel's floating point keeps exact. */
const DIGITS = 4;

/** `inner cylinder Ø 4 mm · R 2 mm`, `plane 200 mm²`: what has no size of its own says its area. */
export function faceText(mesh: CadMesh, face: MeshFace): string {
  const { surface } = face;
  const kind = surface?.kind ?? "unknown";
  const size = (surface === undefined ? undefined : sizeText(surface)) ?? areaText(areaOfFace(mesh, face));
  const inside = kind === "cylinder" || kind === "cone" ? isInside(mesh, face) : undefined;
  const name =
    inside === undefined
      ? message(`scene.surface.${kind}`)
      : message(`scene.surface.${inside ? "inner" : "outer"}-${kind as "cylinder" | "cone"}`);
  return size === undefined ? name : `${name} ${size}`;
}

/** `Face 12`: as the file of the model counts, from 1. The next export may count otherwise. */
export function faceNumber(index: number): string {
  return message("scene.face-number", { number: index + 1 });
}

const areas = new WeakMap<MeshFace, number>();

/** mm² of its triangles. */
function areaOfFace({ positions, indices }: CadMesh, face: MeshFace): number {
  const known = areas.get(face);
  if (known !== undefined) return known;
  let area = 0;
  for (let at = face.first * 3; at < (face.first + face.count) * 3; at += 3) {
    const [a, b, c] = [indices[at] ?? 0, indices[at + 1] ?? 0, indices[at + 2] ?? 0].map((v) => v * 3);
    const side = (to: number, axis: number): number =>
      (positions[to + axis] ?? 0) - (positions[(a ?? 0) + axis] ?? 0);
    const [ux, uy, uz] = [side(b ?? 0, 0), side(b ?? 0, 1), side(b ?? 0, 2)];
    const [vx, vy, vz] = [side(c ?? 0, 0), side(c ?? 0, 1), side(c ?? 0, 2)];
    area += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx) / 2;
  }
  areas.set(face, area);
  return area;
}

/** Three digits: triangles know no more of a curved face. */
function areaText(area: number): string | undefined {
  return area > 0
    ? message("scene.size.area", { area: formatValue(Number(area.toPrecision(3)), 6) })
    : undefined;
}

/** The same of a surface that the model may have no more: `cylinder Ø 4 mm`. */
export function surfaceText(surface: Surface): string {
  const size = sizeText(surface);
  const name = message(`scene.surface.${surface.kind}`);
  return size === undefined ? name : `${name} ${size}`;
}

function sizeText({ kind, radius, minorRadius, semiAngle }: Surface): string | undefined {
  if (radius === undefined) return undefined;
  const mm = (value: number): string => formatValue(value, DIGITS);
  switch (kind) {
    case "cylinder":
    case "sphere":
      return message("scene.size.round", { diameter: mm(radius * 2), radius: mm(radius) });
    case "cone":
      return semiAngle === undefined
        ? undefined
        : message("scene.size.cone", { angle: formatValue((semiAngle * 360) / Math.PI, 2) });
    case "torus":
      return minorRadius === undefined
        ? undefined
        : message("scene.size.torus", { radius: mm(radius), minor: mm(minorRadius) });
    default:
      return undefined;
  }
}

/** The material is outside: the face's normals look at its axis, as in a hole. */
export function isInside(mesh: CadMesh, { first, surface }: MeshFace): boolean | undefined {
  if (surface?.axis === undefined || surface.origin === undefined) return undefined;
  const vertex = mesh.indices[first * 3];
  if (vertex === undefined) return undefined;
  const offset = [0, 1, 2].map((i) => (mesh.positions[vertex * 3 + i] ?? 0) - (surface.origin?.[i] ?? 0));
  const along = offset.reduce((sum, value, i) => sum + value * (surface.axis?.[i] ?? 0), 0);
  let outward = 0;
  for (let i = 0; i < 3; i++) {
    const radial = (offset[i] ?? 0) - along * (surface.axis[i] ?? 0);
    outward += radial * (mesh.normals[vertex * 3 + i] ?? 0);
  }
  return outward === 0 ? undefined : outward < 0;
}
