/** What the manual says of each panel. */
import { PANELS, type PanelId } from "../../../shared/commands/panels.ts";
import type { ManualPlace } from "../../../shared/manual/manual.ts";
import { message } from "../../messages/catalogue.ts";

const using = (section: string): ManualPlace => ({ document: "using", section });

export const EXPLAINS: Readonly<Record<PanelId, ManualPlace | undefined>> = {
  product: using("panels"),
  units: using("panels"),
  scene: using("mouse"),
  timeline: using("timeline"),
  details: using("words-beside-values"),
  measurements: using("panels"),
  features: using("linking-measured-features-to-faces"),
  search: using("keys"),
  import: { document: "importing" },
  sources: using("plants-and-change-requests"),
  changes: using("plants-and-change-requests"),
  machines: { document: "opcua" },
  tables: using("tables"),
  compare: using("comparing-revisions"),
  // It is what is being read.
  manual: undefined,
};

/** What explains the panel that has the focus; undefined: none has. */
export function explanationHere(focused: Element | null): ManualPlace | undefined {
  const name = focused?.closest("section.region")?.getAttribute("aria-label");
  const panel = PANELS.find((id) => message(`panel.${id}`) === name);
  return panel === undefined ? undefined : EXPLAINS[panel];
}
