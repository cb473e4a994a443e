/** The units of a part as rows: filtering, and which sources could have their order taken as serials. Pure. */
import type { UnitSummary } from "../../../shared/contract/units.ts";
import { unitName } from "../../state/unit-name.ts";

export function filterUnits(units: readonly UnitSummary[], filter: string): readonly UnitSummary[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return units;
  return units.filter((unit) => {
    const text =
      `${unitName(unit)} ${unit.lot ?? ""} ${unit.label ?? ""} ${unit.laboratory ?? ""} ${unit.verdict} ${unit.serialStatus}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface ClaimableSource {
  readonly sourceId: string;
  readonly laboratory: string | undefined;
  readonly units: number;
}

/** Sources that have samples without a serial whose order is known. */
export function claimableSources(units: readonly UnitSummary[]): readonly ClaimableSource[] {
  const bySource = new Map<string, { laboratory: string | undefined; units: number }>();
  for (const unit of units) {
    if (unit.serialStatus !== "missing" || unit.sourceId === undefined || unit.position === undefined)
      continue;
    const entry = bySource.get(unit.sourceId) ?? { laboratory: unit.laboratory, units: 0 };
    entry.units += 1;
    bySource.set(unit.sourceId, entry);
  }
  return [...bySource].map(([sourceId, entry]) => ({ sourceId, ...entry }));
}
