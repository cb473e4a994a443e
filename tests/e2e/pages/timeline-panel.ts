import type { Locator, Page } from "playwright-core";

/** When it happened. The canvas can't be read: its events stand beside it as a list for keys and readers. */
export class TimelinePanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Timeline", exact: true });
  }

  get plot(): Locator {
    return this.region.getByRole("application");
  }

  get events(): Locator {
    return this.region.getByRole("list", { name: "Events in view" }).getByRole("button");
  }

  /** Brushes from one share of the plot's width to another, 0…1, with the pointer. */
  async brush(from: number, to: number): Promise<void> {
    const box = await this.plot.boundingBox();
    if (box === null) throw new Error("the timeline is not on the screen");
    const y = box.y + box.height * 0.6;
    await this.page.mouse.move(box.x + box.width * from, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + (box.width * (from + to)) / 2, y, { steps: 4 });
    await this.page.mouse.move(box.x + box.width * to, y, { steps: 4 });
    await this.page.mouse.up();
    await this.region.getByRole("button", { name: "Remove filter Brushed span" }).waitFor();
  }
}
