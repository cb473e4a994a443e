/** Bodies that a STEP file marks hidden: kept out of the view and of what failed, listed, and shown on demand. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { REVISIONS } from "../revised-product.ts";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const FTC10 = sharedData("step/nist_ftc_10_asme1_ap242-e2.stp");

let shell: BrowserShell | undefined;
const folder = mkdtempSync(join(tmpdir(), "throughline-hidden-"));
afterAll(async () => {
  await shell?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(path: string): Promise<BrowserShell["app"]> {
  shell ??= await openInBrowser({ demo: false });
  await shell.app.imports.openFiles([path]);
  await shell.app.imports.run();
  return shell.app;
}

/** The mount, with its second bracket, or some faces of that, hidden as systems write it: by styles of that place alone. */
function withHiddenBracket(text: string, faces = 0): string {
  const idOf = (pattern: RegExp): string => {
    const id = pattern.exec(text)?.[1];
    if (id === undefined) throw new Error(`not in the file: ${pattern.source}`);
    return id;
  };
  const usage = idOf(/(#\d+)=NEXT_ASSEMBLY_USAGE_OCCURRENCE\([^;]*'Bracket\.2'/);
  const shape = idOf(new RegExp(`(#\\d+)=PRODUCT_DEFINITION_SHAPE\\([^;]*,${usage}\\)`));
  const relation = idOf(new RegExp(`CONTEXT_DEPENDENT_SHAPE_REPRESENTATION\\((#\\d+),${shape}\\)`));
  const solid = idOf(/ADVANCED_BREP_SHAPE_REPRESENTATION\('FX-120',\(#\d+,(#\d+)/);
  const style = idOf(new RegExp(`(#\\d+)=STYLED_ITEM\\([^;]*,${solid}\\)`));
  const shell = idOf(new RegExp(`\\${solid}=MANIFOLD_SOLID_BREP\\([^;]*,(#\\d+)\\)`));
  const listed = new RegExp(`\\${shell}=CLOSED_SHELL\\([^;]*\\(([^;)]*)\\)`).exec(text)?.[1] ?? "";
  const items = faces === 0 ? [solid] : listed.split(",").slice(0, faces);
  const own = items
    .flatMap((item, at) => [
      `#9001${at}=CONTEXT_DEPENDENT_OVER_RIDING_STYLED_ITEM('',(),${item.trim()},${style},(${relation}));`,
      `#9002${at}=INVISIBILITY((#9001${at}));`,
    ])
    .join("\n");
  return text.replace(/ENDSEC;\s*END-ISO/, (end) => `${own}\n${end}`);
}

test("an occurrence that the file hides begins out of sight, and comes back like any other", async () => {
  const path = join(folder, "mount.step");
  writeFileSync(path, withHiddenBracket(REVISIONS.older.text));
  const app = await open(path);
  await app.product.select(/FX-100/);
  await app.scene.ready(60_000);
  const shown = (): Promise<string | null> => app.scene.region.getAttribute("data-shown");
  // A plate, two brackets, four washers, a spacer.
  await expect.poll(shown).toBe("7");
  const card = app.scene.region.getByRole("button", { name: /hidden in the file/ });
  expect(await card.innerText()).toBe("1 occurrence hidden in the file");
  expect(await app.scene.region.locator(".scene-problems").count()).toBe(0);
  await app.command("Show all");
  await expect.poll(shown).toBe("8");
  await app.command("Undo");
  await expect.poll(shown).toBe("7");
});

test("faces that the file hides in one occurrence are gone there, and come back with a click", async () => {
  const path = join(folder, "faces.step");
  // Another product, so that the one before stays.
  writeFileSync(path, withHiddenBracket(REVISIONS.older.text, 3).replaceAll("FX-", "FY-"));
  const app = await open(path);
  await app.product.select(/FY-100/);
  await app.scene.ready(60_000);
  const card = app.scene.region.getByRole("button", { name: /faces/ });
  await expect.poll(() => card.innerText()).toBe("1 occurrence with faces hidden in the file");
  await app.page.mouse.move(0, 0);
  const hidden = await app.scene.settled(() => app.scene.picture());
  await card.click();
  const list = app.page.getByRole("dialog", { name: /faces hidden in the file/ });
  expect(await list.getByRole("listitem").allInnerTexts()).toEqual(["FY-120: faces of 1 occurrence"]);
  await list.getByRole("button", { name: "Show them" }).click();
  await expect.poll(() => card.innerText()).toBe("1 occurrence is shown with its hidden faces");
  await app.page.keyboard.press("Escape");
  await app.page.mouse.move(0, 0);
  await expect.poll(() => app.scene.picture()).not.toBe(hidden);
  expect(await app.scene.region.getAttribute("data-shown")).toBe("8");
  await app.command("Undo");
  await expect.poll(() => card.innerText()).toBe("1 occurrence with faces hidden in the file");
  await expect.poll(() => app.scene.settled(() => app.scene.picture())).toBe(hidden);
});

test.skipIf(FTC10 === undefined)(
  `are listed in words of their own and shown, and undo hides them again (${FTC10 === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const app = await open(FTC10 ?? "");
    await app.product.select(/NIST|FTC/i);
    await app.scene.ready(60_000);
    expect(await app.scene.region.locator(".scene-problems").count()).toBe(0);
    await app.command("View: right");
    // A part is lit while the pointer is on it, or on its line.
    await app.page.mouse.move(0, 0);
    await app.answered();
    const hidden = await app.scene.settled(() => app.scene.picture());
    const card = app.scene.region.getByRole("button", { name: /hidden in the file/ });
    expect(await card.innerText()).toBe("12 bodies hidden in the file");
    await card.click();
    const list = app.page.getByRole("dialog", { name: "12 bodies hidden in the file" });
    expect(await list.getByRole("listitem").allInnerTexts()).toEqual([expect.stringMatching(/: 12 bodies$/)]);
    await list.getByRole("button", { name: "Show them" }).click();
    await expect.poll(() => card.innerText()).toBe("12 bodies hidden in the file are shown");
    await app.page.keyboard.press("Escape");
    await app.page.mouse.move(0, 0);
    await expect.poll(() => app.scene.picture()).not.toBe(hidden);
    // What was hidden by hand is another thing: showing all leaves these as they are.
    expect(await app.scene.region.getAttribute("data-shown")).toBe("1");
    await app.command("Undo");
    await expect.poll(() => card.innerText()).toBe("12 bodies hidden in the file");
    await expect.poll(() => app.scene.settled(() => app.scene.picture())).toBe(hidden);
    await app.command("Show bodies hidden in the file");
    await expect.poll(() => card.innerText()).toBe("12 bodies hidden in the file are shown");
    await app.show("Details");
    const facts = app.page.getByRole("region", { name: "Geometry in the file" });
    expect(await facts.innerText()).toMatch(/Hidden in the file\s+12 bodies/);
  },
  120_000,
);
