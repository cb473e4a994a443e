import type { Locator, Page } from "playwright-core";

/** The filters that hold everywhere, as chips. */
export class FilterBar {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get chips(): Locator {
    return this.page.getByRole("grid", { name: "Filters" }).getByRole("row");
  }

  /** As it is read: `Machine: VMC-1`. */
  chip(words: string): Locator {
    return this.page.getByRole("grid", { name: "Filters" }).getByRole("row", { name: words, exact: true });
  }

  async names(): Promise<readonly string[]> {
    return this.chips.evaluateAll((all) => all.map((chip) => chip.getAttribute("aria-label") ?? ""));
  }

  async remove(words: string): Promise<void> {
    await this.chip(words).getByRole("button").click();
  }

  async clear(): Promise<void> {
    await this.page.getByRole("button", { name: "Clear all", exact: true }).click();
  }

  /** The menu that opens at a row or a lane. */
  async only(words: string): Promise<void> {
    const choice = this.page
      .getByRole("menu", { name: "Filter everything" })
      .getByRole("menuitem", { name: `Only ${words}`, exact: true });
    // A menu beside the screen could be clicked by a test, and by nobody else. It is laid out before it is placed.
    const isOnScreen = await choice.evaluate(async (item) => {
      const isInside = (): boolean => item.getBoundingClientRect().bottom <= innerHeight;
      for (let frames = 0; frames < 60 && !isInside(); frames += 1) await new Promise(requestAnimationFrame);
      return isInside();
    });
    if (!isOnScreen) throw new Error(`"Only ${words}" is not on the screen.`);
    await choice.click();
  }
}
