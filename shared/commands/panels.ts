/** Ids of the dock's panels, in the order in which F6 goes through them and menus list them. */
export const PANELS = [
  "product",
  "units",
  "scene",
  "timeline",
  "details",
  "measurements",
  "features",
  "search",
  "import",
  "sources",
  "changes",
  "machines",
  "tables",
  "compare",
  "manual",
] as const;
export type PanelId = (typeof PANELS)[number];
