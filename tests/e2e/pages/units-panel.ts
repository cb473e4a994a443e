import type { Locator, Page } from "playwright-core";

/** The units of the selected part. */
export class UnitsPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Units", exact: true });
  }

  unit(words: string | RegExp): Locator {
    return this.region.getByRole("option", { name: words }).first();
  }

  /** Units of the part, as the search field above them says. */
  async count(): Promise<number> {
    const label = await this.region.getByRole("searchbox").getAttribute("aria-label");
    return Number(/[\d,]+/.exec(label ?? "")?.[0].replaceAll(",", "") ?? NaN);
  }

  /** Every unit's words, as a screen reader says them: name, verdict, laboratory. */
  async lines(): Promise<readonly string[]> {
    await this.region.getByRole("option").first().waitFor();
    return this.region
      .getByRole("option")
      .evaluateAll((items) => items.map((item) => item.getAttribute("aria-label") ?? ""));
  }

  /** Takes the order of the samples as their serials, openly as an assumption. */
  async assumeSerialsByOrder(): Promise<void> {
    await this.region.getByRole("button", { name: "Take the order as serial numbers…" }).first().click();
    await this.region.getByRole("button", { name: "Assume it" }).click();
    await this.region.getByRole("button", { name: "Take it back" }).waitFor();
  }
}
