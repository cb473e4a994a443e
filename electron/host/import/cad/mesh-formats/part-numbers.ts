/**
 * Part numbers for files that have none. A name that looks like a number of somebody's ("10-4120",
 * "M4x10") is taken as one, and so meets the part of that number from other sources; any other name
 * ("Hammer", "Cube.001") means something only in its own file, and carries the file's name.
 */
import { isPlaceholder } from "../placeholder.ts";
import type { ReadModel } from "./read-model.ts";

export interface NamedPart {
  readonly number: string;
  readonly name: string;
}

/**
 * @param stem the file's name without its ending
 * @param rootNumber of the whole, where it is known from elsewhere
 */
export function partNumbers(
  { parts, nodes }: ReadModel,
  stem: string,
  rootNumber?: string,
): readonly NamedPart[] {
  const root = nodes[0]?.part;
  return parts.map(({ name: written, number, isLocal }, part): NamedPart => {
    const name =
      written
        ?.replace(/[\s\p{Cc}]+/gu, " ")
        .trim()
        .slice(0, 200) ?? "";
    if (part === root && rootNumber !== undefined)
      return { number: rootNumber, name: isPlaceholder(name) ? stem : name };
    if (number !== undefined) return { number, name: name === "" ? number : name };
    if (isLocal !== true && isNumber(name)) return { number: name, name };
    if (part === root) return { number: stem, name: isPlaceholder(name) ? stem : name };
    const own = name === "" ? "unnamed" : name;
    return { number: `${stem}:${own}`, name: own };
  });
}

function isNumber(name: string): boolean {
  return name.length >= 4 && /\p{N}/u.test(name) && !isPlaceholder(name);
}

/** `bracket` of `bracket.stl`. */
export function stemOf(fileName: string): string {
  return fileName.replace(/\.[A-Za-z0-9]{1,5}$/, "") || fileName;
}
