import type { Locator, Page } from "playwright-core";

export interface OutOfLimits {
  /** The row's own words: `16`, `sample 3, serial missing`. */
  readonly unit: string;
  readonly characteristic: string;
}

/** Characteristics × serials, one table per laboratory. */
export class MeasurementsPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Measurements", exact: true });
  }

  get table(): Locator {
    return this.region.getByRole("table");
  }

  get summary(): Locator {
    return this.region.getByRole("status");
  }

  /** The switch between laboratories; there is none where only one measured. */
  get laboratories(): Locator {
    return this.region.getByRole("group", { name: "Laboratory" }).getByRole("button");
  }

  /** The column of the feature that the screen is about. */
  get activeColumn(): Locator {
    return this.table.locator("th[data-active=true]");
  }

  /** Shows a linked column's face in the 3D view. */
  async showFace(name: string): Promise<void> {
    await this.table.getByRole("button", { name: `Show ${name} on the model` }).click();
  }

  /** Every cell that the screen marks as out of limits, by its row's and column's headings. */
  async outOfLimits(): Promise<readonly OutOfLimits[]> {
    await this.table.waitFor();
    return this.table.evaluate((table) => {
      const columns = [...table.querySelectorAll("thead th")].map(
        (head) => head.getAttribute("aria-label") ?? "",
      );
      return [...table.querySelectorAll("tbody tr")].flatMap((row) => {
        const unit = row.querySelector("th")?.getAttribute("aria-label") ?? "";
        return [...row.querySelectorAll("th, td")].flatMap((cell, index) =>
          cell.matches("[data-out=true]") ? [{ unit, characteristic: columns[index] ?? "" }] : [],
        );
      });
    });
  }
}
