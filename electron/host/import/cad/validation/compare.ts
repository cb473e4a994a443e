/**
 * What the source computed of its solid against what is drawn. A mesh stands off a curved face by at
 * most the deflection, so volumes may differ by the curved area times the deflection, and areas by what
 * chords of the greatest turn lose; everything beyond is a difference of the shape itself.
 */
import type { CadMesh, ValidationValue } from "../../../../../shared/model/cad.ts";
import { ANGULAR_DEFLECTION } from "../mesh/deflection.ts";
import { meshProperties } from "./mesh-properties.ts";
import type { StatedProperties } from "./stated-properties.ts";

/** What exporters and 32-bit coordinates round off, of the whole. */
const ROUNDING = 1e-4;

/** @param deflection mm, with which the mesh was made */
export function compareProperties(
  stated: StatedProperties,
  mesh: CadMesh,
  deflection: number,
): readonly ValidationValue[] {
  const drawn = meshProperties(mesh);
  const volumeSlack = drawn.curvedArea * deflection + Math.abs(drawn.volume) * ROUNDING;
  // A chord over the angle θ is shorter than its arc by θ² / 24 of it.
  const areaSlack = (drawn.curvedArea * ANGULAR_DEFLECTION ** 2) / 12 + drawn.area * ROUNDING;
  const centreSlack = drawn.diagonal * (ROUNDING + volumeSlack / Math.max(Math.abs(drawn.volume), 1e-12));
  const values: ValidationValue[] = [];
  if (stated.volume !== undefined) values.push(value("volume", [stated.volume], [drawn.volume], volumeSlack));
  if (stated.area !== undefined) values.push(value("area", [stated.area], [drawn.area], areaSlack));
  if (stated.centre !== undefined) values.push(value("centre", stated.centre, drawn.centre, centreSlack));
  return values;
}

function value(
  kind: ValidationValue["kind"],
  stated: readonly number[],
  drawn: readonly number[],
  slack: number,
): ValidationValue {
  const difference = Math.hypot(...stated.map((one, at) => one - (drawn[at] ?? 0)));
  return { kind, stated, drawn, agrees: difference <= slack };
}

/** One sentence for the part, where something differs. */
export function validationProblem(values: readonly ValidationValue[]): string | undefined {
  const differing = values.filter(({ agrees }) => !agrees);
  if (differing.length === 0) return undefined;
  const WORDS = { volume: "volume", area: "surface area", centre: "centre" } as const;
  const UNITS = { volume: "mm³", area: "mm²", centre: "mm" } as const;
  const texts = differing.map(
    ({ kind, stated, drawn }) =>
      `its ${WORDS[kind]} is ${drawn.map(short).join(", ")} ${UNITS[kind]}, and ${stated.map(short).join(", ")} in the file`,
  );
  return `It is not drawn as its source has it: ${texts.join("; ")}.`;
}

function short(number: number): string {
  return String(Number(number.toPrecision(6)));
}
