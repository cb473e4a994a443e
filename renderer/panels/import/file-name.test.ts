import { expect, test } from "vitest";
import { fileNameParts } from "./file-name.ts";

test("splits a path at its last folder", () => {
  expect(fileNameParts("a/b/c.step")).toEqual({ folder: "a/b", name: "c.step" });
  expect(fileNameParts("c.step")).toEqual({ folder: "", name: "c.step" });
});
