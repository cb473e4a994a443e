/** An assembly of some thousand occurrences: built in pieces, drawn in portions, and worked with as any other. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeGlb } from "../../renderer/scene/export/glb.ts";
import { generateAssembly } from "../../renderer/scene/testing/generated-assembly.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const MODEL = generateAssembly({ parts: 40, occurrences: 6_000, segments: 24 });

let folder: string;
let shell: BrowserShell;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-large-"));
  const pieces = await writeGlb(MODEL, new Uint8Array(MODEL.nodes.length).fill(1), {
    signal: new AbortController().signal,
    progress: () => undefined,
    pause: async () => undefined,
  });
  const file = join(folder, "large.glb");
  writeFileSync(file, Buffer.concat(pieces));
  shell = await openInBrowser({ demo: false });
  await shell.app.imports.openFiles([file]);
  await shell.app.imports.run();
}, 120_000);
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

test("every occurrence is there, and what is under the pointer is found and hidden", async () => {
  const { scene, product } = shell.app;
  await scene.ready(60_000);
  // The file has a node of its own above the product: it turns metres with y up.
  await expect.poll(async () => Number(await scene.region.getAttribute("data-nodes"))).toBeGreaterThan(6_000);
  const drawn = async (): Promise<number> => Number(await scene.region.getAttribute("data-shown"));
  await expect.poll(drawn).toBe(6_000);
  const all = await scene.settled(() => scene.picture());
  await scene.hoverOver("no units known", 0.45, 0.42);
  await scene.press("Tab");
  await expect.poll(drawn).toBe(5_999);
  await expect.poll(() => scene.picture()).not.toBe(all);
  await shell.app.page.keyboard.press("Control+Z");
  await expect.poll(drawn).toBe(6_000);
  // What is under the pointer is marked.
  await shell.app.page.mouse.move(0, 0);
  await expect.poll(() => scene.picture()).toBe(all);
  await product.tree.getByRole("treeitem").first().waitFor();
});

test("turned and back it is the picture it was: coarse while it moves, whole once it rests", async () => {
  const { scene } = shell.app;
  const before = await scene.settled(() => scene.picture());
  await scene.press("ArrowRight");
  await expect.poll(() => scene.picture()).not.toBe(before);
  await scene.press("ArrowLeft");
  await expect.poll(() => scene.picture()).toBe(before);
});

test("a lost graphics context brings the whole picture back", async () => {
  const { scene } = shell.app;
  const before = await scene.settled(() => scene.picture());
  await scene.loseContext();
  await expect.poll(() => scene.picture()).toBe(before);
});

test("a page that is opened anew shows it again", async () => {
  const { app } = shell;
  await app.page.reload();
  await app.scene.ready(60_000);
  await expect.poll(() => app.scene.region.getAttribute("data-shown")).toBe("6000");
});
