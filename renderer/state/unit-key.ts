/** The key by which lanes and filters know a unit, the same in every cache. */
import type { UnitDetails } from "../../shared/contract/units.ts";

export function unitKey({
  unitId,
  partNumber,
  serial,
  lot,
}: Pick<UnitDetails, "unitId" | "partNumber" | "serial" | "lot">): string {
  const own = serial ?? lot;
  return own === undefined ? `#${unitId}` : `${partNumber}/${own}`;
}
