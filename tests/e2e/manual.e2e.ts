/** The manual: at what one looks at, found by words, and read beside the work, without a network. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser({ demo: false, size: { width: 1366, height: 768 } });
});
afterAll(async () => {
  await shell.close();
});

test("F1 opens it at what explains the panel that has the focus", async () => {
  const { app } = shell;
  await app.timeline.region.focus();
  await app.page.keyboard.press("F1");
  await expect.poll(() => app.manual.heading("Using Throughline")).toBe("Timeline");
  await app.show("Machines");
  await app.machines.region.click({ position: { x: 8, y: 200 } });
  await app.page.keyboard.press("F1");
  await app.manual.text("OPC UA").waitFor();
  await app.manual.press("Back");
  await expect.poll(() => app.manual.heading("Using Throughline")).toBe("Timeline");
});

test("words are found wherever they stand, Enter reads the first hit with them marked", async () => {
  const { app } = shell;
  await app.manual.search.fill("thumbprint trusted");
  await app.manual.hits.first().waitFor();
  expect((await app.manual.hits.allInnerTexts()).join("\n")).toContain("On the screen · OPC UA");
  await app.manual.search.press("Enter");
  await app.manual.text("OPC UA").waitFor();
  await expect.poll(() => app.manual.heading("OPC UA")).toBe("On the screen");
  const marked = await app.page.evaluate(() =>
    [...(CSS.highlights.get("manual-words") ?? [])].flatMap((range) =>
      range instanceof Range ? [range.toString().toLowerCase()] : [],
    ),
  );
  expect(new Set(marked)).toEqual(new Set(["thumbprint", "trusted"]));
  await app.manual.press("Found");
  await app.manual.search.fill("quadrille zymurgy");
  await app.manual.region.getByText("Nothing in the manual has “quadrille zymurgy”.").waitFor();
  await app.manual.search.fill("");
  await app.manual.contents.waitFor();
});

test("the palette finds sections of the manual behind everything else", async () => {
  const { app } = shell;
  await app.page.keyboard.press("Control+K");
  const palette = app.page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("continuation thumbprint");
  await palette.getByText("Nothing found").waitFor();
  await palette.getByRole("combobox").fill("what an outage costs");
  await palette.getByRole("option", { name: /What an outage costs/ }).click();
  await expect.poll(() => app.manual.heading("OPC UA")).toBe("What an outage costs");
  await app.manual.press("Contents");
});

test("a link leads to another document; a screen reader finds no fault", async () => {
  const { app } = shell;
  await app.manual.contents.getByRole("button", { name: "Using Throughline" }).click();
  await app.manual.text("Using Throughline").getByRole("button", { name: "importing" }).first().click();
  await app.manual.text("Importing").waitFor();
  expect(await violations(app)).toEqual([]);
  await app.manual.press("Contents");
  expect(await violations(app)).toEqual([]);
});
