/** What a person chose for the timeline and keeps while the panel is moved or closed. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { localTimeZone, timeZone, type TimeZone } from "../../timeline/time-zone.ts";
import { useSettings } from "../../state/settings.ts";

export const ZONE_CHOICES = ["plant", "utc", "local"] as const;
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

export const zoneChoice = createStore<{ readonly zone: ZoneChoice }>(() => ({ zone: "plant" }));

let local: TimeZone | undefined;

/** Asked of the runtime once and not for every frame; again when the window comes back: a laptop travels asleep. */
function localZone(): TimeZone {
  if (local === undefined) {
    local = localTimeZone();
    addEventListener("focus", () => (local = undefined), { once: true });
  }
  return local;
}

/** The zone of a choice; a plant without a zone of its own keeps UTC. */
export function zoneOf(choice: ZoneChoice, plant: string | undefined): TimeZone {
  if (choice === "local") return localZone();
  return timeZone(choice === "plant" ? (plant ?? "UTC") : "UTC");
}

export function useZone(): { readonly choice: ZoneChoice; readonly zone: TimeZone } {
  const choice = useStore(zoneChoice, (state) => state.zone);
  const plant = useSettings((values) => values.plantTimeZone);
  return { choice, zone: zoneOf(choice, plant) };
}
