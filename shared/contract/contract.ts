/** The whole contract between a renderer (or any client) and the host. */
import type { Client, Implementation } from "../rpc/service.ts";
import { changesService } from "./changes.ts";
import { compareService } from "./compare.ts";
import { demoService } from "./demo.ts";
import { colouringService } from "./colouring.ts";
import { diagnosticsService } from "./diagnostics.ts";
import { eventsService } from "./events.ts";
import { importService } from "./import.ts";
import { linksService } from "./links.ts";
import { measurementsService } from "./measurements.ts";
import { opcuaService } from "./opcua.ts";
import { partLinksService } from "./part-links.ts";
import { partsService } from "./parts.ts";
import { plantsService } from "./plants.ts";
import { retentionService } from "./retention.ts";
import { searchService } from "./search.ts";
import { settingsService } from "./settings.ts";
import { sourcesService } from "./sources.ts";
import { startingService } from "./starting.ts";
import { tablesService } from "./tables.ts";
import { unitsService } from "./units.ts";

export const contract = {
  parts: partsService,
  units: unitsService,
  events: eventsService,
  measurements: measurementsService,
  colouring: colouringService,
  links: linksService,
  partLinks: partLinksService,
  compare: compareService,
  import: importService,
  search: searchService,
  tables: tablesService,
  sources: sourcesService,
  plants: plantsService,
  changes: changesService,
  opcua: opcuaService,
  demo: demoService,
  retention: retentionService,
  settings: settingsService,
  diagnostics: diagnosticsService,
  starting: startingService,
} as const;

export type HostContract = typeof contract;
export type HostClient = Client<HostContract>;
export type HostImplementation = Implementation<HostContract>;
