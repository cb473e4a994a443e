import type { FileChooser, Locator, Page } from "playwright-core";

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
    await (await this.chooser("Control+Shift+O")).setFiles(folder);
    await this.start.waitFor();
  }

  async openFiles(files: readonly string[]): Promise<void> {
    await (await this.chooser("Control+O")).setFiles([...files]);
    await this.start.waitFor();
  }

  /** Drags a file or folder from the desktop onto the middle of the window, and waits for the plan. */
  async drop(path: string): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page);
    const { width, height } = this.page.viewportSize() ?? { width: 0, height: 0 };
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"] as const)
      await session.send("Input.dispatchDragEvent", { type, x: width / 2, y: height / 3, data });
    await this.start.waitFor();
  }

  /** The browser's dialog. On a busy machine a headless page can get its first key before its focus: pressed again. */
  private async chooser(keys: string): Promise<FileChooser> {
    for (let tries = 1; ; tries += 1) {
      const chooser = this.page.waitForEvent("filechooser", { timeout: 5_000 });
      await this.page.bringToFront();
      await this.page.keyboard.press(keys);
      try {
        return await chooser;
      } catch (thrown) {
        if (tries === 4) throw thrown;
      }
    }
  }

  /** Runs the plan to its report. */
  async run(): Promise<void> {
    await this.start.click();
    // A folder of real files takes its time on a machine that does other work.
    await this.report.waitFor({ timeout: 120_000 });
  }

  /** The report of the import that just ended. */
  get report(): Locator {
    return this.region.getByRole("region", { name: /^Import of / }).first();
  }
}
