import type { Locator, Page } from "playwright-core";

/** The plants that are followed. */
export class SourcesPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Sources", exact: true });
  }

  plant(name: string): Locator {
    return this.region.getByRole("region", { name, exact: true });
  }

  /** Its state in words: `live`, `offline`, … */
  inState(name: string, state: string): Locator {
    return this.plant(name).getByText(state, { exact: true }).first();
  }

  /** Asks an address what it offers and follows all of it. */
  async add(url: string, token: string): Promise<void> {
    await this.region.getByRole("button", { name: "Add plant…" }).click();
    await this.region.getByLabel("Address").fill(url);
    await this.region.getByLabel("Token", { exact: true }).fill(token);
    await this.region.getByRole("button", { name: "See what it offers" }).click();
    await this.region.getByRole("button", { name: /^Add and follow/ }).click();
  }

  async syncNow(): Promise<void> {
    await this.region.getByRole("button", { name: "Sync all now" }).click();
  }
}
