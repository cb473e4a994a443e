/** Lets the year happen: one actuator after the other through the plant, to the customer and back. */
import { createCalendar, DAY_MINUTES } from "./calendar.ts";
import { DEMO_CAUSES, type Cause } from "./causes.ts";
import type { Fault } from "./end-of-line.ts";
import { createReturns } from "./field-returns.ts";
import { createFloor } from "./floor.ts";
import { blockedSpans, createMaintenance } from "./maintenance.ts";
import { CUSTOMERS } from "./plant.ts";
import { releases } from "./plan.ts";
import type { Random } from "./random.ts";
import { createStations } from "./stations.ts";
import { STORY } from "./story.ts";
import { createSupplies } from "./supply.ts";
import { createUnits } from "./units.ts";
import { NOTHING_BEFORE, type Shipment, type Year } from "./year.ts";

export interface YearOptions {
  /** Actuators; the floor has room for MAXIMUM_UNITS. */
  readonly units?: number;
  readonly causes?: readonly Cause[];
}

export const MAXIMUM_UNITS = 1_000;

const ORDER_SIZE = 5;
const FIRST_ORDER = 8604;

export function buildYear(random: Random, options: YearOptions = {}): Year {
  const causes = new Set(options.causes ?? DEMO_CAUSES);
  const count = options.units ?? STORY.plan.units;
  if (!Number.isInteger(count) || count < 1 || count > MAXIMUM_UNITS)
    throw new RangeError(`a year has 1 to ${MAXIMUM_UNITS} units, not ${count}`);
  const calendar = createCalendar();
  const maintenance = createMaintenance(random, calendar);
  const stations = createStations(calendar, blockedSpans(maintenance, calendar));
  const due = releases(random, calendar, count);
  const units = createUnits(due.map((work) => calendar.instant(work)));
  const supplies = createSupplies(random.fork("supply"), calendar, units, causes.has("false-lead"));

  const taken = new Set<number>();
  const faults = random.fork("faults");
  const testFaults = spread(faults, STORY.background.endOfLine, due.length, taken);
  const fieldFaults = spread(faults, STORY.background.field, due.length - 40, taken);
  const floor = createFloor({
    random,
    calendar,
    stations,
    supplies,
    units,
    maintenance,
    causes,
    testFaults,
    orderSize: ORDER_SIZE,
    firstOrder: FIRST_ORDER,
  });
  const { recorder, repairs } = floor;
  const actuators = due.map((released, index) => floor.make(index, released));

  const shipments = new Map<string, Shipment>();
  const transport = random.fork("shipments");
  for (const { unit, packedAt, index } of actuators) {
    const day = Math.floor(calendar.workAt(packedAt) / DAY_MINUTES) + 1 + transport.below(2);
    if (day >= calendar.days.length) continue;
    shipments.set(unit.name, {
      actuator: unit,
      at: calendar.instant(day * DAY_MINUTES + transport.between(440, 600)),
      customer: transport.pick(CUSTOMERS),
      note: `DN-${40210 + index}`,
    });
  }
  const returns = createReturns({ random, calendar, recorder, repairs }, actuators, shipments, fieldFaults);
  return {
    calendar,
    units: units.all,
    operations: recorder.operations,
    installations: recorder.installations,
    inspections: recorder.inspections,
    nonconformances: recorder.nonconformances,
    actuators,
    housings: floor.housings,
    shipments: [...shipments.values()],
    returns,
    receipts: supplies.receipts,
    maintenance,
    causes,
    injected: floor.injected,
    before: NOTHING_BEFORE,
    unitCounts: units.counts,
    nextOrder: floor.nextOrder,
  };
}

/** Gives each fault to as many different actuators as it counts, by index below `count`. */
function spread(
  random: Random,
  faults: readonly (Fault & { readonly count: number })[],
  count: number,
  taken: Set<number>,
): ReadonlyMap<number, Fault> {
  const result = new Map<number, Fault>();
  for (const fault of faults) {
    for (let i = 0; i < fault.count; i += 1) {
      // So few actuators have no room for every fault.
      if (taken.size >= count) return result;
      let index = random.below(count);
      while (taken.has(index)) index = (index + 1) % count;
      taken.add(index);
      result.set(index, fault);
    }
  }
  return result;
}
