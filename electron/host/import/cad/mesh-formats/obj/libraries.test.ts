import { expect, test } from "vitest";
import { libraryNames } from "./libraries.ts";

test("names of libraries stand at the beginning of a line, each once", () => {
  const text =
    "# mtllib no.mtl\nmtllib one.mtl\n\t mtllib two.mtl\r\nv 0 0 0\nmtllib one.mtl\nmtllib last.mtl";
  expect(libraryNames(Buffer.from(text))).toEqual(["one.mtl", "two.mtl", "last.mtl"]);
});

test("a line that is nothing but the word is looked at once", () => {
  const names = libraryNames(Buffer.from(`# ${"mtllib".repeat(200_000)}\nmtllib one.mtl\n`));
  expect(names).toEqual(["one.mtl"]);
});
