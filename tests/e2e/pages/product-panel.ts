import type { Locator, Page } from "playwright-core";

/** What the product is made of. */
export class ProductPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Product", exact: true });
  }

  get tree(): Locator {
    return this.region.getByRole("tree");
  }

  /** The line of a part; `words` are its number or title. */
  part(words: string | RegExp): Locator {
    return this.tree.getByRole("treeitem", { name: words }).first();
  }

  get selected(): Locator {
    return this.tree.getByRole("treeitem", { selected: true });
  }

  async select(words: string | RegExp): Promise<void> {
    await this.part(words).click();
    await this.tree.getByRole("treeitem", { name: words, selected: true }).first().waitFor();
  }

  /** Runs an action of a line's own menu. */
  async menu(words: string | RegExp, action: string): Promise<void> {
    await this.part(words).click({ button: "right" });
    await this.region.page().getByRole("menuitem", { name: action }).click();
  }

  /** Every line's words, as a screen reader says them. */
  async lines(): Promise<readonly string[]> {
    await this.tree.getByRole("treeitem").first().waitFor();
    return this.tree
      .getByRole("treeitem")
      .evaluateAll((items) => items.map((item) => item.getAttribute("aria-label") ?? ""));
  }
}
