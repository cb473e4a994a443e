/** What was picked to be measured, in words that tell two of a kind apart. Pure. */
import type { CadModel } from "../../../../shared/model/cad.ts";
import { message } from "../../../messages/catalogue.ts";
import { nodeAt, resolveTarget, type Target } from "../../../scene/measure/entity.ts";
import { lengthOf } from "../../../scene/vectors.ts";
import { subtract } from "../../../scene/camera/orbit.ts";
import { formatValue } from "../../../state/format-number.ts";
import { faceText } from "../face-text.ts";

export interface TargetText {
  /** `Face 12 of Housing`. */
  readonly name: string;
  /** Its kind and size: `inner cylinder Ø 4 mm · R 2 mm`; undefined for whole parts and corners. */
  readonly size: string | undefined;
}

/** Of things that are listed together: occurrences of one name have as much of their path as tells them apart. */
export function targetTexts(model: CadModel, targets: readonly Target[]): readonly TargetText[] {
  const places = tellingApart(targets.map(({ path }) => wayTo(model, path)));
  return targets.map((target, at) => {
    const part = places[at] ?? target.path;
    return {
      name:
        target.kind === "node"
          ? part
          : message(`measure.target.${target.kind}`, { number: numberOf(model, target), part }),
      size: sizeText(model, target),
    };
  });
}

/** One line each, for the clipboard: `LA-200/Housing, face 12`. */
export function targetLine(model: CadModel, target: Target): string {
  return target.kind === "node"
    ? target.path
    : message(`measure.line.${target.kind}`, { number: numberOf(model, target), path: target.path });
}

/** As this model counts, from 1. */
function numberOf(model: CadModel, target: Target): number {
  return (resolveTarget(model, target)?.target.index ?? target.index) + 1;
}

function sizeText(model: CadModel, target: Target): string | undefined {
  const entity = resolveTarget(model, target);
  if (entity === undefined) return undefined;
  if (target.kind === "face") {
    const mesh = model.parts[model.nodes[entity.node]?.part ?? -1]?.mesh;
    const face = mesh?.faces[entity.target.index];
    return mesh === undefined || face === undefined ? undefined : faceText(mesh, face);
  }
  const { shape } = entity;
  if (target.kind !== "edge") return undefined;
  if (shape.kind === "line")
    return message("measure.size.line", { length: formatValue(lengthOf(subtract(shape.to, shape.from)), 3) });
  if (shape.kind === "circle")
    return message("measure.size.circle", { diameter: formatValue(shape.radius * 2, 3) });
  return message("measure.size.curve");
}

/** Names of the occurrences from the root. */
function wayTo(model: CadModel, path: string): readonly string[] {
  const way: string[] = [];
  for (let node = model.nodes[nodeAt(model, path) ?? -1]; node !== undefined; node = model.nodes[node.parent])
    way.unshift(node.occurrence);
  return way.length === 0 ? [path] : way;
}

/** The last names of each way, as few as make different ways read differently; each way has one at least. */
export function tellingApart(ways: readonly (readonly string[])[]): readonly string[] {
  const whole = ways.map((way) => JSON.stringify(way));
  const shown = ways.map(() => 1);
  const textOf = (at: number): string => (ways[at] ?? []).slice(-(shown[at] ?? 1)).join("/");
  for (;;) {
    const alike = ways.flatMap((way, at) => {
      const isAlike = ways.some((_, other) => whole[other] !== whole[at] && textOf(other) === textOf(at));
      return isAlike && (shown[at] ?? 0) < way.length ? [at] : [];
    });
    if (alike.length === 0) return ways.map((_, at) => textOf(at));
    for (const at of alike) shown[at] = (shown[at] ?? 1) + 1;
  }
}
