import type { Locator, Page } from "playwright-core";

/** Measured features and the faces of the model that they are. */
export class FeaturesPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Features", exact: true });
  }

  get list(): Locator {
    return this.region.getByRole("listbox", { name: "Features" });
  }

  /** How many features of the part are linked, in words. */
  get count(): Locator {
    return this.region.getByRole("status").first();
  }

  feature(name: string | RegExp): Locator {
    return this.list.getByRole("option", { name });
  }

  get selected(): Locator {
    return this.list.getByRole("option", { selected: true });
  }

  /** The active feature's numbers, faces and candidates. */
  get detail(): Locator {
    return this.region.getByRole("group", { name: /^Feature / });
  }

  /** Buttons that confirm a candidate of the active feature, best first. */
  get confirm(): Locator {
    return this.detail.getByRole("button", { name: /^Link / });
  }

  get reject(): Locator {
    return this.detail.getByRole("button", { name: /^Reject / });
  }

  get remove(): Locator {
    return this.detail.getByRole("button", { name: "Remove the link" });
  }

  /** What became of the links of another revision; not there where there were none. */
  get carried(): Locator {
    return this.region.getByRole("group", { name: "Links of another revision" });
  }

  /** Parts that the shown model does not hold, with the links that wait for a decision. */
  get gone(): Locator {
    return this.region.getByRole("list", { name: "Parts that this model does not hold" });
  }

  get drop(): Locator {
    return this.detail.getByRole("button", { name: "Drop it on this revision" });
  }

  /** Links every feature that exactly one face fits. */
  async confirmCertain(): Promise<void> {
    await this.region.getByRole("button", { name: "Link them" }).click();
  }
}
