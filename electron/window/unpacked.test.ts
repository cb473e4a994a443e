import { join } from "node:path";
import { expect, test } from "vitest";
import { unpackedPath } from "./unpacked.ts";

test("only a path inside the archive changes", () => {
  const inside = join("/opt", "resources", "app.asar", "dist", "host-entry.mjs");
  expect(unpackedPath(inside)).toBe(join("/opt", "resources", "app.asar.unpacked", "dist", "host-entry.mjs"));
  const checkout = join("/home", "app.asar-like", "dist", "host-entry.mjs");
  expect(unpackedPath(checkout)).toBe(checkout);
});
