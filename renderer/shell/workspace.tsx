/** The dock: panels can be moved, stacked, closed and brought back; the layout is kept. */
import "dockview-react/dist/styles/dockview.css";
import { useEffect, useRef, type FunctionComponent, type ReactNode } from "react";
import {
  DockviewReact,
  type DockviewApi,
  type DockviewTheme,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from "dockview-react";
import { message } from "../messages/catalogue.ts";
import { ChangesPanel } from "../panels/changes/changes-panel.tsx";
import { ComparePanel } from "../panels/compare/compare-panel.tsx";
import { DetailsPanel } from "../panels/details/details-panel.tsx";
import { FeaturesPanel } from "../panels/features/features-panel.tsx";
import { ImportPanel } from "../panels/import/import-panel.tsx";
import { MachinesPanel } from "../panels/machines/machines-panel.tsx";
import { ManualPanel } from "../panels/manual/manual-panel.tsx";
import { MeasurementsPanel } from "../panels/measurements/measurements-panel.tsx";
import { ProductPanel } from "../panels/product/product-panel.tsx";
import { ScenePanel } from "../panels/scene/scene-panel.tsx";
import { SearchPanel } from "../panels/search/search-panel.tsx";
import { SourcesPanel } from "../panels/sources/sources-panel.tsx";
import { TablesPanel } from "../panels/tables/tables-panel.tsx";
import { TimelinePanel } from "../panels/timeline/timeline-panel.tsx";
import { UnitsPanel } from "../panels/units/units-panel.tsx";
import { changeSettings, settings } from "../state/settings.ts";
import { PANELS, type PanelId } from "../../shared/commands/panels.ts";
import { setDock, workspace } from "../state/workspace.ts";
import { HeaderSlot } from "./header-slot.tsx";
import { FaultBoundary } from "./fault-boundary.tsx";
import { addDefaultPanels, addPanel } from "./layout.ts";
import { openingDock, type OpeningDock } from "./opening-dock.ts";

const BODIES: Readonly<Record<PanelId, FunctionComponent>> = {
  product: ProductPanel,
  units: UnitsPanel,
  scene: ScenePanel,
  timeline: TimelinePanel,
  details: DetailsPanel,
  measurements: MeasurementsPanel,
  features: FeaturesPanel,
  search: SearchPanel,
  import: ImportPanel,
  sources: SourcesPanel,
  changes: ChangesPanel,
  machines: MachinesPanel,
  tables: TablesPanel,
  compare: ComparePanel,
  manual: ManualPanel,
};

const COMPONENTS: Record<string, FunctionComponent<IDockviewPanelProps>> = Object.fromEntries(
  PANELS.map((id) => {
    const Body = BODIES[id];
    return [
      id,
      () => (
        <FaultBoundary>
          <Body />
        </FaultBoundary>
      ),
    ];
  }),
);

const THEME: DockviewTheme = { name: "throughline", className: "dockview-throughline", gap: 1 };

export function Workspace(): ReactNode {
  const api = useRef<DockviewApi>(undefined);
  useEffect(() => () => setDock(undefined), []);
  return (
    <DockviewReact
      theme={THEME}
      components={COMPONENTS}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={HeaderSlot}
      disableFloatingGroups
      onReady={({ api: ready }) => {
        api.current = ready;
        start(ready);
      }}
    />
  );
}

function Tab({ api }: IDockviewPanelHeaderProps): ReactNode {
  return (
    <div
      className="tab-title"
      onAuxClick={(event) => {
        if (event.button === 1) api.close();
      }}
    >
      {message(`panel.${api.id as PanelId}`)}
    </div>
  );
}

function start(api: DockviewApi): void {
  // Each group would be a landmark with the name of its front panel, beside the panel's own region.
  api.onDidAddGroup((group) => group.element.setAttribute("role", "group"));
  const noteOpen = (): void =>
    workspace.setState({ open: PANELS.filter((id) => api.getPanel(id) !== undefined) });
  api.onDidAddPanel(noteOpen);
  api.onDidRemovePanel(noteOpen);
  const opening = openingDock({
    addDefault: () => addDefaultPanels(api),
    restore: (layout) => restore(api, layout),
    show: (id) => (api.getPanel(id) ?? addPanel(api, id)).api.setActive(),
  });
  setDock({
    show: (id) => opening.show(id),
    toggle: (id) => {
      const panel = api.getPanel(id);
      if (panel === undefined) opening.show(id);
      else if (panel.api.isVisible) panel.api.close();
      else panel.api.setActive();
    },
    front: () => PANELS.filter((id) => api.getPanel(id)?.api.isVisible === true),
    reset: () => {
      api.clear();
      addDefaultPanels(api);
    },
  });
  openLayout(api, opening);
}

/** Milliseconds that the kept layout is waited for: it saves making every panel twice. */
const LAYOUT_WAIT = 500;

/** Opens the kept layout as soon as it is known, the default one where it does not come, and keeps every change. */
function openLayout(api: DockviewApi, opening: OpeningDock): void {
  let saving: ReturnType<typeof setTimeout> | undefined;
  let following = false;
  const follow = (): void => {
    clearTimeout(waiting);
    opening.loaded(settings.getState().values.layout);
    following = true;
  };
  const waiting = setTimeout(() => opening.late(), LAYOUT_WAIT);
  if (settings.getState().loaded) follow();
  else {
    const stop = settings.subscribe(({ loaded }) => {
      if (!loaded) return;
      stop();
      follow();
    });
  }
  api.onDidLayoutChange(() => {
    if (!following) return;
    clearTimeout(saving);
    saving = setTimeout(() => changeSettings({ layout: JSON.stringify(api.toJSON()) }), 400);
  });
}

/** A layout that this version can't read costs the layout, not the screen. */
function restore(api: DockviewApi, layout: string): void {
  try {
    api.fromJSON(JSON.parse(layout) as Parameters<DockviewApi["fromJSON"]>[0]);
    if (api.panels.length > 0 && api.panels.every(({ id }) => (PANELS as readonly string[]).includes(id)))
      return;
  } catch {
    // Falls through to the default layout.
  }
  api.clear();
  addDefaultPanels(api);
}
