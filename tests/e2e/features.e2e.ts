/** Measured features find their faces: proposed, decided, taken back, kept, hovered, coloured. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const FOLDER = sharedData("nist-box-assembly");
/** In the plate's top view: the wall of the hole that one laboratory calls SIMPLE_HOLE8. */
const HOLE = [0.7865, 0.6] as const;

describe.skipIf(FOLDER === undefined)(
  FOLDER === undefined ? `the plate (skipped: ${NO_SHARED_DATA})` : "the plate",
  () => {
    let shell: BrowserShell;
    beforeAll(async () => {
      shell = await openInBrowser({ demo: false, size: { width: 1366, height: 768 } });
      const { app } = shell;
      await app.imports.openFolder(FOLDER ?? "");
      await app.imports.run();
      await app.show("Product");
      await app.product.select(/plate/i);
      await app.scene.ready();
      // The import panel made room for itself: without it the view is as wide as its places are written for.
      await app.command("Reset the layout");
      await app.show("Features");
    });
    afterAll(async () => {
      await shell.close();
    });

    test("a 4 mm diameter proposes the walls of 4 mm; where the file gives the place, that one", async () => {
      const { features } = shell.app;
      await expect.poll(() => features.count.innerText()).toBe("0 of 68 linked");
      // Eight holes and the ends of two slots.
      await expect.poll(() => features.feature(/^Diameter 7 /).innerText()).toMatch(/12 candidates/);
      await expect.poll(() => features.feature(/SIMPLE_HOLE7/).innerText()).toMatch(/1 fits/);
      await features.feature(/^Diameter 7 /).click();
      await expect.poll(() => features.detail.innerText()).toMatch(/4 of 20 out of limits/);
      await expect.poll(() => features.confirm.count()).toBe(12);
      expect(await features.confirm.first().getAttribute("aria-label")).toMatch(/Ø 4 mm/);
    });

    test("with the keyboard: a candidate is rejected, the next confirmed, both taken back", async () => {
      const { app } = shell;
      const row = app.features.feature(/^Diameter 11 /);
      await row.click();
      await app.features.list.focus();
      await expect.poll(() => row.innerText()).toMatch(/3 candidates/);
      await app.page.keyboard.press("Delete");
      await expect.poll(() => row.innerText()).toMatch(/2 candidates/);
      await app.page.keyboard.press("Enter");
      await expect.poll(() => row.innerText()).toMatch(/linked$/);
      await app.page.keyboard.press("Control+Z");
      await expect.poll(() => row.innerText()).toMatch(/2 candidates/);
      await app.page.keyboard.press("Control+Z");
      await expect.poll(() => row.innerText()).toMatch(/3 candidates/);
      await app.page.keyboard.press("ArrowDown");
      await expect.poll(() => app.features.selected.innerText()).toMatch(/Diameter 12 /);
    });

    test("what fits without a doubt is linked at once, as one step", async () => {
      const { app } = shell;
      await app.features.confirmCertain();
      await expect.poll(() => app.features.count.innerText()).toBe("21 of 68 linked");
      await app.page.keyboard.press("Control+Z");
      await expect.poll(() => app.features.count.innerText()).toBe("0 of 68 linked");
      await app.page.keyboard.press("Control+Y");
      await expect.poll(() => app.features.count.innerText()).toBe("21 of 68 linked");
      await app.features.feature(/SIMPLE_HOLE7/).click();
      await expect.poll(() => app.features.detail.innerText()).toMatch(/by position/);
    });

    test("exactly the linked faces are coloured by worst deviation and Cpk", async () => {
      const { app } = shell;
      await app.command("Colour by: worst deviation");
      await expect.poll(() => app.scene.colouring()).toBe("deviation-worst 36/36");
      expect(await app.scene.legend.innerText()).toMatch(/−100 %[^]*0 %[^]*≥ \+100 %/);
      await app.command("Colour by: Cpk");
      await expect.poll(() => app.scene.colouring()).toBe("cpk 36/36");
    });

    test("a hole shows what was measured on it, and picks its column", async () => {
      const { app } = shell;
      await app.show("Measurements");
      await app.command("View: top");
      const [x, y] = await app.scene.hoverOver("SIMPLE_HOLE8", ...HOLE);
      await expect
        .poll(() => app.scene.hover.innerText())
        .toMatch(/3 of 20 out of limits · last [\d., ]+ mm/);
      await app.scene.hover.getByRole("img", { includeHidden: true }).waitFor();
      await app.scene.click(x, y);
      await expect
        .poll(() => app.measurements.activeColumn.getAttribute("aria-label"))
        .toBe("DIAMETER6 · SIMPLE_HOLE8");
      await app.scene.region.getByRole("group", { name: "Measured on the face" }).waitFor();
      // The events that name it are those of the three units on which it was out of limits.
      await app.command("Filter by what is measured on the selected face");
      await app.filters.chip("Characteristic: DIAMETER6").waitFor();
      await app.timeline.say(/\b3 events/);
      await app.filters.clear();
    });

    test("a column shows its face, and the list follows", async () => {
      const { app } = shell;
      await app.measurements.showFace("DIAMETER7 · SIMPLE_HOLE11");
      await expect
        .poll(() => app.measurements.activeColumn.getAttribute("aria-label"))
        .toBe("DIAMETER7 · SIMPLE_HOLE11");
      await app.show("Features");
      await expect.poll(() => app.features.selected.innerText()).toMatch(/SIMPLE_HOLE11/);
    });

    test("a face is linked by a click in the view", async () => {
      const { app } = shell;
      await app.features.feature(/^Diameter 9 /).click();
      const [x, y] = await app.scene.hoverOver("SIMPLE_HOLE8", ...HOLE);
      await app.scene.click(x, y);
      await app.scene.region.getByText("Is this face Diameter 9?").waitFor();
      await app.scene.region.getByRole("button", { name: "Link", exact: true }).click();
      await expect.poll(() => app.features.feature(/^Diameter 9 /).innerText()).toMatch(/linked$/);
    });

    test("the links are there again when the page is opened anew and the folder is read again", async () => {
      const { app } = shell;
      await app.page.reload();
      await app.scene.ready();
      await app.product.select(/plate/i);
      await app.imports.openFolder(FOLDER ?? "");
      await app.imports.run();
      await app.show("Features");
      await expect.poll(() => app.features.count.innerText()).toBe("22 of 68 linked");
      await app.features.feature(/^Diameter 9 /).click();
      await app.features.remove.click();
      await expect.poll(() => app.features.count.innerText()).toBe("21 of 68 linked");
    });
  },
);
