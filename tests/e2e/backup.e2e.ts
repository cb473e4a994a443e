/** The data folder copied while it is in use. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
let to: string;
beforeAll(async () => {
  to = mkdtempSync(join(tmpdir(), "throughline-backups-"));
  shell = await openInBrowser({ demo: false });
});
afterAll(async () => {
  await shell.close();
  rmSync(to, { recursive: true, force: true });
});

test("the data folder is checked beside everything else", async () => {
  const { app } = shell;
  await app.command("Check the data folder…");
  const sheet = app.page.getByRole("dialog", { name: "Check the data folder" });
  await sheet.getByRole("status").filter({ hasText: "is sound" }).waitFor();
  expect(await sheet.getByRole("listitem").count()).toBeGreaterThan(8);
  expect(await violations(app)).toEqual([]);
  await app.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
});

test("where a backup can't go is said, and where it can it is made", async () => {
  const { app } = shell;
  await app.command("Back up the data…");
  const sheet = app.page.getByRole("dialog", { name: "Back up the data" });
  const folder = sheet.getByLabel("Folder, by its whole path");
  expect(await violations(app)).toEqual([]);
  await folder.fill(join(shell.serve.dataFolder, "inside"));
  await app.page.keyboard.press("Enter");
  await sheet.getByText("A backup can't lie in the data folder itself", { exact: false }).waitFor();
  await folder.fill(to);
  await app.page.keyboard.press("Enter");
  await sheet.getByRole("status").filter({ hasText: "Made" }).waitFor();
  const made = readdirSync(to);
  expect(made).toEqual([expect.stringMatching(/^throughline-.*Z$/)]);
  expect(existsSync(join(to, made[0] ?? "", "manifest.json"))).toBe(true);
  await app.page.keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
});
