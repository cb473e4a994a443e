/** The whole screen, as a person uses it: by roles and names. The same object drives both shells. */
import type { Locator, Page } from "playwright-core";
import { untilAnswered } from "../wire.ts";
import { AlignedTimeline } from "./aligned-timeline.ts";
import { ChangesPanel } from "./changes-panel.ts";
import { ComparePanel } from "./compare-panel.ts";
import { DetailsPanel } from "./details-panel.ts";
import { ExportSheet } from "./export-sheet.ts";
import { FeaturesPanel } from "./features-panel.ts";
import { FilterBar } from "./filter-bar.ts";
import { ImportPanel } from "./import-panel.ts";
import { MachinesPanel } from "./machines-panel.ts";
import { ManualPanel } from "./manual-panel.ts";
import { MeasurementsPanel } from "./measurements-panel.ts";
import { ProductPanel } from "./product-panel.ts";
import { ScenePanel } from "./scene-panel.ts";
import { SearchPanel } from "./search-panel.ts";
import { SourcesPanel } from "./sources-panel.ts";
import { TablesPanel } from "./tables-panel.ts";
import { TimelinePanel } from "./timeline-panel.ts";
import { UnitsPanel } from "./units-panel.ts";

export type PanelName =
  | "Product"
  | "Units"
  | "3D view"
  | "Timeline"
  | "Details"
  | "Measurements"
  | "Features"
  | "Search"
  | "Imports"
  | "Sources"
  | "Changes"
  | "Machines"
  | "Tables"
  | "Compare"
  | "Manual";

export class AppPage {
  readonly page: Page;
  readonly product: ProductPanel;
  readonly units: UnitsPanel;
  readonly scene: ScenePanel;
  readonly timeline: TimelinePanel;
  readonly aligned: AlignedTimeline;
  readonly details: DetailsPanel;
  readonly measurements: MeasurementsPanel;
  readonly features: FeaturesPanel;
  readonly search: SearchPanel;
  readonly imports: ImportPanel;
  readonly sources: SourcesPanel;
  readonly changes: ChangesPanel;
  readonly exports: ExportSheet;
  readonly machines: MachinesPanel;
  readonly tables: TablesPanel;
  readonly compare: ComparePanel;
  readonly filters: FilterBar;
  readonly manual: ManualPanel;

  constructor(page: Page) {
    this.page = page;
    this.product = new ProductPanel(page);
    this.units = new UnitsPanel(page);
    this.scene = new ScenePanel(page);
    this.timeline = new TimelinePanel(page);
    this.aligned = new AlignedTimeline(page);
    this.details = new DetailsPanel(page);
    this.measurements = new MeasurementsPanel(page);
    this.features = new FeaturesPanel(page);
    this.search = new SearchPanel(page);
    this.imports = new ImportPanel(page);
    this.sources = new SourcesPanel(page);
    this.changes = new ChangesPanel(page);
    this.exports = new ExportSheet(page);
    this.machines = new MachinesPanel(page);
    this.tables = new TablesPanel(page);
    this.compare = new ComparePanel(page);
    this.filters = new FilterBar(page);
    this.manual = new ManualPanel(page);
  }

  get status(): Locator {
    return this.page.getByRole("contentinfo", { name: "Status" });
  }

  get breadcrumb(): Locator {
    return this.page.getByRole("navigation", { name: "Where the selection is" });
  }

  /** Number and name of the part that the screen is about, "" without one. Its revision stands beside it once it is read. */
  async selectedPart(): Promise<string> {
    return (await this.breadcrumb.getByRole("button").allInnerTexts()).at(-1) ?? "";
  }

  /** Until the screen has every answer that it waits for: what is read then is of one moment, where no news come. */
  async answered(): Promise<void> {
    await untilAnswered(this.page);
  }

  /** In place of the panels while a cache of an older version is brought up to date. */
  get starting(): Locator {
    return this.page.getByRole("region", { name: "Bringing the local data up to date" });
  }

  /** Waits until the page has its host: from here on keys and clicks have their effect. */
  async connected(): Promise<void> {
    await this.status.getByText("Everything on this computer").waitFor();
  }

  /** The panel's landmark; brings it to the front by its tab, or by the View menu's command where it is closed. */
  async show(name: PanelName): Promise<void> {
    const region = this.page.getByRole("region", { name, exact: true });
    // On a page that was just opened nothing is there yet, and the command would close what comes a moment later.
    await this.page.getByRole("tab").first().waitFor();
    if (await region.isVisible()) return;
    const tab = this.page.getByRole("tab").filter({ hasText: new RegExp(`^${name}$`) });
    if (await tab.isVisible()) await tab.click();
    else await this.command(`Panel: ${name}`);
    await region.waitFor();
  }

  /** Runs a command by its words in the palette, with the keyboard alone. */
  async command(words: string): Promise<void> {
    await this.page.keyboard.press("Control+K");
    const palette = this.page.getByRole("dialog", { name: "Search and commands" });
    await palette.getByRole("combobox").fill(words);
    await palette.getByRole("option").filter({ hasText: words }).first().click();
    await palette.waitFor({ state: "hidden" });
  }
}
