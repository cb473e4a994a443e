import type { Locator, Page } from "playwright-core";

/** The OPC UA servers that are watched, and the live values of their machines. */
export class MachinesPanel {
  readonly region: Locator;
  readonly tree: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole("region", { name: "Machines", exact: true });
    this.tree = this.region.getByRole("tree", { name: "Address space" });
  }

  get addForm(): Locator {
    return this.region.getByRole("form", { name: "Add an OPC UA server" });
  }

  get trust(): Locator {
    return this.region.getByRole("group", { name: /This server is not known yet/ });
  }

  server(name: string): Locator {
    return this.region.getByRole("region", { name: `OPC UA server ${name}`, exact: true });
  }

  /** Its state in words: `connected`, `offline`, … */
  inState(name: string, state: string): Locator {
    return this.server(name).getByText(state, { exact: true }).first();
  }

  /** Asks an address how it can be reached, from the keyboard. */
  async discover(url: string): Promise<void> {
    await this.addForm.getByLabel("Address").fill(url);
    await this.page.keyboard.press("Enter");
    await this.addForm.getByRole("group", { name: "Security" }).waitFor();
  }

  /** A way in, by the name of its policy. */
  offer(policy: string, mode = "signed and encrypted"): Locator {
    return this.addForm.getByRole("radio", { name: new RegExp(`^${policy} · ${mode}`) });
  }

  /** Says that the thumbprint was compared, and connects. */
  async trustAndConnect(): Promise<void> {
    await this.trust.getByRole("checkbox").check();
    await this.addForm.getByRole("button", { name: "Trust and connect" }).click();
  }

  /** Signs in as another, by name and password. */
  async signIn(server: string, user: string, password: string): Promise<void> {
    await this.server(server).getByRole("button", { name: "Sign-in…" }).click();
    const form = this.region.getByRole("form", { name: `Sign-in of ${server}` });
    await form.getByRole("radio", { name: "User name and password" }).check();
    await form.getByLabel("User name", { exact: true }).fill(user);
    await form.getByLabel("Password", { exact: true }).fill(password);
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "hidden" });
  }

  /** A line of the address space, by the name of its node. */
  node(name: string): Locator {
    return this.tree.getByRole("treeitem").filter({ hasText: name });
  }

  /** The signal's line among the live values of its equipment. */
  live(equipment: string, signal: string): Locator {
    return this.region
      .getByRole("list", { name: `Live values of ${equipment}` })
      .getByRole("listitem")
      .filter({ hasText: signal });
  }
}
