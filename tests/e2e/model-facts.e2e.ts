/** What a STEP file says of its faces, through the screen: dimensions and tolerances, and the check of its geometry. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const CTC01 = sharedData("step/nist_ctc_01_asme1_ap242-e1.stp");
const SAMPLES = dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json"));
const AS1 = join(SAMPLES, "test/testfiles/cax-if/as1-tu-203.stp");

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser({ demo: false });
  const { app } = shell;
  await app.imports.openFiles([AS1, ...(CTC01 === undefined ? [] : [CTC01])]);
  await app.imports.run();
}, 60_000);
afterAll(() => shell.close());

test("a part's volume, area and centre stand beside what is drawn", async () => {
  const { app } = shell;
  await app.product.select(/plate/i);
  await app.scene.ready();
  await app.show("Details");
  const facts = app.page.getByRole("region", { name: "Geometry in the file" });
  await facts.waitFor();
  const text = await facts.innerText();
  expect(text).toMatch(/Volume\s+530577 mm³ as drawn/);
  expect(text).toContain("Surface area");
  expect(text).toMatch(/Layers\s+256/);
});

test("what lies on the layer of a part is selected together", async () => {
  const { app } = shell;
  const shown = (): Promise<string | null> => app.scene.region.getAttribute("data-shown");
  await app.product.select(/bolt/i);
  await app.scene.ready();
  await app.scene.press("h");
  await expect.poll(shown).not.toBe("18");
  await app.scene.press("Shift+H");
  await expect.poll(shown).toBe("18");
  // Everything in this file is on one layer.
  await app.command("Select what lies on the same layers");
  await app.scene.press("h");
  await expect.poll(shown).toBe("0");
  await app.scene.press("Shift+H");
  await expect.poll(shown).toBe("18");
});

test.skipIf(CTC01 === undefined)(
  `a tolerance shows its face, and the face its tolerances (${CTC01 === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const { app } = shell;
    await app.product.select(/NIST/);
    await app.scene.ready();
    const all = app.page.getByRole("region", { name: "Dimensions and tolerances in the model" });
    await all.getByRole("button", { name: "Show all" }).click();
    await all.getByRole("button", { name: "flatness 0.2, 1 face" }).click();
    const ofFace = app.page.getByRole("region", { name: "On the picked face" });
    await ofFace.waitFor();
    expect(await ofFace.innerText()).toContain("flatness 0.2");
    expect(await ofFace.innerText()).toContain("datum A");
    await expect.poll(() => app.scene.region.locator("[data-face]").innerText()).toContain("plane");
  },
);
