/**
 * Part numbers that mean one part each. A file may give several different products one number
 * ("Extruded", "Body"): everything that joins by number would then take them for one part. They are
 * told apart by what they look like, which stays the same from export to export, unlike the #number or
 * the order in which they stand in the file.
 */
import { hash } from "node:crypto";
import type { ShapeKey } from "./shape-key.ts";

export interface Numbered {
  readonly number: string;
  readonly revision?: string | undefined;
  readonly shape: ShapeKey;
}

/** Enough to tell apart what one file holds under one number. */
const DIGITS = 6;

/** A number per part: its own where that is unique, else with a mark of its shape. Equal shapes of one number stay one part. */
export function distinctNumbers(parts: readonly Numbered[]): readonly string[] {
  const groups = new Map<string, number[]>();
  parts.forEach(({ number, revision }, part) => {
    const key = JSON.stringify([number, revision ?? ""]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  });
  const numbers = parts.map(({ number }) => number);
  for (const group of groups.values()) {
    const shapes = new Set(group.map((part) => parts[part]?.shape.exact));
    if (shapes.size < 2) continue;
    const alike = new Map<string, Set<string>>();
    for (const part of group) {
      const { coarse, exact } = parts[part]?.shape ?? { coarse: "", exact: "" };
      alike.set(coarse, (alike.get(coarse) ?? new Set()).add(exact));
    }
    for (const part of group) {
      const { coarse, exact } = parts[part]?.shape ?? { coarse: "", exact: "" };
      const telling = (alike.get(coarse)?.size ?? 0) > 1 ? `${coarse} ${exact}` : coarse;
      numbers[part] = `${numbers[part]} ~${hash("sha256", telling).slice(0, DIGITS)}`;
    }
  }
  return numbers;
}
