/**
 * What a person, or a file named at the start, asks to see before the dock has its panels: it comes once they are
 * there. A panel alone in an empty dock would else be all that there is.
 */
import type { PanelId } from "../../shared/commands/panels.ts";

export interface EmptyDock {
  addDefault(): void;
  /** Replaces what there is. */
  restore(layout: string): void;
  /** Brings the panel to the front, adds it where it is closed. */
  show(id: PanelId): void;
}

export interface OpeningDock {
  /** Shows the panel now, or with the others. */
  show(id: PanelId): void;
  /** The kept layout lets wait for itself: the default one is there until it comes. */
  late(): void;
  /** @param layout what was kept; undefined where nothing was */
  loaded(layout: string | undefined): void;
}

export function openingDock(dock: EmptyDock): OpeningDock {
  /** Also of what was shown in the default layout, which the kept one replaces. */
  const asked = new Set<PanelId>();
  let has = false;
  let isLoaded = false;
  const showAsked = (): void => {
    for (const id of asked) dock.show(id);
  };
  return {
    show(id) {
      if (!isLoaded) {
        // The last one in front.
        asked.delete(id);
        asked.add(id);
      }
      if (has) dock.show(id);
    },
    late() {
      if (has) return;
      has = true;
      dock.addDefault();
      showAsked();
    },
    loaded(layout) {
      isLoaded = true;
      if (layout !== undefined) dock.restore(layout);
      else if (has) return;
      else dock.addDefault();
      has = true;
      showAsked();
    },
  };
}
