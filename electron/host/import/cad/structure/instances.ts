/** Reading attributes of instances: what is missing or of another kind is undefined, never a throw. */
import type { ExchangeFile, Parameter } from "../part21/exchange-file.ts";

export type Attributes = readonly Parameter[];

/**
 * Attributes in the order of inheritance. A simple instance (ISO 10303-21, 11.2.5.2) has them in one
 * list; of a complex one (11.2.5.3) the named partial records are put one behind the other.
 */
export function attributes(file: ExchangeFile, id: number, ...records: readonly string[]): Attributes {
  const type = file.type(id);
  if (type === undefined) return [];
  if (!type.includes("+")) return file.parameters(id) ?? [];
  return records.flatMap((keyword) => file.parameters(id, keyword) ?? []);
}

/** The instance is of that entity, alone or as one of a complex instance. */
export function isA(file: ExchangeFile, id: number, keyword: string): boolean {
  const type = file.type(id);
  return type === keyword || (type?.includes("+") === true && type.split("+").includes(keyword));
}

/** The first of the keywords that the instance is, undefined where it is none of them. */
export function oneOf<K extends string>(
  file: ExchangeFile,
  id: number,
  keywords: ReadonlySet<K>,
): K | undefined {
  const type = file.type(id);
  return type?.split("+").find((keyword): keyword is K => (keywords as ReadonlySet<string>).has(keyword));
}

export function reference(parameter: Parameter | undefined): number | undefined {
  return parameter?.kind === "reference" ? parameter.id : undefined;
}

/** References of a list; one that stands alone counts as a list of one. */
export function references(parameter: Parameter | undefined): readonly number[] {
  if (parameter?.kind === "reference") return [parameter.id];
  return parameter?.kind === "list" ? parameter.items.flatMap((item) => reference(item) ?? []) : [];
}

/** A number, also inside a type such as LENGTH_MEASURE(25.4). */
export function number(parameter: Parameter | undefined): number | undefined {
  if (parameter?.kind === "number") return parameter.value;
  return parameter?.kind === "typed" ? number(parameter.value[0]) : undefined;
}

export function numbers(parameter: Parameter | undefined): readonly number[] {
  return parameter?.kind === "list" ? parameter.items.flatMap((item) => number(item) ?? []) : [];
}

export function enumeration(parameter: Parameter | undefined): string | undefined {
  return parameter?.kind === "enum" ? parameter.value : undefined;
}

/** Text with control characters and doubled blanks made single blanks; undefined where nothing remains. */
export function text(parameter: Parameter | undefined): string | undefined {
  if (parameter?.kind === "typed") return text(parameter.value[0]);
  if (parameter?.kind !== "string") return undefined;
  const clean = parameter.value
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_TEXT);
  return clean === "" ? undefined : clean;
}

/** Names and numbers; what is longer is damage. */
const LONGEST_TEXT = 500;
