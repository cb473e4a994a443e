/** Bodies that a STEP file marks hidden: kept out of the view and of what failed, listed, and shown on demand. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const FTC10 = sharedData("step/nist_ftc_10_asme1_ap242-e2.stp");

let shell: BrowserShell;
beforeAll(async () => {
  if (FTC10 === undefined) return;
  shell = await openInBrowser({ demo: false });
  await shell.app.imports.openFiles([FTC10]);
  await shell.app.imports.run();
}, 60_000);
afterAll(() => shell?.close());

test.skipIf(FTC10 === undefined)(
  `are listed in words of their own and shown, and undo hides them again (${FTC10 === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const { app } = shell;
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
