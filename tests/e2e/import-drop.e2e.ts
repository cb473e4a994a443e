/** A folder dragged from the desktop onto the window: planned and taken as one that is opened. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

let folder: string;
let shell: BrowserShell;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-drop-"));
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "setup.csv"), "Part,Serial,Tool\nPL-7,1,T4\nPL-7,2,T5\n");
  writeFileSync(join(folder, "deep/orders.csv"), "Part,Serial,Order\nPL-8,1,7001\n");
  shell = await openInBrowser({ demo: false });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shell.close();
});

test("its files are planned, those in folders too, and their parts are there after the import", async () => {
  const { app } = shell;
  await app.timeline.plot.waitFor();
  await app.imports.drop(folder);
  const plan = await app.imports.region.innerText();
  expect(plan).toContain("setup.csv");
  expect(plan).toMatch(/orders\.csv\n\S+\/deep\n/);
  await app.imports.run();
  await app.product.tree.getByRole("treeitem", { name: /PL-7/ }).waitFor();
  await app.product.tree.getByRole("treeitem", { name: /PL-8/ }).waitFor();
});
