import type { Locator, Page } from "playwright-core";

/** Finding by words, in the panel that stays. */
export class SearchPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Search", exact: true });
  }

  get hits(): Locator {
    return this.region.getByRole("option");
  }

  /** Lists one kind alone, or all. */
  kind(words: string | RegExp): Locator {
    return this.region
      .getByRole("group", { name: "Kinds", exact: true })
      .getByRole("button", { name: words });
  }

  /** Of the events found, those of one kind alone. */
  eventKind(words: string | RegExp): Locator {
    return this.region.getByRole("group", { name: "Kinds of events" }).getByRole("button", { name: words });
  }

  async find(text: string): Promise<void> {
    await this.region.getByRole("combobox").fill(text);
    await this.hits.first().waitFor();
  }
}
