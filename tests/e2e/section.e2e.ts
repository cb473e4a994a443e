/** Cutting the model open: by mouse, by keys, by typing; and what the rest of the screen makes of it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { SectionCard } from "./pages/section-card.ts";

let shell: BrowserShell;
let section: SectionCard;
beforeAll(async () => {
  shell = await openInBrowser();
  section = new SectionCard(shell.app.page);
  await shell.app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

const view = () => shell.app.scene.region.locator(".scene-view");
const press = (key: string) => shell.app.page.keyboard.press(key);

/** Taking pictures lasts, on a machine that does much else. */
const LONG = { timeout: 15_000 };

/** The picture of the model alone, for "it looks different now". */
async function picture(): Promise<string> {
  const png = await shell.app.scene.canvas.screenshot();
  return png.toString("base64");
}

/** What clicks on a row of places select. */
async function partsAlongTheMiddle(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const x of [0.42, 0.46, 0.5, 0.54]) {
    await shell.app.scene.click(x, 0.62);
    await shell.app.scene.region.locator(".scene-view").evaluate(nextFrames);
    names.push(await shell.app.selectedPart());
  }
  return names;
}

/** Runs in the page: what a click changes is on the screen after two frames. */
function nextFrames(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}

test("S cuts the model open across the axis that looks most at the eye", async () => {
  await view().focus();
  const whole = await picture();
  await press("s");
  await section.card.waitFor();
  expect(await section.planes()).toEqual(["Y"]);
  expect(await section.offset("Y").inputValue()).toBe("0");
  await expect.poll(picture, LONG).not.toBe(whole);
  expect(
    await shell.app.scene.region
      .getByRole("button", { name: "Section", exact: true })
      .getAttribute("aria-pressed"),
  ).toBe("true");
});

test("an exact offset is typed; what is no number is told and not taken", async () => {
  await section.type("Y", "-3,25");
  await expect.poll(() => section.arrow("Y").getAttribute("aria-valuenow")).toBe("-3.25");
  expect(await section.offset("Y").inputValue()).toBe("−3.25");
  await section.offset("Y").fill("three");
  await section.card.getByRole("alert").waitFor();
  expect(await section.offset("Y").getAttribute("aria-invalid")).toBe("true");
  await section.offset("Y").press("Escape");
  expect(await section.offset("Y").inputValue()).toBe("−3.25");
  // Escape took back what was typed; the card stays.
  await section.card.waitFor();
});

test("an arrow is moved by keys, in steps, and to both ends", async () => {
  const arrow = section.arrow("Y");
  const now = async (): Promise<number> => Number(await arrow.getAttribute("aria-valuenow"));
  await section.type("Y", "0");
  await arrow.focus();
  await press("ArrowUp");
  const step = Math.abs(await now());
  expect(step).toBeGreaterThan(0);
  await press("Shift+ArrowUp");
  expect(Math.abs(await now())).toBeCloseTo(step * 11, 6);
  await press("Home");
  expect(await now()).toBe(Number(await arrow.getAttribute("aria-valuemin")));
  await press("End");
  expect(await now()).toBe(Number(await arrow.getAttribute("aria-valuemax")));
  for (let undo = 0; undo < 4; undo += 1) await press("Control+z");
  await expect.poll(now).toBe(0);
});

test("an arrow is dragged; that is one step to take back", async () => {
  const { page } = shell.app;
  const from = await section.place("Y");
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (let step = 1; step <= 5; step += 1) await page.mouse.move(from.x - step * 6, from.y + step * 4);
  await page.mouse.up();
  const dragged = Number(await section.arrow("Y").getAttribute("aria-valuenow"));
  expect(dragged).toBeLessThan(-2);
  await press("Control+z");
  await expect.poll(() => section.arrow("Y").getAttribute("aria-valuenow")).toBe("0");
  await press("Control+y");
  await expect.poll(() => section.arrow("Y").getAttribute("aria-valuenow")).toBe(String(dragged));
  await press("Control+z");
});

test("what is cut away can't be picked: the click goes to what is seen", async () => {
  await section.button("Put the planes away").click();
  await section.line.waitFor();
  const inside = await partsAlongTheMiddle();
  await view().focus();
  await press("Shift+s");
  await section.line.waitFor({ state: "hidden" });
  const outside = await partsAlongTheMiddle();
  expect(outside).not.toEqual(inside);
  await press("Control+z");
  await section.line.waitFor();
});

test("three planes and no more; each is switched, flipped and removed by itself", async () => {
  await section.line.click();
  await section.button("Section: across X").click();
  await section.button("Section: across Z").click();
  expect(await section.planes()).toEqual(["Y", "X", "Z"]);
  expect(await section.button("Section: across the view").isDisabled()).toBe(true);
  const three = await picture();
  await section.card.getByRole("checkbox", { name: "Plane X cuts" }).uncheck();
  await expect.poll(picture, LONG).not.toBe(three);
  await section.arrow("X").waitFor({ state: "hidden" });
  const two = await picture();
  await section.button("Flip: cut away the other side of plane Z").click();
  await expect.poll(picture, LONG).not.toBe(two);
  await section.button("Remove plane X").click();
  expect(await section.planes()).toEqual(["Y", "Z"]);
});

test("a plane face gives its plane, the view another", async () => {
  const { app } = shell;
  await app.command("Remove the section");
  await section.card.waitFor({ state: "hidden" });
  await app.command("Section: across the view");
  expect(await section.planes()).toEqual(["View"]);
  await app.command("Remove the section");
  expect(await section.line.isVisible()).toBe(false);
  const face = app.scene.region.locator("[data-face]");
  for (const x of [0.42, 0.46, 0.5, 0.54, 0.58]) {
    await app.scene.click(x, 0.5);
    if ((await face.filter({ hasText: "plane" }).count()) > 0) break;
  }
  await app.command("Section: at the selected plane face");
  expect(await section.planes()).toEqual(["Face"]);
  expect(await section.offset("Face").inputValue()).toBe("0");
  await app.command("Remove the section");
});

test("Escape puts the planes away, then clears the selection; the section stays", async () => {
  const { app } = shell;
  await app.scene.click(0.5, 0.5);
  const selected = await app.selectedPart();
  await view().focus();
  await press("s");
  await section.card.waitFor();
  await press("Escape");
  await section.line.waitFor();
  expect(await app.selectedPart()).toBe(selected);
  await press("Escape");
  await expect.poll(() => app.selectedPart()).not.toBe(selected);
  expect(await section.line.innerText()).toBe("Section 1 plane");
});

test("a change request keeps the section with its view, and shows it again", async () => {
  const { app } = shell;
  const { changes } = app;
  await app.product.select(/Ball nut/);
  await view().focus();
  await press("Shift+s");
  await app.command("Section: across Z");
  await section.type("Z", "41.5");
  await changes.write({ title: "Ball nut: wear", problem: "Seen in the cut." });
  await app.command("Remove the section");
  await section.card.waitFor({ state: "hidden" });
  await changes.press("Show the view it was written at");
  await section.line.click();
  expect(await section.planes()).toEqual(["Z"]);
  expect(await section.offset("Z").inputValue()).toBe("41.5");
  await app.command("Undo");
  await section.card.waitFor({ state: "hidden" });
});

test("each axis has a key of its own", async () => {
  await view().focus();
  for (const axis of ["X", "Y", "Z"]) await press(`Alt+Shift+${axis}`);
  await expect.poll(() => section.planes()).toEqual(["X", "Y", "Z"]);
  await press("Shift+S");
  await section.card.waitFor({ state: "hidden" });
});
