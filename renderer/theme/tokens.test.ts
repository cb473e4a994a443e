import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { EVENT_KINDS } from "../../shared/model/event.ts";
import { cssVariables } from "./theme.ts";
import { currentTokens, onThemeChange, setTokens, THEMES, type Tokens } from "./tokens.ts";

/** Relative luminance, 0…1 (WCAG 2.2, section 6, "relative luminance"). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, 1…21 (WCAG 2.2, section 6, "contrast ratio"). */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** `color-mix(in srgb, a share, b)` of CSS. */
function mixed(a: string, share: number, b: string): string {
  const channel = (at: number): string =>
    Math.round(
      Number.parseInt(a.slice(at, at + 2), 16) * share +
        Number.parseInt(b.slice(at, at + 2), 16) * (1 - share),
    )
      .toString(16)
      .padStart(2, "0");
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

const TEXT = ["text", "second", "muted", "accentText", "good", "warn", "fail"] as const;
const SURFACES = ["background", "panel", "sunken", "raised", "accentTint"] as const;

test("the formula gives what WCAG gives", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrast("#0000ff", "#ffffff")).toBeCloseTo(8.59, 2);
});

describe.each(Object.values(THEMES))("$name", (tokens: Tokens) => {
  const { viewport, panel } = tokens;
  const pairs: readonly (readonly [name: string, colour: string, background: string])[] = [
    ...TEXT.flatMap((text) =>
      SURFACES.map((surface) => [`${text} on ${surface}`, tokens[text], tokens[surface]] as const),
    ),
    // As text the plain accent stands on these two alone.
    ["accent on panel", tokens.accent, panel],
    ["accent on raised", tokens.accent, tokens.raised],
    ["onAccent on accent", tokens.onAccent, tokens.accent],
    [
      "onAccent on a primary button under the pointer",
      tokens.onAccent,
      mixed(tokens.accent, 0.88, tokens.text),
    ],
    ["fail on failTint", tokens.fail, tokens.failTint],
    ["warn on warnTint", tokens.warn, tokens.warnTint],
    ["the cursor's time", panel, tokens.text],
    // Notices and cards over the 3D view; the cards let an eighth of it through.
    ...(["text", "second", "muted"] as const).flatMap((text) =>
      viewport.flatMap((background, at) => [
        [`${text} on viewport ${at}`, tokens[text], background] as const,
        [`${text} on a card over viewport ${at}`, tokens[text], mixed(panel, 0.92, background)] as const,
      ]),
    ),
  ];

  test.each(pairs)("%s has 4.5:1 (WCAG 2.2, 1.4.3)", (_name, colour, background) =>
    expect(contrast(colour, background)).toBeGreaterThanOrEqual(4.5),
  );

  test.each(EVENT_KINDS)("the dots of %s stand out from the panel with 3:1 (WCAG 2.2, 1.4.11)", (kind) =>
    expect(contrast(tokens.kinds[kind], panel)).toBeGreaterThanOrEqual(3),
  );

  test("a focus ring stands out from every surface with 3:1", () => {
    for (const surface of SURFACES)
      expect(contrast(tokens.accent, tokens[surface])).toBeGreaterThanOrEqual(3);
  });

  test("colours are written in full", () => {
    const {
      name: _name,
      fontFamily: _font,
      monoFamily: _mono,
      rate,
      kinds,
      viewport: both,
      ...single
    } = tokens;
    for (const colour of [...Object.values(single), ...rate, ...Object.values(kinds), ...both])
      expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
});

test("both themes set the same variables, and style sheets use no other", () => {
  const [dark, light] = Object.values(THEMES).map((tokens) => cssVariables(tokens).map(([name]) => name));
  expect(light).toEqual(dark);
  expect(dark).toEqual(
    expect.arrayContaining(["--panel", "--on-accent", "--rate-2", "--kind-machine", "--viewport-top"]),
  );
  const root = resolve(import.meta.dirname, "..");
  const sheets = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".css"))
    .map((path) => readFileSync(join(root, path), "utf8"));
  const known = new Set(dark);
  // Panels set some for themselves; the dock brings its own.
  const script = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".tsx"))
    .map((path) => readFileSync(join(root, path), "utf8"))
    .join("\n");
  for (const [, name = ""] of [
    ...sheets.join("\n").matchAll(/(--[\w-]+)\s*:/g),
    ...script.matchAll(/"(--[\w-]+)"/g),
  ])
    known.add(name);
  const used = sheets.flatMap((sheet) =>
    [...sheet.matchAll(/var\((--[\w-]+)/g)].map(([, name = ""]) => name),
  );
  expect(used.length).toBeGreaterThan(100);
  expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
});

describe("the theme on the screen", () => {
  afterEach(() => setTokens("dark"));

  test("those who draw without CSS hear of a change, once, until they stop listening", () => {
    const heard: string[] = [];
    const stop = onThemeChange(({ name }) => heard.push(name));
    setTokens("light");
    setTokens("light");
    expect(currentTokens()).toBe(THEMES.light);
    stop();
    setTokens("dark");
    expect(heard).toEqual(["light"]);
  });
});
