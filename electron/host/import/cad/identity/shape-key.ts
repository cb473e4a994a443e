/**
 * What a part looks like, as text that can be compared: of the geometry itself, and for an assembly of
 * what it holds and where. Two exports of the same part give the same text, whatever numbers and order
 * the exporter chose.
 */
import type { CadNode } from "../../../../../shared/model/cad.ts";

export interface ShapeKey {
  /** Survives the small differences between two exports: sizes to three digits. */
  readonly coarse: string;
  /** Tells two parts apart that only differ a little: coordinates to a thousandth of a mm. */
  readonly exact: string;
}

/** mm; below, exporters' rounding begins. */
const EXACT = 1e-3;

/** A number to three significant digits; what is nothing against `size` is 0. */
export function roughly(value: number, size = 0): string {
  return Math.abs(value) < size * 1e-3 || value === 0 ? "0" : value.toPrecision(3);
}

/** A length as a whole number of thousandths of a mm, without the sign of a zero. */
export function exactly(value: number): number {
  return Math.round(value / EXACT) + 0;
}

/** @param own key of each part's own geometry, "" where it has none */
export function shapeKeys(
  nodes: readonly Pick<CadNode, "parent" | "part" | "transform">[],
  own: readonly ShapeKey[],
): readonly ShapeKey[] {
  const children = new Map<number, number[]>();
  const first = new Map<number, number>();
  nodes.forEach(({ parent, part }, node) => {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [node]);
    else siblings.push(node);
    if (!first.has(part)) first.set(part, node);
  });
  const keys: ShapeKey[] = [...own];
  // Children stand behind their parents, so from the back every part is known before what holds it.
  for (const [part, node] of [...first].sort(([, a], [, b]) => b - a)) {
    const held = children.get(node) ?? [];
    const shape = own[part];
    if (held.length === 0 || shape === undefined) continue;
    const list = (pick: (key: ShapeKey) => string, place: (transform: readonly number[]) => string): string =>
      held
        .map((child) => {
          const { part: below, transform } = nodes[child] ?? { part: -1, transform: [] };
          const key = keys[below];
          return `${key === undefined ? "" : pick(key)}@${place(transform)}`;
        })
        .sort()
        .join(";");
    keys[part] = {
      coarse: `${shape.coarse}[${list(
        ({ coarse }) => coarse,
        () => "",
      )}]`,
      exact: `${shape.exact}[${list(
        ({ exact }) => exact,
        (transform) => transform.map(exactly).join(),
      )}]`,
    };
  }
  return keys;
}
