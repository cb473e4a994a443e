/** Bodies of a file that has no product structure, as parts on the screen: selected, hidden, measured one by one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IgesText } from "../../electron/host/import/cad/mesh-formats/whole-file/bodies/testing/iges-writer.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { MeasureCard } from "./pages/measure-card.ts";
import { SectionCard } from "./pages/section-card.ts";

const FILES = resolve(import.meta.dirname, "../../electron/host/import/cad/mesh-formats/whole-file/testing");

/** A block, two pins in a group, a ball that the file blanks. */
function stand(): string {
  const file = new IgesText(readFileSync(join(FILES, "bodies.igs"), "latin1"));
  const [block = 0, left = 0, right = 0, ball = 0] = file.of(186);
  const names = [
    [block, "PLATE"],
    [left, "LEFT"],
    [right, "RIGHT"],
    [ball, "BALL"],
  ] as const;
  for (const [number, label] of names) file.change(number, { label, status: "00020000" });
  file.change(block, { level: 7 });
  file.change(ball, { status: "01020000" });
  const pins = file.add(402, [2, left, right, 0, 1, file.name("Pins")], { form: 7, status: "00020000" });
  file.add(402, [3, block, pins, ball], { form: 7, label: "STAND" });
  return file.toString();
}

let shell: BrowserShell;
const folder = mkdtempSync(join(tmpdir(), "throughline-bodies-"));
beforeAll(async () => {
  writeFileSync(join(folder, "stand.igs"), stand(), "latin1");
  writeFileSync(join(folder, "nested.brep"), readFileSync(join(FILES, "nested.brep")));
  shell = await openInBrowser({ demo: false });
  await shell.app.imports.openFolder(folder);
  await shell.app.imports.run();
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shell.close();
});

const shown = (): Promise<string | null> => shell.app.scene.region.getAttribute("data-shown");

test("the bodies of an IGES file are in the tree under their names, and one that it blanks begins out of sight", async () => {
  const { app } = shell;
  await app.product.select(/^stand/);
  await app.scene.ready(60_000);
  await expect.poll(shown).toBe("3");
  await expect
    .poll(() => app.scene.region.getByRole("button", { name: /hidden in the file/ }).innerText())
    .toBe("1 occurrence hidden in the file");
  // A section goes through the middle of what is seen, wherever the ball is: the pins begin at -5 mm, the block ends at 20.
  const section = new SectionCard(app.page);
  await app.scene.press("s");
  expect(await section.offset("Y").inputValue()).toBe("7.5");
  await app.scene.press("Shift+s");
  await app.command("Show all");
  await expect.poll(shown).toBe("4");
});

test("one body is selected, measured and hidden, and the others stay", async () => {
  const { app } = shell;
  await app.product.part(/^stand/).press("ArrowRight");
  await app.product.select(/PLATE/);
  const measure = new MeasureCard(app.page);
  await app.scene.press("Shift+m");
  await measure.value("Volume").waitFor();
  // A block of 10 × 20 × 30 mm.
  expect((await measure.value("Box").innerText()).replaceAll(/\s+/g, " ")).toContain("10 × 20 × 30 mm");
  await app.scene.press("Escape");
  await expect.poll(() => app.scene.region.getAttribute("data-tool")).toBe("select");
  await app.product.select(/PLATE/);
  await app.command("Hide the selection");
  await expect.poll(shown).toBe("3");
  await app.command("Undo");
  await expect.poll(shown).toBe("4");
});

test("the bodies of a BREP file stand in their groups, one part for all places", async () => {
  const { app } = shell;
  await app.product.select(/^nested/);
  await app.scene.ready(60_000);
  // Body, two groups of two, a shell, loose faces.
  await expect.poll(shown).toBe("7");
  expect(await app.scene.region.locator(".scene-problems").count()).toBe(0);
  await app.product.part(/^nested/).press("ArrowRight");
  const lines = await app.product.lines();
  expect(lines.some((line) => line.includes("Body 1"))).toBe(true);
  expect(lines.some((line) => /Group 1.*2/.test(line))).toBe(true);
});
