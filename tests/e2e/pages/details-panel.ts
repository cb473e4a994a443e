import type { Locator, Page } from "playwright-core";

/** What is known about the selection. */
export class DetailsPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Details", exact: true });
  }

  get scope(): Locator {
    return this.region.getByRole("group", { name: "What the screen is about" });
  }

  get structure(): Locator {
    return this.region.getByRole("group", { name: "Whose history of the part" });
  }

  get title(): Locator {
    return this.region.getByRole("heading").first();
  }
}
