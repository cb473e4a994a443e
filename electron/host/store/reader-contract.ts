/** What the reader worker answers: the read half of the public contract. */
import * as v from "valibot";
import { colouringService } from "../../../shared/contract/colouring.ts";
import { eventsService } from "../../../shared/contract/events.ts";
import { measurementsService } from "../../../shared/contract/measurements.ts";
import { partsService } from "../../../shared/contract/parts.ts";
import { searchService } from "../../../shared/contract/search.ts";
import { sourcesService } from "../../../shared/contract/sources.ts";
import { tablesService } from "../../../shared/contract/tables.ts";
import { unitsService } from "../../../shared/contract/units.ts";
import type { GonePart, PartInModel } from "../../../shared/links/carry-plan.ts";
import { retentionQueries } from "./retention/preview.ts";
import { call } from "../../../shared/rpc/service.ts";

/** A product of a CAD file in the newest model of a root product. */
export interface ProductPlace {
  /** SHA-256 of its mesh. */
  readonly newest: string;
  readonly fileName: string;
  /** It holds the product by its id. */
  readonly isHeld: boolean;
  /** Mesh of the last model of that root that does; undefined: none. */
  readonly older: string | undefined;
  /** Ids in the newest that have its name. */
  readonly named: readonly string[];
}

/** A model of another root product that came later, and what speaks for its being a new revision of the same one. */
export interface LaterProduct {
  readonly product: string;
  /** SHA-256 of the meshes: of its newest model, and of that of the product that was asked about. */
  readonly mesh: string;
  readonly older: string;
  readonly isSameName: boolean;
  /** Products below the root by their ids: of both, of the older and of the newer one. */
  readonly common: number;
  readonly before: number;
  readonly after: number;
}

/** For the host itself. */
const modelsService = {
  /** SHA-256 of the mesh of a model, by that of its file. */
  mesh: call<string | undefined>()(v.object({ sha256: v.string() })),
  /** Of these parts those that a newer model of the same product holds no more. */
  gone: call<readonly GonePart[]>()(v.object({ partNumbers: v.array(v.string()) })),
  /** Of these numbers those that are parts of the cache. */
  known: call<readonly string[]>()(v.object({ partNumbers: v.array(v.string()) })),
  /** Per link where its product stands in the newest model of its root; undefined: no such model is there. */
  places: call<readonly (ProductPlace | undefined)[]>()(
    v.object({ links: v.array(v.object({ product: v.string(), number: v.string(), name: v.string() })) }),
  ),
  /** Newest models of other products that came after the newest of this one; neither holds the root of the other. */
  later: call<readonly LaterProduct[]>()(v.object({ product: v.string() })),
  /** Where the parts are drawn, newest models first. */
  holding: call<readonly PartInModel[]>()(v.object({ partNumbers: v.array(v.string()) })),
} as const;

export const readerContract = {
  parts: partsService,
  units: { list: unitsService.list, details: unitsService.details },
  events: eventsService,
  measurements: measurementsService,
  colouring: colouringService,
  search: searchService,
  models: modelsService,
  sources: {
    list: sourcesService.list,
    counts: sourcesService.counts,
    revision: sourcesService.revision,
    clocks: sourcesService.clocks,
  },
  tables: tablesService,
  retention: retentionQueries,
} as const;
