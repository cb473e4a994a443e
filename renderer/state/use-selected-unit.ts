/** The selected unit's own words, for the breadcrumb, the chips and the details. */
import type { UnitDetails } from "../../shared/contract/units.ts";
import { useQuery } from "./query.ts";
import { useSelection } from "./selection.ts";

export function useSelectedUnit(): UnitDetails | undefined {
  const unitId = useSelection((state) => state.unitId);
  return useQuery(unitId === undefined ? undefined : `unit:${unitId}`, (host, options) =>
    host.units.details({ unitId: unitId ?? 0 }, options),
  ).data;
}
