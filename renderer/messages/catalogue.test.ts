import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { message, messageOr, type MessageKey } from "./catalogue.ts";
import { backup } from "./en/backup.ts";
import { changes } from "./en/changes.ts";
import { compare } from "./en/compare.ts";
import { commandTitles, menuTitles } from "../../shared/commands/titles.ts";
import { demo } from "./en/demo.ts";
import { colouring } from "./en/colouring.ts";
import { details } from "./en/details.ts";
import { exporting } from "./en/export.ts";
import { features } from "./en/features.ts";
import { filters } from "./en/filters.ts";
import { importing } from "./en/importing.ts";
import { links } from "./en/links.ts";
import { machines } from "./en/machines.ts";
import { clocks } from "./en/clocks.ts";
import { manual } from "./en/manual.ts";
import { measure } from "./en/measure.ts";
import { measurements } from "./en/measurements.ts";
import { modelFacts } from "./en/model-facts.ts";
import { partLinkMessages } from "./en/part-links.ts";
import { product } from "./en/product.ts";
import { scene } from "./en/scene.ts";
import { search } from "./en/search.ts";
import { section } from "./en/section.ts";
import { shell } from "./en/shell.ts";
import { retention } from "./en/retention.ts";
import { sources as sourcesArea } from "./en/sources.ts";
import { tables } from "./en/tables.ts";
import { timeline } from "./en/timeline.ts";
import { en } from "./en.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Path and text of every source of the product, without tests and the catalogue itself. */
const sources = ["renderer", "shared", "electron/host"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter(
      (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\/|\/messages\/|commands\/titles/.test(path),
    )
    .map((path): readonly [string, string] => [path, readFileSync(join(ROOT, path), "utf8")]),
);
/** What asks for texts: the page, and the menus that it shares with the desktop window. */
const page = sources.filter(([path]) => /^renderer\/|^shared\/commands\//.test(path));

const keys = Object.keys(en) as MessageKey[];
const KEY = /^[a-z]+(\.[A-Za-z-]+)+$/;
/** Sources put keys together like `verdict.${unit.verdict}`, and the host words like `units-${status}`. */
const templates = (text: string): string[] =>
  [...text.matchAll(/`([a-z]+[.-](?:[A-Za-z.-]|\$\{[^}`]*\})*)`/g)].flatMap(([, template = ""]) =>
    template.includes("${") ? [template] : [],
  );
const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .split(/\$\{[^}]*\}/)
      .map((part) => part.replaceAll(".", "\\."))
      .join("([A-Za-z.-]+)")}$`,
  );
const filled = (pattern: RegExp, text: string, known: (word: string) => boolean): boolean =>
  pattern.exec(text)?.slice(1).every(known) === true;

/** What stands between quotes anywhere may fill a hole. */
const quoted = new Set(
  sources.flatMap(([, text]) => [...text.matchAll(/"([^"\n]*)"/g)].map(([, word = ""]) => word)),
);
const madeWords = sources.flatMap(([, text]) => templates(text)).map(patternOf);
const isWord = (word: string): boolean =>
  quoted.has(word) || madeWords.some((pattern) => filled(pattern, word, (part) => quoted.has(part)));

/** Keys that a template can come to, unless they are asked for by their whole name elsewhere. */
function keysOf(template: string): MessageKey[] {
  const pattern = patternOf(template);
  return keys.filter((key) => !quoted.has(key) && filled(pattern, key, isWord));
}

/** Texts of the arguments of a call whose opening bracket is before `start`. */
function argumentsAt(text: string, start: number): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let quote = "";
  let from = start;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== "") {
      if (sign === quote && text.charAt(at - 1) !== "\\") quote = "";
    } else if (sign === '"' || sign === "`") quote = sign;
    else if ("([{".includes(sign)) depth += 1;
    else if (depth > 0 && ")]}".includes(sign)) depth -= 1;
    else if (depth === 0 && (sign === "," || sign === ")")) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
      if (sign === ")") break;
    }
  }
  return found.filter((argument) => argument !== "");
}

interface Call {
  readonly place: string;
  readonly keys: readonly MessageKey[];
  readonly unknown: readonly string[];
  /** Names of the values; undefined where they are put together elsewhere. */
  readonly values: readonly string[] | undefined;
}

