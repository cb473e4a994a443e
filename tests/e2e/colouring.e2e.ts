/** The model coloured by what is known of its parts: chosen, scaled, taken back, kept. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo({ width: 1366, height: 768 });
  await shell.app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

test("from the menu: the legend names quantity, range and what has no data", async () => {
  const { scene } = shell.app;
  await expect.poll(() => scene.colouring()).toMatch(/^fail-rate/);
  await scene.colourBy("Count of units");
  await expect.poll(() => scene.colouring()).toMatch(/^units \d+\/130/);
  const legend = await scene.legend.innerText();
  expect(legend).toMatch(/Units · all units/);
  expect(legend).toMatch(/Range [\d,]+ to [\d,]+/);
  expect(legend).toMatch(
    /no data: \d+ of 130 positions\s+11 positions by the units built in there, \d+ by their part/,
  );
});

test("what units cost is told by position too, where records say which unit is where", async () => {
  const { app } = shell;
  await app.command("Colour by: cost");
  await expect
    .poll(() => app.scene.legend.innerText())
    .toMatch(/Cost[^]*of 130 positions\s+11 positions by the units built in there, \d+ by their part/);
});

test("with the keyboard: the palette, the next quantity, off and on", async () => {
  const { app } = shell;
  await app.command("Colour by: count of events");
  await expect.poll(() => app.scene.colouring()).toMatch(/^events/);
  await app.page.keyboard.press("Alt+C");
  await expect.poll(() => app.scene.colouring()).toMatch(/^age/);
  await app.page.keyboard.press("c");
  await expect.poll(() => app.scene.colouring()).toBe("none");
  expect(await app.scene.legend.count()).toBe(0);
  await app.page.keyboard.press("c");
  await expect.poll(() => app.scene.colouring()).toMatch(/^age/);
});

test("events of one kind alone", async () => {
  const { app } = shell;
  await app.command("Colour by: count of events");
  await expect.poll(() => app.scene.colouring()).toMatch(/^events/);
  const all = await app.scene.legend.innerText();
  await app.scene.colourBy("Inspection");
  await expect.poll(() => app.scene.legend.innerText()).toMatch(/Events: inspection/i);
  expect(await app.scene.legend.innerText()).not.toBe(all);
  await app.scene.colourBy("All kinds");
});

test("the scale can be changed, taken back, and reset to the data", async () => {
  const { app } = shell;
  await app.command("Colour by: count of units");
  await expect.poll(() => app.scene.colouring()).toMatch(/^units/);
  const own = await app.scene.colouring();
  await app.scene.scale("To", "160");
  await expect.poll(() => app.scene.colouring()).toMatch(/to 160$/);
  expect(await app.scene.legend.innerText()).toMatch(/≥ 160[^]*scale changed/);
  await app.page.keyboard.press("Control+Z");
  await expect.poll(() => app.scene.colouring()).toBe(own);
  await app.page.keyboard.press("Control+Y");
  await expect.poll(() => app.scene.colouring()).toMatch(/to 160$/);
  // Steps instead of a ramp: each colour with what it stands for, and how many have it.
  await app.scene.scale("Steps at", "5; 20");
  await expect.poll(() => app.scene.colouring()).toMatch(/to 5\/20$/);
  expect(
    (await app.scene.legend.getByRole("list", { name: "Steps" }).innerText()).replaceAll("\n", " "),
  ).toMatch(/^below 5 \d+ 5 to 20 \d+ from 20 \d+$/);
  await app.page.keyboard.press("Control+Z");
  await expect.poll(() => app.scene.colouring()).toMatch(/to 160$/);
  await app.scene.scale("Reset");
  await expect.poll(() => app.scene.colouring()).toBe(own);
});

test("one unit: its own events, and those of what is built into it", async () => {
  const { app } = shell;
  await app.command("Colour by: count of events");
  await expect.poll(() => app.scene.colouring()).toMatch(/^events/);
  const all = await app.scene.colouring();
  await app.product.select(/^10-4000/);
  await app.show("Units");
  await app.units.unit(/./).click();
  await expect.poll(() => app.scene.legend.innerText()).toMatch(/this unit/);
  await expect.poll(() => app.scene.colouring()).not.toBe(all);
  // The age of what is built into it, and how far the worst of what was measured on it is off.
  await app.command("Colour by: age of units");
  await expect.poll(() => app.scene.legend.innerText()).toMatch(/Days since units were made · this unit/);
  // Of 54 parts: they are counted where they stand, for some have a unit of their own at each place.
  await expect.poll(() => app.scene.colouring()).toMatch(/^unit-age [1-9]\d*\/130/);
  await app.command("Colour by: worst deviation of the part");
  await expect
    .poll(() => app.scene.legend.innerText())
    .toMatch(/Worst deviation of the part[^]* · this unit/);
  // Under the pointer: the number of that occurrence, and which unit stands there.
  await app.scene.hoverOver("Unit ", 0.5, 0.5);
  expect(await app.scene.hover.innerText()).toMatch(
    /Worst deviation of the part.* (no data|[+−]?\d+ %) · Unit \S/,
  );
  await app.page.keyboard.press("Control+Z");
  await expect.poll(() => app.scene.colouring()).toMatch(/^unit-age/);
  // What a process is capable of is known of all units, whichever is looked at.
  await app.command("Colour by: lowest Cpk of the part");
  await expect.poll(() => app.scene.colouring()).toMatch(/^part-cpk [1-9]\d*\/54/);
  expect(await app.scene.legend.innerText()).toMatch(/Lowest Cpk of the part · all units/);
  await app.command("Colour by: count of events");
  await app.details.scope.getByRole("button", { name: "All units of this part" }).click();
  await app.show("Product");
  await expect.poll(() => app.scene.colouring()).toBe(all);
});

test("the choice is there again when the page is opened anew", async () => {
  const { app } = shell;
  await app.command("Colour by: defects");
  await expect.poll(() => app.scene.colouring()).toMatch(/^defects/);
  await app.page.reload();
  await app.scene.ready();
  await expect.poll(() => app.scene.colouring()).toMatch(/^defects/);
});
