/** Every sentence a person reads comes from here (ICU MessageFormat). English now. */
import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./en.ts";

export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number | boolean | Date | undefined>>;

const formats = new Map<string, IntlMessageFormat>();

/** The sentence with its values filled in. Throws where one is missing; a test looks at every call. */
export function message(key: MessageKey, values?: MessageValues): string {
  const source: string = en[key];
  // Plain sentences need no parsing: most of them, and the tree asks for thousands.
  if (values === undefined && !source.includes("{") && !source.includes("'")) return source;
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(source, "en");
    formats.set(key, format);
  }
  const filled = format.format(values);
  return Array.isArray(filled) ? filled.join("") : String(filled);
}

/** The sentence of a key that is put together at run time (`fact.made-on`), else the fallback. */
export function messageOr(key: string, fallback: string): string {
  return Object.hasOwn(en, key) ? message(key as MessageKey) : fallback;
}
