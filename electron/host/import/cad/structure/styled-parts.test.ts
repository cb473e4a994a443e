import { expect, test } from "vitest";
import type { PartShape } from "./part-shape.ts";
import { styledParts } from "./styled-parts.ts";
import { Exchange } from "./testing.ts";

test("a part's faces are gathered once, however many of them styles name", () => {
  const exchange = new Exchange();
  const blocks = Array.from({ length: 20 }, () => exchange.block(1, 1, 1));
  const faces = blocks.flatMap((block) => block.faces);
  const file = exchange.file();
  let asked = 0;
  const bodies = blocks.map((block) => ({ items: [block.solid], faces: block.faces.map((id) => ({ id })) }));
  const shape = {
    get bodies() {
      asked += 1;
      return bodies;
    },
    tessellations: [],
    reached: [],
  } as unknown as PartShape;
  const parts = styledParts(file, new Map([[1, shape]]), () => undefined);
  expect(faces.map((face) => parts.facesOf(face, 1))).toEqual(faces.map((face) => [face]));
  expect(blocks.map(({ solid }) => parts.facesOf(solid, 1))).toEqual(blocks.map((block) => block.faces));
  expect(blocks.some(({ solid }) => parts.isAllOf(solid, 1))).toBe(false);
  // As often as one face alone takes.
  expect(asked).toBeLessThan(10);
});
