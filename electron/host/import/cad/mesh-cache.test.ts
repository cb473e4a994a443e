import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CadModel } from "../../../../shared/model/cad.ts";
import { createBlobs } from "../../blobs.ts";
import { createMeshCache } from "./mesh-cache.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-cache-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = Buffer.from("the bytes of a file");
const model: CadModel = { schema: "AP214", parts: [{ number: "1", name: "one" }], nodes: [], problems: [] };

async function kept(): Promise<{ find: () => Promise<CadModel | undefined>; blob: string; named: string }> {
  const blobs = createBlobs(folder);
  const cache = createMeshCache(blobs);
  await cache.keep(content, model);
  const [sha256 = ""] = readdirSync(join(folder, "blobs")).filter((name) => name !== "made-of");
  const [named = ""] = readdirSync(join(folder, "blobs/made-of"));
  return {
    find: () => createMeshCache(createBlobs(folder)).find(content),
    blob: join(folder, "blobs", sha256),
    named: join(folder, "blobs/made-of", named),
  };
}

test("what was kept is found by the content it was made of, and by nothing else", async () => {
  expect(await createMeshCache(createBlobs(folder)).find(content)).toBeUndefined();
  const { find, named, blob } = await kept();
  expect(await find()).toEqual(model);
  expect(await createMeshCache(createBlobs(folder)).find(Buffer.from("other"))).toBeUndefined();
  expect(blob.endsWith(readFileSync(named, "utf8"))).toBe(true);
});

test("a lost or damaged blob is as if it had never been kept", async () => {
  const { find, blob } = await kept();
  truncateSync(blob, 20);
  expect(await find()).toBeUndefined();
  unlinkSync(blob);
  expect(await find()).toBeUndefined();
});

test("a torn or foreign note leads nowhere", async () => {
  const { find, named } = await kept();
  for (const text of ["", "abc", "../../../../etc/passwd", "0".repeat(64)]) {
    writeFileSync(named, text);
    expect(await find()).toBeUndefined();
  }
});
