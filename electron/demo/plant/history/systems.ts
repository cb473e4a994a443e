/** The five systems of the simulated plant and what each of them tells. */
import type { DemoSource } from "../../history/sources/source.ts";
import { CMMS } from "../../history/sources/cmms.ts";
import { FIELD } from "../../history/sources/field.ts";
import { LOGISTICS } from "../../history/sources/logistics.ts";
import { MACHINES } from "../../history/sources/machines.ts";
import { MES } from "../../history/sources/mes.ts";
import { PLM } from "../../history/sources/plm.ts";
import { QMS } from "../../history/sources/qms.ts";
import { PRODUCT, itemOf } from "../../history/product-structure.ts";
import type { ScopeName } from "../feed/scope-feed.ts";
import type { SystemName } from "../feed/system-feed.ts";
import { COSTS } from "./costs.ts";

export const PRODUCT_SCOPE: ScopeName = {
  id: `product:${PRODUCT}`,
  name: itemOf(PRODUCT).name,
  products: [PRODUCT],
};
/** What belongs to no product: machines, people, rooms. */
export const SITE_SCOPE: ScopeName = { id: "site", name: "Site" };

export interface PlantSystem {
  readonly name: SystemName;
  readonly sources: readonly DemoSource[];
}

export const SYSTEMS: readonly PlantSystem[] = [
  {
    name: { id: "plm", kind: "plm", name: "PLM", tellsDeletes: true, accepts: ["change-request"] },
    sources: [PLM],
  },
  {
    name: { id: "mes", kind: "mes", name: "MES", tellsDeletes: true, accepts: [] },
    sources: [MES, MACHINES],
  },
  { name: { id: "qms", kind: "qms", name: "QMS", tellsDeletes: true, accepts: [] }, sources: [QMS, FIELD] },
  // As with most ERP interfaces: asked for what was modified, it says nothing of what is gone.
  {
    name: { id: "erp", kind: "erp", name: "ERP", tellsDeletes: false, accepts: [] },
    sources: [LOGISTICS, COSTS],
  },
  {
    name: { id: "cmms", kind: "cmms", name: "Maintenance", tellsDeletes: true, accepts: [] },
    sources: [CMMS],
  },
];
