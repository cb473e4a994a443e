/** Which panels there are, which are open, and what floats above them. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { PanelId } from "../../shared/commands/panels.ts";

export interface WorkspaceState {
  readonly open: readonly PanelId[];
  readonly overlay:
    | "palette"
    | "shortcuts"
    | "about"
    | "export"
    | "views"
    | "backup"
    | "check"
    | "link"
    | "part-link"
    | undefined;
}

export const workspace = createStore<WorkspaceState>(() => ({ open: [], overlay: undefined }));

export function useWorkspace<T>(pick: (state: WorkspaceState) => T): T {
  return useStore(workspace, pick);
}

/** What the dock can be asked to do; set by the dock itself once it is there. */
export interface Dock {
  readonly show: (panel: PanelId) => void;
  readonly toggle: (panel: PanelId) => void;
  readonly reset: () => void;
  /** In front of their groups. */
  readonly front: () => readonly PanelId[];
}
let dock: Dock | undefined;

export function setDock(next: Dock | undefined): void {
  dock = next;
}
export function showPanel(panel: PanelId): void {
  dock?.show(panel);
}
export function frontPanels(): readonly PanelId[] {
  return dock?.front() ?? [];
}
export function togglePanel(panel: PanelId): void {
  dock?.toggle(panel);
}
export function resetLayout(): void {
  dock?.reset();
}
export function setOverlay(overlay: WorkspaceState["overlay"]): void {
  workspace.setState({ overlay });
}
