import type { Locator, Page } from "playwright-core";

/** Two revisions of a part: what differs, in a list and in two views. */
export class ComparePanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Compare", exact: true });
  }

  get list(): Locator {
    return this.region.getByRole("listbox", { name: "Differences" });
  }

  get differences(): Locator {
    return this.list.getByRole("option");
  }

  get selected(): Locator {
    return this.list.getByRole("option", { selected: true });
  }

  /** How many there are, or which of them one looks at. */
  get place(): Locator {
    return this.region.getByRole("status").last();
  }

  get older(): Locator {
    return this.region.getByLabel("Older", { exact: true });
  }

  get newer(): Locator {
    return this.region.getByLabel("Newer", { exact: true });
  }

  get filter(): Locator {
    return this.region.getByLabel("Kind of difference");
  }

  get tolerance(): Locator {
    return this.region.getByLabel("Tolerance, mm");
  }

  get legend(): Locator {
    return this.region.getByRole("list", { name: "What the colours mean" });
  }

  get fade(): Locator {
    return this.region.getByLabel("From the older to the newer");
  }

  button(name: string): Locator {
    return this.region.getByRole("button", { name });
  }

  /** Of the model of a file, in either choice. */
  async value(file: string): Promise<string> {
    return (await this.older.locator("option", { hasText: file }).getAttribute("value")) ?? "";
  }

  /** Waits until the two have been compared. */
  async done(): Promise<void> {
    await this.region.locator('[data-state="done"]').waitFor();
  }

  /** Saves the list and returns the file's text. */
  async export(): Promise<string> {
    const download = this.page.waitForEvent("download");
    await this.button("Save as CSV").click();
    const stream = await (await download).createReadStream();
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(piece as Buffer);
    return Buffer.concat(pieces).toString("utf8");
  }
}
