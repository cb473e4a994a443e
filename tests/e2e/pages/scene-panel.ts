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

  get legend(): Locator {
    return this.region.getByRole("region", { name: "Legend" });
  }

  /** What the model is coloured by, in the panel's own words: changes once the colours are on it. */
  async colouring(): Promise<string> {
    return (await this.region.getAttribute("data-colouring")) ?? "";
  }

  /** Chooses what the model is coloured by in the toolbar's menu. */
  async colourBy(name: string): Promise<void> {
    await this.region
      .getByRole("toolbar")
      .getByRole("button", { name: /^Colour/ })
      .click();
    await this.page.getByRole("menu").getByText(name, { exact: true }).click();
  }

  /** Types an end of the scale into the legend's editor; `Reset`: what the data give. */
  async scale(field: "From" | "Middle" | "To" | "Steps at" | "Reset", value = ""): Promise<void> {
    await this.legend.getByRole("button", { name: /colour scale/i }).click();
    const editor = this.page.getByRole("dialog", { name: "Colour scale" });
    if (field === "Reset") await editor.getByRole("button", { name: /Reset/ }).click();
    else {
      await editor.getByLabel(field).fill(value);
      await editor.getByRole("button", { name: "Apply" }).click();
    }
    await editor.waitFor({ state: "hidden" });
  }

  /** Waits until a model is drawn. `patience` ms for one that has to be meshed first. */
  async ready(patience?: number): Promise<void> {
    await this.region
      .and(this.page.locator("[data-state=ready]"))
      .waitFor(patience === undefined ? {} : { timeout: patience });
  }

  /**
   * Waits until the model is drawn whole: while its file is read, what is there of it is, with a note that says so.
   * For models that have no other problem.
   */
  async whole(patience: number): Promise<void> {
    await this.ready(patience);
    await this.region.locator(".scene-problems").waitFor({ state: "detached", timeout: patience });
  }

  /** The toolbar's buttons that stand outside the view. Read in one step: as the view narrows, buttons leave. */
  toolsOutOfView(): Promise<string[]> {
    return this.region.evaluate((region) => {
      const view = region.getBoundingClientRect();
      const buttons = [...region.querySelectorAll('[role="toolbar"] button')].filter((button) =>
        button.checkVisibility(),
      );
      if (buttons.length <= 4) return ["fewer buttons than the bar has at its narrowest"];
      return buttons
        .filter((button) => {
          const { left, right, top, bottom } = button.getBoundingClientRect();
          return left < view.left || top < view.top || right > view.right || bottom > view.bottom;
        })
        .map((button) => button.getAttribute("aria-label") ?? button.textContent);
    });
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
    // Large models are drawn coarse while they move, and whole a moment after.
    await this.canvas.and(this.page.locator("[data-frame=whole]")).waitFor();
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

  /** What the label at the pointer says. */
  get hover(): Locator {
    return this.region.locator(".scene-hover");
  }

  /**
   * Moves the pointer about a place of the view, shares of its width and height, until the label names
   * `words`; returns where that is. A wall of a hole is a few pixels wide.
   */
  async hoverOver(words: string, x: number, y: number): Promise<readonly [x: number, y: number]> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    const label = this.hover.filter({ hasText: words });
    for (let step = 0; step < 70; step += 1) {
      // First at the place itself, where nothing is found while the camera still moves; then around it.
      const reach = step < 40 ? 0.4 : (step - 39) * 0.4;
      const place = [
        x + (reach * Math.cos(step * 2.4)) / box.width,
        y + (reach * Math.sin(step * 2.4)) / box.height,
      ] as const;
      await this.page.mouse.move(box.x + box.width * place[0], box.y + box.height * place[1]);
      const found = await label.waitFor({ timeout: 700 }).then(
        () => true,
        () => false,
      );
      if (found) return place;
    }
    throw new Error(`nothing at ${x}, ${y} is ${words}`);
  }

  /** Clicks at a share of the view's width and height, 0…1. */
  async click(x: number, y: number): Promise<void> {
    const box = await this.canvas.boundingBox();
    if (box === null) throw new Error("the 3D view is not on the screen");
    await this.page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  }
}
