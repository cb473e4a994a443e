import type { Locator, Page } from "playwright-core";

/** The plants that are followed. */
export class SourcesPanel {
  readonly region: Locator;

  constructor(page: Page) {
    this.region = page.getByRole("region", { name: "Sources", exact: true });
  }

  plant(name: string): Locator {
    return this.region.getByRole("region", { name, exact: true });
  }

  /** Its state in words: `live`, `offline`, … */
  inState(name: string, state: string): Locator {
    return this.plant(name).getByText(state, { exact: true }).first();
  }

  /** The form for another plant. */
  get form(): Locator {
    return this.region.getByRole("form", { name: "Add a plant" });
  }

  /** What went wrong, as it is said in the form. */
  get complaint(): Locator {
    return this.form.getByRole("alert");
  }

  /** Fills in where the plant is, and asks it. */
  async ask(url: string, token: string, ca?: string): Promise<void> {
    if (!(await this.form.isVisible())) await this.region.getByRole("button", { name: "Add plant…" }).click();
    await this.form.getByLabel("Address").fill(url);
    await this.form.getByLabel("Token", { exact: true }).fill(token);
    if (ca !== undefined) {
      const link = this.form.getByRole("button", { name: "Own certificate authority…" });
      if (await link.isVisible()) await link.click();
      await this.form.getByLabel("Certificates of the authority (PEM)").fill(ca);
    }
    await this.form.getByRole("button", { name: "See what it offers" }).click();
  }

  /** Follows what is ticked. `from`: a day, `2026-05-01`. */
  async follow(from?: string): Promise<void> {
    await this.form.getByRole("button", { name: /^Add and follow/ }).waitFor();
    if (from !== undefined) await this.historyFrom(this.form, from);
    await this.form.getByRole("button", { name: /^Add and follow/ }).click();
    await this.form.waitFor({ state: "detached" });
  }

  /** Asks an address what it offers and follows all of it. */
  async add(url: string, token: string): Promise<void> {
    await this.ask(url, token);
    await this.follow();
  }

  /** What is kept of live sources, unfolded. */
  get kept(): Locator {
    return this.region.getByRole("region", { name: "History kept on this computer" });
  }

  /** Chooses how many months of a source's events are kept; nothing is applied yet. */
  async keepEvents(source: string, months: string): Promise<void> {
    await this.kept
      .getByRole("group", { name: source })
      .getByLabel("Events, measurements")
      .selectOption(months);
  }

  /** Follows the plant from another day on; without one, all of it. */
  async changeHistory(name: string, from?: string): Promise<void> {
    await this.act(name, "What is followed…");
    const form = this.plant(name).getByRole("form", { name: "What is followed…" });
    if (from === undefined) await form.getByLabel("All of it").check();
    else await this.historyFrom(form, from);
    await form.getByRole("button", { name: /^Follow / }).click();
    await form.waitFor({ state: "detached" });
  }

  /** Presses one of the plant's buttons. */
  async act(name: string, button: string): Promise<void> {
    await this.plant(name).getByRole("button", { name: button, exact: true }).click();
  }

  /** Where the plant lacks a token or an authority it asks for it by itself. */
  async give(name: string, label: string, text: string, button: string): Promise<void> {
    await this.plant(name).getByLabel(label).fill(text);
    await this.act(name, button);
  }

  /** Sentences of the plant's own line, its feeds aside. */
  says(name: string, words: string | RegExp): Locator {
    return this.plant(name).getByText(words);
  }

  async unfold(name: string): Promise<void> {
    await this.plant(name)
      .getByRole("button", { name: /^[▸\s]*\d+ feeds/, expanded: false })
      .click();
  }

  /** A day changed under what is followed; undefined: no end. */
  async changeEnd(name: string, day?: string): Promise<void> {
    await this.act(name, "What is followed…");
    const form = this.plant(name).getByRole("form", { name: "What is followed…" });
    const isEnded = form.getByLabel("Only until a day");
    // By keyboard, as the first day is by mouse.
    await isEnded.focus();
    if ((await isEnded.isChecked()) !== (day !== undefined)) await isEnded.press("Space");
    if (day !== undefined) await form.getByLabel("Last day").fill(day);
    await form.getByRole("button", { name: /^Follow / }).press("Enter");
    await form.waitFor({ state: "detached" });
  }

  private async historyFrom(form: Locator, day: string): Promise<void> {
    await form.getByLabel("From a day on").check();
    await form.getByLabel("First day").fill(day);
  }

  /** Pulls the cable of the demo's plant, or plugs it in again. */
  async stopDemoPlant(): Promise<void> {
    await this.region.getByRole("button", { name: "Stop the demo plant" }).click();
  }

  async syncNow(): Promise<void> {
    await this.region.getByRole("button", { name: "Sync all now" }).click();
  }
}
