/** Quantities in words and figures. Pure. */
import { message } from "../../../messages/catalogue.ts";
import type { Basis } from "../../../scene/measure/entity.ts";
import { deltaOf } from "../../../scene/measure/relations.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import { formatValue } from "../../../state/format-number.ts";

/** No more decimals than what it stands on carries: one that the deflection of the mesh is larger than says nothing. */
function digitsOf({ unit, basis }: Quantity, deflection: number): number {
  if (unit === "mm³") return 1;
  if (unit === "mm²") return 2;
  if (basis !== "mesh") return 4;
  return unit === "mm" ? Math.max(0, Math.min(3, Math.ceil(-Math.log10(deflection)))) : 3;
}

/** `25 mm`, `20 × 10 × 5 mm`, `1, −2, 3 mm`. @param deflection of the model's meshes, mm */
export function valueText(quantity: Quantity, deflection: number): string {
  const digits = digitsOf(quantity, deflection);
  const figures = quantity.values.map((value) => formatValue(value, digits));
  const unit = quantity.unit === "°" ? "°" : ` ${quantity.unit}`;
  return `${figures.join(quantity.kind === "point" ? ", " : " × ")}${unit}`;
}

/** `Ø 6 mm`, `R 3 mm`, else the value alone: what a drawing says on its dimension line. */
export function labelText(quantity: Quantity, deflection: number): string {
  const sign = quantity.kind === "diameter" ? "Ø " : quantity.kind.endsWith("radius") ? "R " : "";
  return `${sign}${valueText(quantity, deflection)}`;
}

export function namedText(quantity: Quantity, deflection: number): string {
  return `${message(`measure.kind.${quantity.kind}`)} ${valueText(quantity, deflection)}`;
}

/** Undefined where a quantity has no way from one to the other. */
export function deltaText(quantity: Quantity, deflection: number): string | undefined {
  const delta = deltaOf(quantity);
  if (delta === undefined) return undefined;
  const [x, y, z] = delta.map((value) => formatValue(value, digitsOf(quantity, deflection)));
  return message("measure.delta", { x: x ?? "", y: y ?? "", z: z ?? "" });
}

/** `exact`, `by points`, `mesh ± 0.27`: a length from the mesh is as good as its deflection, mm. */
export function basisText({ basis, unit }: Quantity, deflection: number): string {
  return basis === "mesh" && unit === "mm"
    ? message("measure.basis-within", { deflection: formatValue(deflection, deflection < 0.1 ? 3 : 2) })
    : message(`measure.basis.${basis}`);
}

export function basisHelp(basis: Basis, deflection: number): string {
  return basis === "mesh"
    ? message("measure.basis-help.mesh", { deflection: formatValue(deflection, 3) })
    : message(basis === "exact" ? "measure.basis-help.exact" : "measure.basis-help.fitted");
}

/** One line for the clipboard: name, value, way, what it stands on, what was picked. */
export function copyText(quantity: Quantity, targets: readonly string[], deflection: number): string {
  const delta = deltaText(quantity, deflection);
  return [
    message(`measure.kind.${quantity.kind}`),
    valueText(quantity, deflection),
    ...(delta === undefined ? [] : [delta]),
    basisText(quantity, deflection),
    targets.join(" – "),
  ].join("\t");
}
