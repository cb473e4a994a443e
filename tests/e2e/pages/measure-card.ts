import type { Locator, Page } from "playwright-core";

/** The measuring tool: what is picked, its values, what was kept. */
export class MeasureCard {
  readonly card: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.card = page
      .getByRole("region", { name: "3D view", exact: true })
      .getByRole("region", { name: "Measure", exact: true });
  }

  get picked(): Locator {
    return this.card.getByRole("list", { name: "Picked" }).getByRole("listitem");
  }

  /** Buttons that keep a value: their names say it. */
  get values(): Locator {
    return this.card.getByRole("list", { name: "Values" }).getByRole("button");
  }

  value(kind: string): Locator {
    return this.card.getByRole("button", { name: new RegExp(`^Keep: ${kind} `) });
  }

  get kept(): Locator {
    return this.card.getByRole("list", { name: "Kept" }).getByRole("listitem");
  }

  /** Labels of the dimensions over the model. */
  get labels(): Locator {
    return this.page.locator(".measure-label");
  }

  async filter(kind: "Anything" | "Faces" | "Edges" | "Corners" | "Whole parts"): Promise<void> {
    await this.card.getByLabel("What is picked").selectOption(kind);
  }

  button(name: string): Locator {
    return this.card.getByRole("button", { name, exact: true });
  }
}
