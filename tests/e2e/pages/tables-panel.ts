import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";

/** Events, units and measurements of the selection as tables. */
export class TablesPanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Tables", exact: true });
  }

  grid(name: "Events" | "Units" | "Measurements" | "Orders"): Locator {
    return this.region.getByRole("grid", { name, exact: true });
  }

  get rows(): Locator {
    return this.region.getByRole("row").filter({ has: this.page.getByRole("gridcell") });
  }

  get count(): Locator {
    return this.page.locator(".table-count");
  }

  async choose(name: "Events" | "Units" | "Measurements" | "Orders"): Promise<void> {
    await this.region
      .getByRole("group", { name: "Table" })
      .getByRole("button", { name, exact: true })
      .click();
    await this.grid(name).waitFor();
  }

  /** The name of a column, which sorts by it. */
  head(column: string): Locator {
    return this.region.getByTitle(`Sort by ${column}`, { exact: true });
  }

  /** The edge of a column, by which it is made wider. */
  resizer(column: string): Locator {
    return this.region.getByRole("separator", { name: `Width of ${column}`, exact: true });
  }

  async sort(column: string): Promise<void> {
    await this.head(column).click();
  }

  /** Values of a column in the lines in view, from the top. */
  async column(name: string): Promise<readonly string[]> {
    return this.cells(name, "[role=row]:not([aria-busy=true])");
  }

  /** Those of the rows of a range. */
  async chosen(name: string): Promise<readonly string[]> {
    return this.cells(name, "[role=row][aria-selected=true]");
  }

  /** That of the row that the keys are at. */
  async activeCell(name: string): Promise<string | undefined> {
    return (await this.cells(name, "[role=row].active"))[0];
  }

  /** px from the top of the page to the row that the keys are at. */
  async activeTop(): Promise<number | undefined> {
    return (await this.region.locator("[role=row].active").boundingBox())?.y;
  }

  /** How many rows have come above those in view; goes to them. */
  get above(): Locator {
    return this.region.getByRole("button", { name: /new rows? above$/ });
  }

  private async cells(name: string, rows: string): Promise<readonly string[]> {
    const heads = await this.region
      .getByRole("columnheader")
      .evaluateAll((all) => all.map((head) => head.querySelector("button")?.title ?? ""));
    const at = heads.indexOf(`Sort by ${name}`);
    return this.region
      .locator(rows)
      .evaluateAll(
        (all, place) =>
          all.flatMap((row) => row.querySelectorAll("[role=gridcell]")[place]?.textContent ?? []),
        at,
      );
  }

  /** Opens the filter of a column, does something in it, and closes it. */
  async filter(column: string, act: (dialog: Locator) => Promise<void>): Promise<void> {
    await this.region.getByRole("button", { name: `Filter ${column}`, exact: true }).click();
    const dialog = this.page.getByRole("dialog", { name: `Filter ${column}`, exact: true });
    await act(dialog);
    await this.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  }

  chip(words: string): Locator {
    return this.region.getByRole("button", { name: `Remove filter ${words}`, exact: true });
  }

  async groupBy(column: string): Promise<void> {
    await this.page.getByRole("button", { name: /^(Group|By .*) ▾$/ }).click();
    await this.page.getByRole("menuitemradio", { name: `Group by ${column}`, exact: true }).click();
  }

  async toggleColumn(column: string): Promise<void> {
    await this.page.getByRole("button", { name: "Columns ▾" }).click();
    await this.page.getByRole("menuitemcheckbox", { name: column, exact: true }).click();
    await this.page.keyboard.press("Escape");
  }

  /** Bytes of the file that is downloaded. */
  async exported(format: "CSV" | "Parquet"): Promise<Uint8Array> {
    const downloading = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Export ▾" }).click();
    await this.page.getByRole("menuitem", { name: new RegExp(`^${format}`) }).click();
    return readFile(await (await downloading).path());
  }
}
