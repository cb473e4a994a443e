/** What the lanes stand for, how they are ordered and kept: by pointer and by keys, taken back step by step. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo();
  const { app } = shell;
  await app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

test("lanes by equipment, worst first, each with its failures", async () => {
  const { timeline } = shell.app;
  await timeline.showLanesBy("Equipment");
  // What fails surely more than usual stands above what never fails. The history is still on its way: polled.
  await expect
    .poll(
      async () => {
        const names = await timeline.laneNames();
        const [bad, good] = [names.indexOf("F2"), names.indexOf("VMC-3")];
        return bad >= 0 && bad < good;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  expect(await timeline.lane("F2").getAttribute("title")).toMatch(/failed \(.*usually .*\): surely more/);
});

test("a lane is divided, pinned and moved by keys, and all of it is taken back", async () => {
  const { page, timeline } = shell.app;
  // The plant goes on producing: what is worst may change while this looks.
  await shell.app.command("Timeline lanes: by name");
  await expect.poll(async () => (await timeline.laneNames())[0]).toBe("A1");
  await timeline.lane("F2").focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => timeline.laneNames()).toContain("Inspection");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => timeline.laneNames()).not.toContain("Inspection");
  const last = "VMC-1";
  await timeline.lane(last).focus();
  await page.keyboard.press("p");
  await expect.poll(async () => (await timeline.laneNames())[0]).toBe(last);
  await timeline.lane("A1").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(async () => (await timeline.laneNames())[0]).toBe("A1");
  for (const first of [last, "A1"]) {
    await page.keyboard.press("Control+Z");
    await expect.poll(async () => (await timeline.laneNames())[0]).toBe(first);
  }
  const names = await timeline.laneNames();
  expect(names.indexOf(last)).toBeGreaterThan(names.indexOf("F2"));
});

test("a lane is moved by the pointer, and made higher", async () => {
  const { page, timeline } = shell.app;
  const [first = "", second = "", third = ""] = await timeline.laneNames();
  const [from, to] = [await timeline.lane(first).boundingBox(), await timeline.lane(third).boundingBox()];
  if (from === null || to === null) throw new Error("the lanes are not on the screen");
  await page.mouse.move(from.x + 20, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(from.x + 20, to.y + to.height - 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await timeline.laneNames()).slice(0, 3)).toEqual([second, third, first]);
  const height = async (): Promise<number> => (await timeline.lane(second).boundingBox())?.height ?? 0;
  const before = await height();
  await timeline.lane(second).focus();
  await page.keyboard.press("+");
  await expect.poll(height).toBeGreaterThan(before);
  await page.keyboard.press("Control+Z");
  await expect.poll(height).toBe(before);
  await page.keyboard.press("Control+Z");
  await expect.poll(async () => (await timeline.laneNames())[0]).toBe(first);
});

test("lanes are found by their names", async () => {
  const { timeline } = shell.app;
  const search = shell.app.page.getByRole("searchbox", { name: "Find equipment" });
  await search.fill("vmc");
  await expect.poll(() => timeline.laneNames()).toEqual(["VMC-1", "VMC-2", "VMC-3"]);
  await search.fill("");
  await expect.poll(async () => (await timeline.laneNames()).length).toBeGreaterThan(5);
});

test("by characteristic what is out of limits stands in a lane of its own", async () => {
  const { app } = shell;
  await app.command("Timeline lanes: by characteristic");
  await expect.poll(() => app.timeline.laneNames()).toContain("Bearing bore 62 H7");
});

test("by unit there are many, and more of them are shown when asked for", async () => {
  const { app } = shell;
  await app.command("Timeline lanes: by unit");
  const more = app.timeline.region.getByRole("button", { name: /more units$/ });
  await expect
    .poll(async () => {
      await app.timeline.scrollToEnd();
      return more.isVisible();
    })
    .toBe(true);
  const before = await more.allTextContents();
  await more.click();
  // Fewer more, or none: how many units there are depends on how far the demo is.
  await expect
    .poll(async () => {
      await app.timeline.scrollToEnd();
      return more.allTextContents();
    })
    .not.toEqual(before);
});

test("signals lie over each other in one row, with a legend that says which is which; undo parts them", async () => {
  const { app } = shell;
  const { page } = app;
  await page.getByRole("button", { name: "Signals ▾" }).click();
  for (const name of ["Spindle load · VMC-1", "Spindle load · VMC-2", "Z axis temperature · VMC-2"]) {
    const item = page.getByRole("menuitemcheckbox", { name });
    if ((await item.getAttribute("aria-checked")) !== "true") await item.click();
    // The next one is added to what is chosen by then.
    await expect.poll(() => item.getAttribute("aria-checked")).toBe("true");
  }
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await app.command("Timeline: all signals in one row, or a row each");
  const legend = page.getByRole("list", { name: "Signals over each other" });
  await expect
    .poll(async () => {
      // Below the lanes of all units: names that are out of view are not there.
      await app.timeline.scrollToEnd();
      return legend.getByRole("listitem").allTextContents();
    })
    .toContain("Z axis temperature· VMC-2°C");
  expect(await violations(app)).toEqual([]);
  // One of them has a row of its own again; the others stay together.
  const all = await legend.getByRole("listitem").count();
  await page.getByRole("button", { name: "Signals ▾" }).click();
  const common = page.getByRole("group", { name: "In the common row" });
  await common.getByRole("menuitemcheckbox", { name: "Z axis temperature · VMC-2" }).click();
  expect(await violations(app)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect.poll(() => legend.getByRole("listitem").count()).toBe(all - 1);
  await app.timeline.region.getByText("Z axis temperature · VMC-2").waitFor();
  await app.timeline.plot.focus();
  await page.keyboard.press("Control+Z");
  await expect.poll(() => legend.getByRole("listitem").count()).toBe(all);
  await page.keyboard.press("Control+Z");
  await expect.poll(() => legend.count()).toBe(0);
});

test("lanes are kept under a name, also over a reload", async () => {
  const { app } = shell;
  await app.timeline.showLanesBy("Equipment");
  await app.timeline.saveLanes("Machines");
  await app.timeline.showLanesBy("Source");
  await expect.poll(() => app.timeline.laneNames()).not.toContain("F2");
  await app.page.reload();
  await app.connected();
  await app.timeline.showSavedLanes("Machines");
  await expect.poll(() => app.timeline.laneNames()).toContain("F2");
  expect(await violations(app)).toEqual([]);
  await app.command("Timeline lanes: by kind");
});
