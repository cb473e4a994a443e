/** What the reader worker answers: the read half of the public contract. */
import { colouringService } from "../../../shared/contract/colouring.ts";
import { eventsService } from "../../../shared/contract/events.ts";
import { measurementsService } from "../../../shared/contract/measurements.ts";
import { partsService } from "../../../shared/contract/parts.ts";
import { searchService } from "../../../shared/contract/search.ts";
import { sourcesService } from "../../../shared/contract/sources.ts";
import { tablesService } from "../../../shared/contract/tables.ts";
import { unitsService } from "../../../shared/contract/units.ts";

export const readerContract = {
  parts: partsService,
  units: { list: unitsService.list, details: unitsService.details },
  events: eventsService,
  measurements: measurementsService,
  colouring: colouringService,
  search: searchService,
  sources: { list: sourcesService.list, counts: sourcesService.counts },
  tables: tablesService,
} as const;
