/**
 * Checks a value against a JSON Schema (2020-12), as far as the OpenAPI document uses it: a reader that
 * knows nothing of our own schemas. A keyword that it does not know is an error, not a pass.
 */
type Json = Readonly<Record<string, unknown>>;

/** The first thing that does not fit, with its place; undefined where all does. */
export function misfit(value: unknown, schema: Json, document: Json, at = ""): string | undefined {
  for (const keyword of Object.keys(schema)) {
    const found = KEYWORDS[keyword];
    if (found === undefined) throw new Error(`${at}: the keyword ${keyword} is not known`);
    const wrong = found(value, schema[keyword], { schema, document, at });
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

interface Place {
  readonly schema: Json;
  readonly document: Json;
  readonly at: string;
}
type Keyword = (value: unknown, argument: unknown, place: Place) => string | undefined;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** A rule for values of one type; others pass, as JSON Schema has it. */
const rule =
  <T>(
    isMine: (value: unknown) => value is T,
    holds: (value: T, argument: never) => boolean,
    name: string,
  ): Keyword =>
  (value, argument, { at }) =>
    isMine(value) && !holds(value, argument as never)
      ? `${at}: ${JSON.stringify(value)?.slice(0, 80)} breaks ${name} ${String(argument)}`
      : undefined;
const isNumber = (value: unknown): value is number => typeof value === "number";
const isString = (value: unknown): value is string => typeof value === "string";
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const FORMATS: Readonly<Record<string, RegExp>> = { uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i };
const characters = (text: string): number => Array.from(text).length;

const branches =
  (fits: (count: number) => boolean): Keyword =>
  (value, argument, { document, at }) => {
    const wrong = (argument as readonly Json[]).map((schema) => misfit(value, schema, document, at));
    const count = wrong.filter((one) => one === undefined).length;
    return fits(count)
      ? undefined
      : `${at}: ${count} branches fit: ${wrong.find((one) => one !== undefined)}`;
  };

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref(value, argument, { document, at }) {
    const steps = String(argument).replace(/^#\//, "").split("/");
    const target = steps.reduce<unknown>((node, step) => (node as Json)[step], document);
    if (!isObject(target)) throw new Error(`${String(argument)} leads nowhere`);
    return misfit(value, target, document, at);
  },
  type(value, argument, { at }) {
    const types = [argument].flat() as readonly string[];
    const fits = types.some((type) => TYPES[type]?.(value) === true);
    return fits ? undefined : `${at}: ${JSON.stringify(value)?.slice(0, 80)} is no ${types.join(" or ")}`;
  },
  const: (value, argument, { at }) =>
    value === argument ? undefined : `${at}: not ${JSON.stringify(argument)}`,
  enum: (value, argument, { at }) =>
    (argument as readonly unknown[]).includes(value)
      ? undefined
      : `${at}: ${String(value)} is none of the list`,
  minimum: rule(isNumber, (value, least: number) => value >= least, "minimum"),
  maximum: rule(isNumber, (value, most: number) => value <= most, "maximum"),
  exclusiveMinimum: rule(isNumber, (value, bound: number) => value > bound, "exclusiveMinimum"),
  minLength: rule(isString, (value, least: number) => characters(value) >= least, "minLength"),
  maxLength: rule(isString, (value, most: number) => characters(value) <= most, "maxLength"),
  pattern: rule(isString, (value, pattern: string) => new RegExp(pattern, "u").test(value), "pattern"),
  format: rule(isString, (value, format: string) => FORMATS[format]?.test(value) === true, "format"),
  minItems: rule(isList, (value, least: number) => value.length >= least, "minItems"),
  maxItems: rule(isList, (value, most: number) => value.length <= most, "maxItems"),
  required(value, argument, { at }) {
    const missing = isObject(value) && (argument as readonly string[]).find((name) => !(name in value));
    return typeof missing === "string" ? `${at}: ${missing} is missing` : undefined;
  },
  properties(value, argument, { document, at }) {
    if (!isObject(value)) return undefined;
    for (const [name, schema] of Object.entries(argument as Json)) {
      const wrong =
        name in value ? misfit(value[name], schema as Json, document, `${at}/${name}`) : undefined;
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  },
  additionalProperties(value, argument, { schema, document, at }) {
    if (!isObject(value)) return undefined;
    const known = Object.keys(schema["properties"] ?? {});
    for (const [name, own] of Object.entries(value)) {
      if (known.includes(name)) continue;
      if (argument === false) return `${at}: ${name} is too much`;
      const wrong = isObject(argument) ? misfit(own, argument, document, `${at}/${name}`) : undefined;
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  },
  propertyNames(value, argument, { document, at }) {
    const names = isObject(value) ? Object.keys(value) : [];
    return names
      .map((name) => misfit(name, argument as Json, document, at))
      .find((wrong) => wrong !== undefined);
  },
  prefixItems(value, argument, { document, at }) {
    if (!isList(value)) return undefined;
    const schemas = (argument as readonly Json[]).slice(0, value.length);
    return schemas
      .map((schema, i) => misfit(value[i], schema, document, `${at}/${i}`))
      .find((wrong) => wrong !== undefined);
  },
  items(value, argument, { schema, document, at }) {
    if (!isList(value) || !isObject(argument)) return undefined;
    const before = ((schema["prefixItems"] ?? []) as readonly unknown[]).length;
    for (let i = before; i < value.length; i += 1) {
      const wrong = misfit(value[i], argument, document, `${at}/${i}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  },
  anyOf: branches((count) => count > 0),
  oneOf: branches((count) => count === 1),
};
