/** Where panels stand at first, and where one goes that is opened again. */
import type { AddPanelOptions, DockviewApi, IDockviewPanel } from "dockview-react";
import { message } from "../messages/catalogue.ts";
import type { PanelId } from "../../shared/commands/panels.ts";

interface Place {
  /** Panels beside or in which it opens, the first one that is there. */
  readonly beside: readonly {
    readonly panel: PanelId;
    readonly direction: "within" | "left" | "right" | "below";
  }[];
  readonly width?: number;
  readonly height?: number;
}

const PLACES: Readonly<Record<PanelId, Place>> = {
  scene: { beside: [{ panel: "timeline", direction: "left" }] },
  timeline: { beside: [{ panel: "scene", direction: "below" }], height: 300 },
  product: {
    beside: [
      { panel: "units", direction: "within" },
      { panel: "scene", direction: "left" },
    ],
    width: 280,
  },
  units: {
    beside: [
      { panel: "product", direction: "within" },
      { panel: "scene", direction: "left" },
    ],
    width: 280,
  },
  details: {
    beside: [
      { panel: "measurements", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 340,
  },
  measurements: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 340,
  },
  features: {
    beside: [
      { panel: "measurements", direction: "within" },
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 380,
  },
  search: {
    beside: [
      { panel: "product", direction: "within" },
      { panel: "scene", direction: "left" },
    ],
    width: 280,
  },
  import: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 420,
  },
  sources: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 400,
  },
  machines: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 420,
  },
  tables: {
    beside: [
      { panel: "timeline", direction: "within" },
      { panel: "scene", direction: "below" },
    ],
    height: 300,
  },
  compare: {
    beside: [
      { panel: "scene", direction: "within" },
      { panel: "timeline", direction: "left" },
    ],
  },
  manual: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 460,
  },
  changes: {
    beside: [
      { panel: "details", direction: "within" },
      { panel: "scene", direction: "right" },
    ],
    width: 400,
  },
};

export function addPanel(api: DockviewApi, id: PanelId, inactive = false): IDockviewPanel {
  const place = PLACES[id];
  const beside = place.beside.find(({ panel }) => api.getPanel(panel) !== undefined);
  const options: AddPanelOptions = {
    id,
    component: id,
    title: message(`panel.${id}`),
    inactive,
    // The canvas and the timeline keep their state while another tab is in front of them.
    renderer: id === "scene" || id === "timeline" ? "always" : "onlyWhenVisible",
    minimumWidth: 180,
    minimumHeight: 90,
    ...(beside === undefined
      ? {}
      : { position: { referencePanel: beside.panel, direction: beside.direction } }),
    ...(place.width === undefined || beside?.direction === "within" ? {} : { initialWidth: place.width }),
    ...(place.height === undefined ? {} : { initialHeight: place.height }),
  };
  const panel = api.addPanel(options);
  // Opened beside narrower tabs it makes the room that it needs to be read.
  if (beside?.direction === "within" && place.width !== undefined && panel.api.width < place.width)
    panel.api.group.api.setSize({ width: place.width });
  return panel;
}

/** Product left, 3D view in the centre, details right, the timeline below over the whole width. */
export function addDefaultPanels(api: DockviewApi): void {
  const wide = api.width >= 2000;
  addPanel(api, "scene");
  const timeline = addPanel(api, "timeline");
  const product = addPanel(api, "product");
  addPanel(api, "units", true);
  const details = addPanel(api, "details");
  addPanel(api, "measurements", true);
  addPanel(api, "features", true);
  product.api.group.api.setSize({ width: wide ? 340 : api.width >= 1500 ? 300 : 280 });
  details.api.group.api.setSize({ width: wide ? 560 : Math.max(330, Math.round(api.width * 0.24)) });
  timeline.api.group.api.setSize({ height: Math.round(Math.min(460, Math.max(240, api.height * 0.36))) });
  product.api.setActive();
}
