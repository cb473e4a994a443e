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
    return this.region.getByRole("application", { name: "Events over time" });
  }

  /** The events in view, for those who can't see them. */
  get grid(): Locator {
    return this.region.getByRole("grid", { name: "Events in view" });
  }

  /** First cell of each event: its title. */
  get events(): Locator {
    return this.grid.locator("[data-position]");
  }

  /** Names of the lanes in view, from the top. */
  get lanes(): Locator {
    return this.region.locator("[data-lane]");
  }

  async laneNames(): Promise<readonly string[]> {
    return this.lanes.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  }

  lane(name: string): Locator {
    return this.region.getByRole("button", { name, exact: true });
  }

  /** What the lanes stand for, chosen at the head. */
  async showLanesBy(name: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Lanes: / }).click();
    await this.page.getByRole("menuitemradio", { name, exact: true }).first().click();
    await this.page.getByRole("button", { name: `Lanes: ${name}` }).waitFor();
    // Another choice of the same menu may follow: it stays open.
    if (await this.page.getByRole("menu").isVisible()) await this.page.keyboard.press("Escape");
    await this.page.getByRole("menu").waitFor({ state: "hidden" });
  }

  /** Keeps the lanes as they are under a name. */
  async saveLanes(name: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Lanes: / }).click();
    await this.page.getByRole("combobox", { name: "Name for these lanes" }).fill(name);
    await this.page.getByRole("button", { name: "Save", exact: true }).click();
    await this.page.getByRole("menu").waitFor({ state: "hidden" });
  }

  /** Down to the last lane. */
  async scrollToEnd(): Promise<void> {
    await this.region.locator(".timeline-scroll").evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  }

  async showSavedLanes(name: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Lanes: / }).click();
    await this.page.getByRole("menuitem", { name }).click();
  }

  /** Flags of notes in view. */
  get notes(): Locator {
    return this.region.locator(".timeline-flag");
  }

  get noteText(): Locator {
    return this.region.getByRole("form", { name: "Note" }).getByRole("textbox");
  }

  /** The time under the pointer, in every zone. */
  get cursor(): Locator {
    return this.region.locator(".timeline-cursor-time");
  }

  /** The timeline in words, as those hear it who can't see it: counts, gaps, what is not loaded. */
  async words(): Promise<string> {
    const id = await this.plot.getAttribute("aria-describedby");
    return (await this.page.locator(`[id="${id}"]`).textContent()) ?? "";
  }

  /** Waits until they say it. */
  async say(pattern: RegExp): Promise<void> {
    await this.region.getByText(pattern).first().waitFor({ state: "attached" });
  }

  /** Points at a share of the plot's width and height, 0…1, until what is drawn there says so. */
  async pointAt(x: number, y: number, words: string | RegExp): Promise<void> {
    const tips = this.region.getByRole("tooltip");
    const said = tips.getByText(words).first();
    for (let tries = 0; tries < 40; tries += 1) {
      const box = await this.plot.boundingBox();
      if (box === null) throw new Error("the timeline is not on the screen");
      // What is drawn after the pointer has come is told when it moves.
      await this.page.mouse.move(box.x + box.width * x + (tries % 2), box.y + box.height * y);
      const found = await said.waitFor({ timeout: 500 }).then(
        () => true,
        () => false,
      );
      if (found) return;
    }
    throw new Error(`instead of ${words} it says: ${(await tips.allInnerTexts()).join()}`);
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
