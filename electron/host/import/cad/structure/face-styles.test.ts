import { expect, test } from "vitest";
import { createHiddenFaces } from "./face-styles.ts";
import type { BoundStyle } from "./occurrence-colours.ts";
import type { StyledParts } from "./styled-parts.ts";

const style = (item: number): BoundStyle => ({
  colour: undefined,
  hidden: true,
  definitions: new Set([1]),
  item,
  usages: new Set(),
  mappedItems: new Set(),
});

test("sets of hidden faces beyond the limit are not made, and are said; those that are known stay", () => {
  const faces = Array.from({ length: 400_000 }, (_, face) => face);
  const parts: StyledParts = {
    having: () => new Set([1]),
    isFace: () => false,
    isAllOf: () => false,
    facesOf: () => faces,
  };
  const hidden = createHiddenFaces(parts);
  const styles = Array.from({ length: 3000 }, (_, item) => style(item));
  const found = styles.map((own) => hidden.of(1, [own]));
  expect(found.filter((own) => own !== undefined).map(({ size }) => size)).toEqual([400_000, 400_000]);
  expect(hidden.left.size).toBe(2998);
  expect(hidden.of(1, styles.slice(0, 1))).toBe(found[0]);
});
