import type { Locator, Page } from "playwright-core";

/** Change requests: the list, or the one that is written or looked at. */
export class ChangesPanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Changes", exact: true });
  }

  get title(): Locator {
    return this.region.getByLabel("Title");
  }

  get standing(): Locator {
    return this.region.getByRole("status");
  }

  /** Begins one about the selection, with the keyboard, and waits until it is kept. */
  async write(words: { readonly title: string; readonly problem: string }): Promise<void> {
    await this.page.keyboard.press("Control+Shift+E");
    await this.title.fill(words.title);
    await this.region.getByLabel("Problem").fill(words.problem);
    await this.region.getByText("Draft kept on this computer").waitFor();
  }

  /** The line of one in the list. */
  line(title: string): Locator {
    return this.region.getByRole("button", { name: new RegExp(`^${title}, `) });
  }

  /** What it is about and what proves it, in words. */
  get evidence(): Locator {
    return this.region.getByRole("region", { name: "Evidence" }).getByRole("listitem");
  }

  /** What is said of the saved view after it was shown. */
  get viewStanding(): Locator {
    return this.region.getByRole("region", { name: "Saved view" }).getByRole("status");
  }

  /** Both sides of a conflict, field by field: its name, mine, the plant's. */
  async sides(): Promise<readonly (readonly string[])[]> {
    const rows = this.region.getByRole("table").locator("tbody tr");
    await rows.first().waitFor();
    return rows.evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
    );
  }

  async press(button: string): Promise<void> {
    await this.region.getByRole("button", { name: button, exact: true }).click();
  }

  async submit(): Promise<void> {
    await this.region.getByRole("button", { name: /^Submit to / }).click();
  }
}
