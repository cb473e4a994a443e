/** A person's choices: applied at once, kept by the host in user.db. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Settings } from "../../shared/contract/settings.ts";
import { currentHost } from "../host/host.ts";

export interface SettingsState {
  readonly values: Settings;
  /** False until the host has said what was kept. */
  readonly loaded: boolean;
}

export const settings = createStore<SettingsState>(() => ({ values: {}, loaded: false }));

/** Applies at once; a host that can't keep it now costs only the keeping, not the choice. */
export function changeSettings(change: Settings): void {
  settings.setState(({ values }) => ({ values: { ...values, ...change } }));
  try {
    currentHost()
      .settings.set(change)
      .catch(() => undefined);
  } catch {
    // Not connected yet: the choice holds for this session.
  }
}

export function useSettings<T>(pick: (values: Settings) => T): T {
  return useStore(settings, (state) => pick(state.values));
}
