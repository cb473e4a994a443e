/** The free place right of the tabs of a panel in front: a panel puts there what would cost it a row. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { PanelId } from "../../shared/commands/panels.ts";

type Headers = Readonly<Partial<Record<PanelId, HTMLElement>>>;

const headers = createStore<Headers>(() => ({}));

/** Undefined while the panel is behind another or closed. */
export function usePanelHeader(panel: PanelId): HTMLElement | undefined {
  return useStore(headers, (elements) => elements[panel]);
}

/** Offers an element for a panel; returns what takes it back. */
export function offerPanelHeader(panel: PanelId, element: HTMLElement): () => void {
  headers.setState({ [panel]: element });
  return () => {
    if (headers.getState()[panel] !== element) return;
    const { [panel]: _removed, ...rest } = headers.getState();
    headers.setState(rest, true);
  };
}
