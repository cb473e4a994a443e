/** Takes a unit out of where it is built in and puts another in its place. */
import type { Calendar } from "./calendar.ts";
import { TRACKING } from "./product-structure.ts";
import type { Recorder } from "./recorder.ts";
import type { Supplies } from "./supply.ts";
import type { Units } from "./units.ts";
import type { Installation, Unit } from "./year.ts";

export interface RepairPlace {
  readonly station: string;
  readonly order: string;
  /** Work minute. */
  readonly work: number;
  /** Of the actuator, from 0. */
  readonly index: number;
}

export interface Repairs {
  replace(installation: Installation, place: RepairPlace): void;
}

interface Shops {
  readonly calendar: Calendar;
  readonly recorder: Recorder;
  readonly supplies: Supplies;
  readonly units: Units;
}

export function createRepairs({ calendar, recorder, supplies, units }: Shops): Repairs {
  let fromStock = 0;
  const replacement = ({ child, parent, position }: Installation, { index, work }: RepairPlace): Unit => {
    const tracking = TRACKING.get(child.part);
    if (tracking?.by === "designator")
      return units.named(child.part, index, `${parent.name}/${position}.2`, child.lot);
    if (tracking?.by === "lot and number")
      return units.outOf(child.part, index, supplies.lotInUse(child.part, work) ?? "stock");
    // Service stock from before the year: nothing is known of how it was made.
    fromStock += 1;
    const prefix = tracking?.by === "serial" ? tracking.prefix : child.part;
    return units.named(child.part, index, `${prefix}-S${String(fromStock).padStart(3, "0")}`);
  };
  return {
    replace(installation, place) {
      const { parent, position } = installation;
      const { station, order, work } = place;
      const operator = recorder.operatorAt(station, work);
      const done = { at: calendar.instant(work), station, operator, order };
      installation.removed = done;
      recorder.installations.push({ parent, child: replacement(installation, place), position, ...done });
    },
  };
}
