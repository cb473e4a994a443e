/** The main task by hand: open the folder, find which plates are out of limits, where, and on what. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../shared-data.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { qifFailures, type ReferenceFailure } from "./reference/qif-reference.ts";

const FOLDER = sharedData("nist-box-assembly");

describe.skipIf(FOLDER === undefined)(
  FOLDER === undefined ? `the box assembly (skipped: ${NO_SHARED_DATA})` : "the box assembly",
  () => {
    const folder = FOLDER ?? "";
    let shell: BrowserShell;
    beforeAll(async () => {
      shell = await openInBrowser({ demo: false });
    });
    afterAll(async () => {
      await shell.close();
    });

    test("the folder opens through the screen: plan, progress, report", async () => {
      const { app } = shell;
      await app.page.getByRole("region", { name: "Product", exact: true }).waitFor();
      await app.imports.openFolder(folder);
      await app.imports.run();
      expect(await app.imports.report.innerText()).not.toMatch(/\bfailed\b/);
      // What the machine's logs break off in the middle of is told line by line.
      const log = app.imports.report.getByRole("button", { name: /Plate-Hurco04-02of20\.txt/ });
      await log.click();
      await app.imports.report.getByText(/^line 3528$/).waitFor();
    });

    test("three parts with their units are there", async () => {
      await expect.poll(() => shell.app.product.lines()).toHaveLength(3);
      const lines = await shell.app.product.lines();
      for (const part of ["box", "cover", "plate"])
        expect(lines.some((line) => line.toLowerCase().includes(part))).toBe(true);
    });

    test("plates out of limits at the laboratory that recorded the part number", async () => {
      const { app, browser } = shell;
      await app.product.select(/plate/i);
      await app.show("Measurements");
      const expected = await qifFailures(browser, join(folder, "qif-fair/Plate_Results.qif"));
      expect(expected.length).toBe(98);
      await app.measurements.laboratories.filter({ hasText: /fair/i }).click();
      await expect.poll(() => shown(shell)).toEqual(pairs(expected, ({ serial }) => serial ?? ""));
    });

    test("samples out of limits at the laboratory that recorded none: order, and no serial", async () => {
      const { app, browser } = shell;
      const expected = await qifFailures(browser, join(folder, "qif-incoming/PlateResults_20_samples.QIF"));
      expect(expected.length).toBe(51);
      await app.measurements.laboratories.filter({ hasText: "Origin International" }).click();
      await expect
        .poll(() => shown(shell))
        .toEqual(pairs(expected, ({ sample }) => `sample ${sample}, serial missing`));
    });

    test("a person may take the order as serials, marked as assumed, and take it back", async () => {
      const { app, browser } = shell;
      await app.show("Units");
      const before = await app.units.lines();
      await app.units.assumeSerialsByOrder();
      await app.show("Measurements");
      await app.measurements.laboratories.filter({ hasText: "Origin International" }).click();
      const expected = await qifFailures(browser, join(folder, "qif-incoming/PlateResults_20_samples.QIF"));
      await expect.poll(() => shown(shell)).toEqual(pairs(expected, ({ sample }) => `${sample}, assumed`));
      await app.page.keyboard.press("Control+Z");
      await app.show("Units");
      await expect.poll(() => app.units.lines()).toEqual(before);
      await app.show("Product");
    });

    test("importing the folder again changes nothing", async () => {
      const { app } = shell;
      const before = await app.product.lines();
      await app.imports.openFolder(folder);
      await app.imports.run();
      expect(await app.imports.report.innerText()).toMatch(/· 0 taken ·/);
      await expect.poll(() => app.product.lines()).toEqual(before);
    });
  },
);

/** Unit and characteristic of every marked cell, as text in one order; repeats kept. */
async function shown({ app }: BrowserShell): Promise<readonly string[]> {
  const cells = await app.measurements.outOfLimits();
  return cells.map(({ unit, characteristic }) => `${unit}: ${baseName(characteristic)}`).sort();
}

function pairs(
  failures: readonly ReferenceFailure[],
  unit: (failure: ReferenceFailure) => string,
): readonly string[] {
  return failures.map((failure) => `${unit(failure)}: ${failure.characteristic}`).sort();
}

/** Without what tells apart several features of one characteristic. */
function baseName(characteristic: string): string {
  return characteristic.replace(/ (\(\d+\)|· .*)$/, "");
}
