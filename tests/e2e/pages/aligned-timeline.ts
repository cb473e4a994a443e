import type { Locator, Page } from "playwright-core";

/** Units of a part laid over each other at the start of an operation, in the timeline's place. */
export class AlignedTimeline {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Timeline", exact: true });
  }

  /** At the timeline's head; says what it is aligned at. */
  get menu(): Locator {
    return this.page.getByRole("button", { name: /^Align(ed at .*)? ▾$/ });
  }

  /** Of the open menu. */
  operation(name: string | RegExp): Locator {
    return this.page.getByRole("menuitemradio", { name });
  }

  get plot(): Locator {
    return this.region.getByRole("application", { name: "Units since the start of the operation" });
  }

  /** The same in numbers, for readers at least. */
  get table(): Locator {
    return this.region.getByRole("table", { name: /^Aligned units/ });
  }

  /** Names of the units, from the top. */
  async units(): Promise<readonly string[]> {
    return this.table.locator("tbody th").allInnerTexts();
  }

  /** What a unit's row says, one text per operation. */
  async row(unit: string): Promise<readonly string[]> {
    const row = this.table
      .locator("tbody tr")
      .filter({ has: this.page.getByRole("rowheader", { name: unit, exact: true }) });
    return row.locator("td").allInnerTexts();
  }

  async medians(): Promise<readonly string[]> {
    return this.table.locator("thead tr").nth(1).locator("td").allInnerTexts();
  }

  async add(unit: string): Promise<void> {
    await this.region.getByRole("textbox", { name: /^Add a unit/ }).fill(unit);
    await this.page.keyboard.press("Enter");
  }

  async remove(unit: string): Promise<void> {
    await this.region.getByRole("button", { name: `${unit}: leave out` }).dispatchEvent("click");
  }

  /** A bar of a unit, counted from the top and from the left. */
  bar(unit: number, at: number): Locator {
    return this.region.locator(".aligned-plot > .aligned-lane").nth(unit).locator(".aligned-bar").nth(at);
  }

  /** Waits until it says something. */
  async say(words: string | RegExp): Promise<void> {
    await this.region.getByText(words).first().waitFor();
  }

  /** What a key has reached. */
  get reached(): Locator {
    return this.region.locator("output.aligned-tip");
  }
}