const calls = page.flatMap(([path, text]) =>
  [...text.matchAll(/\bmessage(?:Or)?\(/g)].flatMap((match): Call[] => {
    const [first = "", second] = argumentsAt(text, match.index + match[0].length);
    const literals = [...first.matchAll(/"([^"]*)"/g)]
      .map(([, word = ""]) => word)
      .filter((word) => KEY.test(word));
    const made = templates(first);
    if (literals.length + made.length === 0) return [];
    const isOr = match[0].startsWith("messageOr");
    return [
      {
        place: `${path}: ${match[0]}${first}`,
        keys: [...keys.filter((key) => literals.includes(key)), ...made.flatMap(keysOf)],
        unknown: [
          ...literals.filter((word) => !Object.hasOwn(en, word)),
          ...made.filter((template) => !keys.some((key) => filled(patternOf(template), key, isWord))),
        ],
        values: second === undefined || isOr ? [] : namesIn(second),
      },
    ];
  }),
);

function namesIn(values: string): readonly string[] | undefined {
  if (!values.startsWith("{") || values.includes("...")) return undefined;
  return argumentsAt(`${values.slice(1, -1)})`, 0).map((entry) => /^\w+/.exec(entry)?.[0] ?? entry);
}

/** Kinds of elements in a parsed message (TYPE of @formatjs/icu-messageformat-parser). */
const [LITERAL, NUMBER, PLURAL, TAG] = [0, 2, 6, 8];

/** The arguments of a message and the types they ask for. */
function valuesOf(key: MessageKey): ReadonlyMap<string, "number" | "text"> {
  const values = new Map<string, "number" | "text">();
  type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
  const walk = (elements: readonly Element[]): void => {
    for (const element of elements) {
      const type: number = element.type;
      // Text, and the number sign of a plural, have no name.
      if (type === LITERAL || type === TAG || !("value" in element)) continue;
      const isNumber = type === NUMBER || type === PLURAL;
      if (isNumber || !values.has(element.value)) values.set(element.value, isNumber ? "number" : "text");
      if ("options" in element) for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(en[key], "en").getAst());
  return values;
}

test("the sources were found", () => {
  expect(page.length).toBeGreaterThan(80);
  expect(calls.length).toBeGreaterThan(150);
  expect(keysOf("verdict.${unit.verdict}").sort()).toEqual(["verdict.fail", "verdict.none", "verdict.pass"]);
  expect(argumentsAt('f("a, (b", { x: g(1, 2), y }) + 1', 2)).toEqual(['"a, (b"', "{ x: g(1, 2), y }"]);
});

test("no two areas have the same key", () => {
  const areas = [
    shell,
    backup,
    compare,
    manual,
    commandTitles,
    menuTitles,
    product,
    partLinkMessages,
    scene,
    colouring,
    features,
    details,
    measurements,
    search,
    exporting,
    importing,
    tables,
    filters,
    links,
    timeline,
    retention,
    sourcesArea,
    changes,
    machines,
    clocks,
    section,
    measure,
    demo,
    modelFacts,
  ];
  const all = areas.flatMap((area) => Object.keys(area));
  expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
  expect(all.toSorted()).toEqual(keys.toSorted());
});

test("every key that the sources ask for is there", () => {
  expect(calls.flatMap(({ place, unknown }) => unknown.map((key) => `${place} → ${key}`))).toEqual([]);
});

test("every key of the catalogue is asked for", () => {
  const asked = new Set<string>(
    page.flatMap(([, text]) => [
      ...[...text.matchAll(/"([^"\n]*)"/g)].map(([, word = ""]) => word),
      ...templates(text).flatMap(keysOf),
    ]),
  );
  expect(keys.filter((key) => !asked.has(key))).toEqual([]);
});

test("every call gives its message what it needs, and nothing else", () => {
  const wrong = calls.flatMap(({ place, keys: possible, values }) =>
    values === undefined
      ? []
      : possible
          .filter((key) => [...valuesOf(key).keys()].toSorted().join() !== values.toSorted().join())
          .map(
            (key) => `${place}: ${key} takes ${[...valuesOf(key).keys()].join()}, is given ${values.join()}`,
          ),
  );
  expect(wrong).toEqual([]);
});

describe("sentences", () => {
  test.each(keys)("%s parses and is filled in for none, one and many", (key) => {
    const values = valuesOf(key);
    for (const count of [0, 1, 2, 21, 1_234_567]) {
      const sentence = message(
        key,
        Object.fromEntries(
          [...values].map(([name, type]) => [name, type === "number" ? count : `<${name}>`]),
        ),
      );
      expect(sentence).not.toMatch(/[{}#]|undefined|NaN/);
      expect(sentence).toBe(sentence.trim());
      expect(sentence).not.toMatch(/ {2}/);
      expect(sentence).not.toBe("");
      for (const [name, type] of values) if (type === "text") expect(sentence).toContain(`<${name}>`);
      if (count > 2 && [...values.values()].includes("number"))
        expect(sentence).toContain(count.toLocaleString("en"));
    }
    // The short way for plain sentences says the same as the long one.
    if (values.size === 0) expect(message(key)).toBe(new IntlMessageFormat(en[key], "en").format());
  });

  test("counts agree with their nouns", () => {
    expect(message("status.units", { count: 1 })).toBe("1 unit");
    expect(message("status.units", { count: 48_212 })).toBe("48,212 units");
    expect(message("details.part-line", { units: 0, occurrences: 0 })).toBe("No units known");
    expect(message("details.part-line", { units: 1, occurrences: 4 })).toBe("1 unit · 4 per product");
    expect(message("timeline.undatedOnly", { count: 1 })).toBe("The only event says when it happened.");
  });

  test("a value that is missing is not passed over in silence", () => {
    expect(() => message("details.unit")).toThrow("name");
  });

  test("a key put together at run time falls back to what the source says", () => {
    expect(messageOr("fact.made-on", "made-on")).toBe("Made on");
    for (const unknown of ["fact.colour", "constructor", "__proto__", "toString"])
      expect(messageOr(unknown, "as written")).toBe("as written");
  });
});
