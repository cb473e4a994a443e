/** Which occurrences are transparent, and how much. */
import { describe, expect, test } from "vitest";
import type { CadModel, CadPart, Colour, MeshFace } from "../../shared/model/cad.ts";
import { glassOf, GLASS, withGlass } from "./glass.ts";
import { GHOST, HIDDEN, SOLID } from "./node-states.ts";
import { boxMesh, translation } from "./testing/generated-assembly.ts";

const grey = (opacity: number): Colour => [0.5, 0.5, 0.5, opacity];
const BOX = boxMesh(1, 1, 1);

/** @param colours of the faces, the rest of them without one */
function box(colour: Colour | undefined, colours: readonly (Colour | undefined)[] = []): CadPart {
  const faces = BOX.faces.map((face, at): MeshFace => {
    const own = colours[at];
    return own === undefined ? face : { ...face, colour: own };
  });
  return { number: "box", name: "box", mesh: { ...BOX, faces }, ...(colour === undefined ? {} : { colour }) };
}
function opacityOf(part: CadPart, colour?: Colour): number {
  const node = { parent: -1, part: 0, occurrence: "a", path: "a", transform: translation(0, 0, 0) };
  const model: CadModel = {
    schema: "",
    parts: [part],
    nodes: [colour === undefined ? node : { ...node, colour }],
    problems: [],
  };
  return (glassOf(model)?.[0] ?? 63) / 63;
}

describe("how opaque an occurrence is", () => {
  test("as its own colour says, else its part's, else wholly", () => {
    expect(opacityOf(box(undefined))).toBe(1);
    expect(opacityOf(box(grey(0.4)))).toBeCloseTo(0.4, 1);
    expect(opacityOf(box(grey(0.4)), grey(0.8))).toBeCloseTo(0.8, 1);
    expect(opacityOf(box(grey(0.4)), grey(1))).toBe(1);
    expect(opacityOf(box(grey(1)), grey(0.8))).toBeCloseTo(0.8, 1);
  });
  test("as its faces say where all have a colour of their own; one opaque face makes it opaque", () => {
    const all = BOX.faces.map(() => grey(0.3));
    expect(opacityOf(box(grey(1), all))).toBeCloseTo(0.3, 1);
    expect(opacityOf(box(grey(0.6), all.slice(1)))).toBeCloseTo(0.6, 1);
    expect(opacityOf(box(grey(0.6), [grey(1)]))).toBe(1);
  });
  test("never so little that it would be lost, and below 1 never opaque", () => {
    expect(opacityOf(box(grey(0)))).toBeGreaterThan(0.1);
    expect(opacityOf(box(grey(0.999)))).toBeLessThan(1);
  });
  test("what has no body is none", () => {
    expect(
      glassOf({
        schema: "",
        parts: [{ number: "a", name: "a", colour: grey(0.5) }],
        nodes: [],
        problems: [],
      }),
    ).toBeUndefined();
  });
});

test("only what is shown solid is drawn as glass", () => {
  const states = Uint8Array.of(SOLID, SOLID, GHOST, HIDDEN);
  expect([...withGlass(states, Uint8Array.of(0, 9, 9, 9))]).toEqual([SOLID, GLASS, GHOST, HIDDEN]);
  expect(withGlass(states, undefined)).toBe(states);
});
