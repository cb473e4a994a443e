import type { Locator, Page } from "playwright-core";

/** Opening files: the plan, the reading, the report. */
export class ImportPanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Imports", exact: true });
  }

  /** The plan before anything is read: one row per file. */
  get planned(): Locator {
    return this.region.getByRole("row");
  }

  get start(): Locator {
    return this.region.getByRole("button", { name: /^Import \d/ });
  }

  get cancel(): Locator {
    return this.region.getByRole("button", { name: "Cancel" });
  }

  /** Chooses a folder by File ▸ Open folder and the browser's own dialog, and waits for the plan. */
  async openFolder(folder: string): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.keyboard.press("Control+Shift+O");
    await (await chooser).setFiles(folder);
    await this.start.waitFor();
  }

  async openFiles(files: readonly string[]): Promise<void> {
    const chooser = this.page.waitForEvent("filechooser");
    await this.page.keyboard.press("Control+O");
    await (await chooser).setFiles([...files]);
    await this.start.waitFor();
  }

  /** Runs the plan to its report. */
  async run(): Promise<void> {
    await this.start.click();
    await this.report.waitFor();
  }

  /** The report of the import that just ended. */
  get report(): Locator {
    return this.region.getByRole("region", { name: /^Import of / }).first();
  }
}
