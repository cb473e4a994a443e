/** What of the panel is open beside the list: commands open it too. */
import { createStore } from "zustand/vanilla";
import { showPanel } from "../../state/workspace.ts";

export interface Opening {
  readonly form: "add" | "own-certificate" | undefined;
  /** Endpoint whose signals are being picked. */
  readonly picking: string | undefined;
}

export const opening = createStore<Opening>(() => ({ form: undefined, picking: undefined }));

export function addServer(): void {
  opening.setState({ form: "add", picking: undefined });
  showPanel("machines");
}

export function showOwnCertificate(): void {
  opening.setState({ form: "own-certificate", picking: undefined });
  showPanel("machines");
}

export function pickSignals(endpointId: string): void {
  opening.setState({ form: undefined, picking: endpointId });
}

export function closeForm(): void {
  opening.setState({ form: undefined, picking: undefined });
}
