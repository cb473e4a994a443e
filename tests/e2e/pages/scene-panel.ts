import type { Locator, Page } from "playwright-core";

/** Where it is. */
export class ScenePanel {
  readonly region: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "3D view", exact: true });
  }

  get canvas(): Locator {
    return this.region.locator("canvas").first();
  }

  /** Waits until a model is drawn. `patience` ms for one that has to be meshed first. */
  async ready(patience?: number): Promise<void> {
    await this.region
      .and(this.page.locator("[data-state=ready]"))
      .waitFor(patience === undefined ? {} : { timeout: patience });
  }

  /** Clicks at a share of the view's width and height, 0…1. */
  async click(x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }
}
