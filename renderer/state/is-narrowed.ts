import type { EventFilters } from "../../shared/contract/event-filter.ts";
import type { Quantity } from "./colour-scale.ts";

/** Whether filters change such numbers: costs are those of all, and a characteristic says nothing of units. */
export function isNarrowed(quantity: Quantity, only: EventFilters): boolean {
  if (quantity === "cost") return false;
  const ofUnits = quantity === "units" || quantity === "fail-rate";
  return only.some(({ by }) => !ofUnits || by !== "characteristic");
}
