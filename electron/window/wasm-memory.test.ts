import { expect, test } from "vitest";
import { keepKernelsSmall } from "./wasm-memory.ts";

test("only a utility process of its own gets the flag", () => {
  const set: string[] = [];
  for (const type of ["utility", "browser", undefined]) keepKernelsSmall(type, (flags) => set.push(flags));
  expect(set).toEqual(["--no-wasm-inlining"]);
});
