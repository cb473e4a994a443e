import type { Locator, Page } from "playwright-core";

/** The planes of a section: their card, and their arrows over the model. */
export class SectionCard {
  readonly card: Locator;
  /** The one line that stands for the card while it is put away. */
  readonly line: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    const view = page.getByRole("region", { name: "3D view", exact: true });
    this.card = view.getByRole("region", { name: "Section", exact: true });
    this.line = view.locator(".section-line");
  }

  offset(plane: string): Locator {
    return this.card.getByRole("textbox", { name: `Offset of plane ${plane}, mm` });
  }

  arrow(plane: string): Locator {
    return this.page.getByRole("slider", { name: `Plane ${plane}`, exact: true });
  }

  /** Labels of all planes in the card, in order. */
  async planes(): Promise<readonly string[]> {
    return this.card.getByRole("listitem").locator(".section-kind").allInnerTexts();
  }

  async type(plane: string, offset: string): Promise<void> {
    await this.offset(plane).fill(offset);
    await this.offset(plane).press("Enter");
  }

  button(name: string): Locator {
    return this.card.getByRole("button", { name, exact: true });
  }

  /** Where an arrow is on the screen, once it stands still: it is placed with the frame after its plane has moved. */
  async place(plane: string): Promise<{ readonly x: number; readonly y: number }> {
    return this.arrow(plane).evaluate(async (arrow) => {
      const middle = (): { readonly x: number; readonly y: number } => {
        const { left, top, width, height } = arrow.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2 };
      };
      const frames = (): Promise<void> =>
        new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(() => next())));
      for (let before = middle(); ;) {
        await frames();
        const now = middle();
        if (now.x === before.x && now.y === before.y) return now;
        before = now;
      }
    });
  }
}
