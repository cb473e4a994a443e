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

  async submit(): Promise<void> {
    await this.region.getByRole("button", { name: /^Submit to / }).click();
  }
}
