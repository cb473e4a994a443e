/** The tools of the 3D view, by mouse and by keys, as a person has them in hand. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo({ width: 1366, height: 768 });
  await shell.app.scene.ready();
});
beforeEach(async () => {
  const { app } = shell;
  await app.product.select(/^10-4000/);
  await app.command("View: isometric");
});
afterAll(async () => {
  await shell.close();
});

const shown = async (): Promise<number> => Number(await shell.app.scene.region.getAttribute("data-shown"));

// First: pictures that are saved draw elsewhere in between, which would set right what the loss has left.
test("a lost graphics context comes back with the same picture", async () => {
  const { app } = shell;
  // Other colours may be on their way, those of the selection that each of these tests begins with.
  await app.answered();
  const before = await app.scene.settled(() => app.scene.picture());
  await app.scene.loseContext();
  await expect.poll(() => app.scene.picture()).toBe(before);
});

describe("looking", () => {
  test("8 looks straight at the picked face, again from behind; Q rolls, Shift+Q stands upright", async () => {
    const { app } = shell;
    const turned = (): Promise<string> => app.scene.cube.evaluate((cube) => cube.style.transform);
    await app.scene.click(0.5, 0.55);
    await expect.poll(() => app.scene.face.isVisible()).toBe(true);
    const oblique = await turned();
    await app.scene.press("8");
    await expect.poll(turned).not.toBe(oblique);
    const straight = await app.scene.settled(turned);
    await app.scene.press("8");
    await expect.poll(turned).not.toBe(straight);
    await app.scene.press("7");
    const iso = await app.scene.settled(turned);
    await app.scene.press("q");
    await expect.poll(turned).not.toBe(iso);
    await app.scene.press("Shift+Q");
    await expect.poll(turned).toBe(iso);
  });

  test("1 to 7 are the standard views, each another one; F shows everything again", async () => {
    const { app } = shell;
    const turned = (): Promise<string> => app.scene.cube.evaluate((cube) => cube.style.transform);
    const seen: string[] = [];
    for (const key of ["1", "2", "3", "4", "5", "6", "7"]) {
      const before = seen.at(-1) ?? (await turned());
      await app.scene.press(key);
      await expect.poll(turned).not.toBe(before);
      seen.push(await app.scene.settled(turned));
    }
    expect(new Set(seen).size).toBe(7);
    const tag = app.page.locator(".scene-tag").first();
    // Its middle, px: its words and so its width follow the data.
    const place = async (): Promise<string> => {
      const { x = 0, width = 0 } = (await tag.boundingBox()) ?? {};
      return (x + width / 2).toFixed(1);
    };
    const fitted = Number(await app.scene.settled(place));
    const off = async (): Promise<number> => Math.abs(Number(await place()) - fitted);
    await app.scene.press("Shift+ArrowRight");
    await app.scene.press("Shift+ArrowRight");
    await expect.poll(off).toBeGreaterThan(8);
    await app.scene.press("f");
    await expect.poll(off).toBeLessThan(2);
  });

  test("an edge and a corner of the cube lead to the views between", async () => {
    const { app } = shell;
    const turned = (): Promise<string> => app.scene.cube.evaluate((cube) => cube.style.transform);
    const face = app.scene.cube.locator('[data-view="front"]');
    const seen = async (from: string, act: () => Promise<void>): Promise<string> => {
      await act();
      await expect.poll(turned).not.toBe(from);
      return app.scene.settled(turned);
    };
    const iso = await app.scene.settled(turned);
    const front = await seen(iso, () => app.scene.press("1"));
    const edge = await seen(front, () => face.click({ position: { x: 38, y: 21 } }));
    expect(edge).not.toBe(iso);
    await seen(edge, () => app.scene.press("1"));
    expect(await seen(front, () => face.click({ position: { x: 38, y: 3 } }))).toBe(iso);
  });

  test("Tab hides what is under the pointer and undo brings it back; after Escape it moves the focus", async () => {
    const { app } = shell;
    const all = await shown();
    await app.scene.view.focus();
    await app.scene.point(0.5, 0.55);
    await app.scene.hoverLabel.waitFor();
    await app.page.keyboard.press("Tab");
    await expect.poll(shown).toBe(all - 1);
    await app.page.keyboard.press("Control+Z");
    await expect.poll(shown).toBe(all);
    await app.page.keyboard.press("Escape");
    await app.page.keyboard.press("Tab");
    await expect.poll(() => app.scene.hasFocus()).toBe(false);
    expect(await shown()).toBe(all);
  });

  test("Space opens the palette from the view", async () => {
    const { app } = shell;
    await app.scene.press("Space");
    await app.page.getByRole("dialog").getByRole("combobox").waitFor();
    await app.page.keyboard.press("Escape");
  });
});

test("explode: by the slider's keys, undone as one step, assembled again; Escape puts it away", async () => {
  const { app } = shell;
  const share = (): Promise<string | null> => app.scene.region.getAttribute("data-explosion");
  await app.scene.press("x");
  const slider = app.scene.region.getByRole("slider", { name: "Explode" });
  await slider.waitFor();
  await app.page.keyboard.press("End");
  await expect.poll(share).toBe("1");
  await app.page.keyboard.press("Escape");
  await slider.waitFor({ state: "detached" });
  expect(await app.scene.hasFocus()).toBe(true);
  // The tag was put away for the slider's card: what it says is there whole again.
  const tagWithin = (): Promise<boolean> =>
    app.page
      .locator(".scene-tag")
      .first()
      .evaluate((tag) => {
        const [own, view] = [tag, tag.closest(".scene") ?? tag].map((at) => at.getBoundingClientRect());
        return own !== undefined && view !== undefined && own.width > 0 && own.right <= view.right;
      });
  await expect.poll(tagWithin).toBe(true);
  await app.page.keyboard.press("Control+Z");
  await expect.poll(share).toBe("0");
  await app.page.keyboard.press("Control+Y");
  await expect.poll(share).toBe("1");
  await app.command("Explode or assemble everything");
  await expect.poll(share).toBe("0");
});

describe("selecting", () => {
  test("a box to the right takes what is inside, to the left what it touches", async () => {
    const { app } = shell;
    await app.scene.press("b");
    const count = async (): Promise<number> =>
      Number(/(\d+) selected/.exec(await app.status.innerText())?.[1] ?? "0");
    await app.scene.drag([0.4, 0.35], [0.72, 0.95]);
    await expect.poll(count).toBeGreaterThan(1);
    const inside = await count();
    await app.scene.drag([0.72, 0.95], [0.4, 0.35]);
    await expect.poll(count).toBeGreaterThan(inside);
    await expect.poll(() => app.details.region.innerText()).toMatch(/\d+ occurrences of \d+ parts selected/);
    await expect.poll(() => app.product.selected.count()).toBeGreaterThan(1);
    await app.page.keyboard.press("Escape");
  });

  test("all holes of one size, and the faces that go on smoothly", async () => {
    const { app } = shell;
    await app.product.select(/^20-1207/);
    await app.command("Isolate the selection");
    await app.command("Fit the selection");
    expect(await app.scene.findFace("cylinder")).toBe(true);
    await app.scene.press("Shift+D");
    await expect.poll(() => app.scene.face.innerText()).toMatch(/faces about \d+ ax.* in \d+ parts/);
    await app.scene.press("Shift+C");
    await expect.poll(() => app.scene.face.innerText()).toContain("Face");
    await app.command("Show all");
  });
});

describe("the tree", () => {
  test("hides, ghosts and isolates by a line's menu and keys, and says so on the line", async () => {
    const { app } = shell;
    const all = await shown();
    await app.product.menu(/^10-4120/, "Hide");
    await expect.poll(shown).toBe(all - 1);
    await app.product.part(/^10-4120.*, hidden/).waitFor();
    await app.product.select(/^10-4430/);
    await app.page.keyboard.press("Alt+g");
    await app.product.part(/^10-4430.*, ghost/).waitFor();
    await app.page.keyboard.press("Alt+i");
    await expect.poll(shown).toBeLessThan(all / 2);
    for (let step = 0; step < 3; step += 1) await app.page.keyboard.press("Control+Z");
    await expect.poll(shown).toBe(all);
  });

  test("takes lines into the selection with Ctrl, by mouse and keys", async () => {
    const { app } = shell;
    await app.product.select(/^10-4120/);
    await app.product.part(/^10-4125/).click({ modifiers: ["Control"] });
    await expect.poll(() => app.product.selected.count()).toBe(2);
    await app.page.keyboard.press("ArrowDown");
    await app.page.keyboard.press("Control+Space");
    await expect.poll(() => app.product.selected.count()).toBe(3);
  });
});

describe("saving as a file", () => {
  test("a picture of a chosen size, with nothing behind the model", async () => {
    const { app } = shell;
    await app.exports.open();
    await app.exports.sheet.getByLabel("Width, pixels").fill("640");
    await app.exports.sheet.getByLabel("Height, pixels").fill("20");
    await app.exports.sheet.getByRole("alert").waitFor();
    await app.exports.sheet.getByLabel("Height, pixels").fill("480");
    await app.exports.choose("Transparent");
    const picture = await app.exports.save();
    expect(picture.name).toMatch(/\.png$/);
    const { width, height, corner, solid } = await app.exports.look(picture.bytes);
    expect([width, height, corner]).toEqual([640, 480, 0]);
    expect(solid).toBeGreaterThan(1_000);
  });

  test("what is visible as GLB, the selection as STL", async () => {
    const { app } = shell;
    await app.exports.open();
    await app.exports.choose("Model (GLB)");
    const model = await app.exports.save();
    expect(new TextDecoder().decode(model.bytes.subarray(0, 4))).toBe("glTF");
    expect(model.bytes.length).toBe(
      new DataView(model.bytes.buffer, model.bytes.byteOffset).getUint32(8, true),
    );
    await app.product.select(/^10-4120/);
    await app.exports.open();
    await app.exports.choose("Triangles (STL)");
    await app.exports.choose("The selection");
    const { bytes } = await app.exports.save();
    expect(bytes.length).toBe(84 + 50 * new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true));
  });
});

test("a command gets another key, a conflict is said, and everything can be reset", async () => {
  const { app } = shell;
  await app.scene.press("?");
  const sheet = app.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByRole("searchbox").fill("Explode");
  await sheet.getByRole("button", { name: /^Explode the assembly: X/ }).click();
  await app.page.keyboard.press("h");
  await sheet.getByText("same key as: Hide the selection").waitFor();
  await sheet.getByRole("button", { name: /^Explode the assembly: H/ }).click();
  await app.page.keyboard.press("Control+j");
  await sheet.getByRole("button", { name: /^Explode the assembly: Ctrl\+J/ }).waitFor();
  await app.page.keyboard.press("Escape");
  await app.scene.press("Control+j");
  await app.scene.region.getByRole("slider", { name: "Explode" }).waitFor();
  await app.page.keyboard.press("Escape");
  await app.scene.press("?");
  await sheet.getByRole("button", { name: "Reset all" }).click();
  await sheet.getByRole("button", { name: /^Explode the assembly: X/ }).waitFor();
  await app.page.keyboard.press("Escape");
});

test("a view is saved by its name, shown again with its explosion, renamed, removed, and all of it undone", async () => {
  const { app } = shell;
  const share = (): Promise<string | null> => app.scene.region.getAttribute("data-explosion");
  await app.command("Explode or assemble everything");
  await expect.poll(share).toBe("1");
  await app.scene.press("v");
  const sheet = app.page.getByRole("dialog", { name: "Saved views" });
  await sheet.getByLabel("Name of the view as it is now").fill("All apart");
  await app.page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: "All apart", exact: true }).waitFor();
  await app.page.keyboard.press("Escape");
  await app.command("Explode or assemble everything");
  await expect.poll(share).toBe("0");
  await app.scene.press("v");
  await sheet.getByRole("button", { name: "All apart", exact: true }).click();
  await expect.poll(share).toBe("1");
  await sheet.getByRole("button", { name: "Rename All apart" }).click();
  await sheet.getByRole("textbox", { name: "Rename All apart" }).fill("Everything apart");
  await app.page.keyboard.press("Enter");
  await sheet.getByRole("button", { name: "Remove Everything apart" }).click();
  await sheet.getByText("No view of this revision is saved yet.").waitFor();
  await app.page.keyboard.press("Escape");
  await app.page.keyboard.press("Control+Z");
  await app.scene.press("v");
  await sheet.getByRole("button", { name: "Everything apart", exact: true }).waitFor();
  await app.page.keyboard.press("Escape");
  await app.command("Explode or assemble everything");
});

test.each([1024, 800])("in a window %i wide every tool of the view is in reach", async (width) => {
  const { page, scene } = shell.app;
  await page.setViewportSize({ width, height: 700 });
  const toolbar = scene.region.getByRole("toolbar");
  const section = toolbar.getByRole("button", { name: "Section" });
  await toolbar.getByRole("button", { name: "Tools" }).or(section).first().waitFor();
  await expect.poll(() => scene.toolsOutOfView()).toEqual([]);
  if (!(await section.isVisible())) {
    await toolbar.getByRole("button", { name: "Tools" }).click();
    await page.getByRole("menuitem", { name: /^Section/ }).waitFor();
    await page.keyboard.press("Escape");
  }
  await toolbar.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: /^Save the 3D view as a picture/ }).waitFor();
  await page.keyboard.press("Escape");
});
