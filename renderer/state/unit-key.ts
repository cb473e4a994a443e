/** The key by which lanes and filters know a unit: of one with a serial or a lot the same in every cache. */
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

/** Of a unit that has no name: it holds in this cache alone, and in another may be another unit. */
export const isOwnKey = (key: string): boolean => /^#\d+$/.test(key);
