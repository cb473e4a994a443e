import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";

/** The 3D view as a file. */
export class ExportSheet {
  readonly sheet: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.sheet = page.getByRole("dialog", { name: "Save the 3D view as a file" });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press("Control+Shift+S");
    await this.sheet.waitFor();
  }

  /** One of the choices that exclude each other. */
  async choose(name: string): Promise<void> {
    await this.sheet.getByRole("button", { name, exact: true }).click();
  }

  async save(): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const coming = this.page.waitForEvent("download");
    await this.sheet.getByRole("button", { name: "Save", exact: true }).click();
    const download = await coming;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Size of a PNG, alpha of its corner, and how many of its pixels are solid. */
  async look(bytes: Uint8Array): Promise<{
    readonly width: number;
    readonly height: number;
    readonly corner: number;
    readonly solid: number;
  }> {
    return this.page.evaluate(
      async (values) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(values)], { type: "image/png" }));
        const { width, height } = picture;
        const context = new OffscreenCanvas(width, height).getContext("2d");
        if (context === null) throw new Error("no 2D context");
        context.drawImage(picture, 0, 0);
        const { data } = context.getImageData(0, 0, width, height);
        let solid = 0;
        for (let at = 3; at < data.length; at += 4) if (data[at] === 255) solid += 1;
        return { width, height, corner: data[3] ?? -1, solid };
      },
      [...bytes],
    );
  }
}
