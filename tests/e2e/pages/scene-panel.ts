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

  /** What takes the keys. */
  get view(): Locator {
    return this.region.getByRole("application");
  }

  get cube(): Locator {
    return this.region.locator(".view-cube > div");
  }

  get face(): Locator {
    return this.region.locator("[data-face]");
  }

  get hoverLabel(): Locator {
    return this.region.locator(".scene-hover");
  }

  async press(key: string): Promise<void> {
    await this.view.focus();
    await this.page.keyboard.press(key);
  }

  /** What the canvas shows, as the browser puts it on the screen; small, for comparing. */
  async picture(): Promise<string> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    const clip = { x: box.x + box.width * 0.3, y: box.y + box.height * 0.3, width: 200, height: 120 };
    return (await this.page.screenshot({ clip })).toString("base64");
  }

  /** Takes the graphics context away and gives it back, as a driver that is reset does. */
  async loseContext(): Promise<void> {
    await this.canvas.evaluate(async (canvas) => {
      const context = (canvas as HTMLCanvasElement).getContext("webgl2");
      const extension = context?.getExtension("WEBGL_lose_context");
      if (extension === null || extension === undefined) throw new Error("no way to lose the context");
      const lost = new Promise((next) => canvas.addEventListener("webglcontextlost", next, { once: true }));
      const restored = new Promise((next) =>
        canvas.addEventListener("webglcontextrestored", next, { once: true }),
      );
      extension.loseContext();
      await lost;
      // Given back in a task of its own: while the loss is still being told it can't be.
      await new Promise((next) => setTimeout(next));
      extension.restoreContext();
      await restored;
    });
  }

  async hasFocus(): Promise<boolean> {
    return this.view.evaluate((view) => view === document.activeElement);
  }

  /** What is read once it stays the same from frame to frame: easing has ended. */
  async settled(read: () => Promise<string>): Promise<string> {
    for (;;) {
      const before = await read();
      await this.page.evaluate(() => new Promise((next) => setTimeout(next, 200)));
      if ((await read()) === before) return before;
    }
  }

  async point(x: number, y: number): Promise<void> {
    const [left, top] = await this.place(x, y);
    // From beside it: a pointer that does not move tells nothing.
    await this.page.mouse.move(left - 3, top - 3);
    await this.page.mouse.move(left, top);
  }

  /** With the left button, from and to shares of the view. */
  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    await this.page.mouse.move(...(await this.place(...from)));
    await this.page.mouse.down();
    await this.page.mouse.move(...(await this.place(...to)), { steps: 4 });
    await this.page.mouse.up();
  }

  /** Clicks here and there until a face of the kind is picked. */
  async findFace(kind: string): Promise<boolean> {
    for (let y = 0.4; y < 0.8; y += 0.07)
      for (let x = 0.4; x < 0.6; x += 0.04) {
        await this.click(x, y);
        if ((await this.face.count()) > 0 && (await this.face.innerText()).includes(kind)) return true;
      }
    return false;
  }

  private async place(x: number, y: number): Promise<[number, number]> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    return [box.x + box.width * x, box.y + box.height * y];
  }

  /** Clicks at a share of the view's width and height, 0…1. */
  async click(x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }
}
