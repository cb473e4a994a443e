/** Colours of surfaces, curves and points out of presentation styles (ISO 10303-46, presentation_appearance_schema). */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { attributes, enumeration, isA, number, oneOf, reference, references, text } from "./instances.ts";

/** DRAUGHTING_PRE_DEFINED_COLOUR (ISO 10303-202). */
const NAMED: ReadonlyMap<string, readonly [number, number, number]> = new Map([
  ["red", [1, 0, 0]],
  ["green", [0, 1, 0]],
  ["blue", [0, 0, 1]],
  ["yellow", [1, 1, 0]],
  ["magenta", [1, 0, 1]],
  ["cyan", [0, 1, 1]],
  ["black", [0, 0, 0]],
  ["white", [1, 1, 1]],
]);

const ASSIGNMENTS: ReadonlySet<string> = new Set([
  "PRESENTATION_STYLE_ASSIGNMENT",
  "PRESENTATION_STYLE_BY_CONTEXT",
]);
const RENDERINGS: ReadonlySet<string> = new Set([
  "SURFACE_STYLE_RENDERING",
  "SURFACE_STYLE_RENDERING_WITH_PROPERTIES",
]);

/** Which side of a surface is seen first: an outside. */
const SIDES = ["BOTH", "POSITIVE", "NEGATIVE"];

/** The colour that a PRESENTATION_STYLE_ASSIGNMENT gives to surfaces; undefined for one of curves or points. Remembers each. */
export function surfaceColourReader(file: ExchangeFile): (assignment: number) => Colour | undefined {
  const known = new Map<number, Colour | undefined>();
  return (assignment) => {
    if (known.has(assignment)) return known.get(assignment);
    const colour = assignmentColour(file, assignment);
    known.set(assignment, colour);
    return colour;
  };
}

const LINES = ["CURVE_STYLE", "POINT_STYLE"];

/** The colour that a PRESENTATION_STYLE_ASSIGNMENT gives to curves, or to points (ISO 10303-46, curve_style, point_style). */
export function lineColour(file: ExchangeFile, assignment: number): Colour | undefined {
  if (oneOf(file, assignment, ASSIGNMENTS) === undefined) return undefined;
  for (const style of references(attributes(file, assignment, "PRESENTATION_STYLE_ASSIGNMENT")[0])) {
    const kind = LINES.find((each) => isA(file, style, each));
    // Name, font or marker, width or size, colour.
    const stated = kind === undefined ? undefined : attributes(file, style, "FOUNDED_ITEM", kind)[3];
    const [red, green, blue] = colourValue(file, reference(stated)) ?? [];
    if (red !== undefined && green !== undefined && blue !== undefined) return [red, green, blue, 1];
  }
  return undefined;
}

function assignmentColour(file: ExchangeFile, assignment: number): Colour | undefined {
  if (oneOf(file, assignment, ASSIGNMENTS) === undefined) return undefined;
  const bySide = new Map<string, Colour>();
  for (const usage of references(attributes(file, assignment, "PRESENTATION_STYLE_ASSIGNMENT")[0])) {
    if (!isA(file, usage, "SURFACE_STYLE_USAGE")) continue;
    const [side, style] = attributes(file, usage, "SURFACE_STYLE_USAGE");
    const colour = sideColour(file, reference(style));
    const of = enumeration(side) ?? "BOTH";
    if (colour !== undefined && !bySide.has(of)) bySide.set(of, colour);
  }
  return SIDES.map((side) => bySide.get(side)).find((colour) => colour !== undefined);
}

function sideColour(file: ExchangeFile, side: number | undefined): Colour | undefined {
  if (side === undefined) return undefined;
  let filled: readonly number[] | undefined;
  let rendered: readonly number[] | undefined;
  let transparency = 0;
  for (const element of references(attributes(file, side, "FOUNDED_ITEM", "SURFACE_SIDE_STYLE").at(-1))) {
    if (isA(file, element, "SURFACE_STYLE_FILL_AREA")) {
      filled ??= fillColour(file, reference(attributes(file, element, "SURFACE_STYLE_FILL_AREA")[0]));
    } else if (isA(file, element, "SURFACE_STYLE_TRANSPARENT")) {
      transparency = number(attributes(file, element, "SURFACE_STYLE_TRANSPARENT")[0]) ?? transparency;
    } else if (oneOf(file, element, RENDERINGS) !== undefined) {
      const [, colour, properties] = attributes(
        file,
        element,
        "SURFACE_STYLE_RENDERING",
        "SURFACE_STYLE_RENDERING_WITH_PROPERTIES",
      );
      rendered ??= colourValue(file, reference(colour));
      for (const property of references(properties)) {
        if (isA(file, property, "SURFACE_STYLE_TRANSPARENT"))
          transparency = number(attributes(file, property, "SURFACE_STYLE_TRANSPARENT")[0]) ?? transparency;
      }
    }
  }
  const [red, green, blue] = filled ?? rendered ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return [red, green, blue, 1 - Math.min(Math.max(transparency, 0), 1)];
}

function fillColour(file: ExchangeFile, area: number | undefined): readonly number[] | undefined {
  if (area === undefined) return undefined;
  for (const style of references(attributes(file, area, "FILL_AREA_STYLE").at(-1))) {
    if (!isA(file, style, "FILL_AREA_STYLE_COLOUR")) continue;
    const colour = colourValue(file, reference(attributes(file, style, "FILL_AREA_STYLE_COLOUR").at(-1)));
    if (colour !== undefined) return colour;
  }
  return undefined;
}

/** Red, green, blue, 0 … 1. */
function colourValue(file: ExchangeFile, id: number | undefined): readonly number[] | undefined {
  if (id === undefined) return undefined;
  if (isA(file, id, "COLOUR_RGB")) {
    const parts = attributes(file, id, "COLOUR_RGB").slice(-3).map(number);
    if (parts.length < 3 || parts.some((part) => part === undefined || !Number.isFinite(part)))
      return undefined;
    const values = parts as readonly number[];
    // The standard has 0 … 1 (4.5.1.2); some writers have 0 … 255.
    const full = Math.max(...values) > 1.5 ? 255 : 1;
    return values.map((value) => Math.min(Math.max(value / full, 0), 1));
  }
  const name = text(attributes(file, id, "PRE_DEFINED_ITEM")[0]);
  return name === undefined ? undefined : NAMED.get(name.toLowerCase());
}
