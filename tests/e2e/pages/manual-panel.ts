import type { Locator, Page } from "playwright-core";

/** The manual beside the work. */
export class ManualPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Manual", exact: true });
  }

  get contents(): Locator {
    return this.region.getByRole("navigation", { name: "Contents" });
  }

  get search(): Locator {
    return this.region.getByRole("searchbox", { name: "Find in the manual" });
  }

  get hits(): Locator {
    return this.region.getByRole("list", { name: "Found" }).getByRole("listitem");
  }

  /** The document that is read. */
  text(title: string): Locator {
    return this.region.getByRole("article", { name: title });
  }

  /** The heading that stands at the top of what is in view. */
  async heading(title: string): Promise<string | undefined> {
    return this.text(title).evaluate((article) => {
      const top = article.getBoundingClientRect().top;
      const headings = [...article.querySelectorAll("h3")].filter(
        (heading) => heading.offsetParent !== null && heading.getBoundingClientRect().bottom > top,
      );
      return headings[0]?.textContent ?? undefined;
    });
  }

  async press(button: string): Promise<void> {
    await this.region.getByRole("button", { name: button }).click();
  }
}
