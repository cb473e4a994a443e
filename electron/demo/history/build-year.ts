/** Lets the year happen: one actuator after the other through the plant, to the customer and back. */
import { createLine, type BuildOrder } from "./assembly.ts";
import { createCalendar, DAY_MINUTES } from "./calendar.ts";
import { createTestRig, type Fault } from "./end-of-line.ts";
import { createReturns } from "./field-returns.ts";
import { createHousingShop } from "./housings.ts";
import { blockedSpans, createMaintenance } from "./maintenance.ts";
import { CUSTOMERS, ROUTINGS } from "./plant.ts";
import { releases } from "./plan.ts";
import { PRODUCT } from "./product-structure.ts";
import type { Random } from "./random.ts";
import { createRecorder } from "./recorder.ts";
import { createRepairs } from "./repairs.ts";
import { createStations } from "./stations.ts";
import { STORY } from "./story.ts";
import { createSupplies } from "./supply.ts";
import { createUnits } from "./units.ts";
import type { Actuator, Housing, Installation, Shipment, Year } from "./year.ts";

/** Units on one production order, and the number of the first order. */
const ORDER_SIZE = 5;
const FIRST_ORDER = 8604;

export function buildYear(random: Random): Year {
  const calendar = createCalendar();
  const maintenance = createMaintenance(random, calendar);
  const stations = createStations(calendar, blockedSpans(maintenance, calendar));
  const due = releases(random, calendar);
  const units = createUnits(due.map((work) => calendar.instant(work)));
  const supplies = createSupplies(random.fork("supply"), calendar, units);
  const recorder = createRecorder(random, calendar);
  const repairs = createRepairs({ calendar, recorder, supplies, units });
  const shop = createHousingShop({ random, calendar, stations, supplies, units, maintenance, recorder });
  const used = new Map<BuildOrder, Housing>();
  const line = createLine({
    calendar,
    random,
    stations,
    supplies,
    units,
    recorder,
    housing: (build) => {
      const order = build.orderOf(STORY.cause.part);
      let housing = shop.make(build.released, build.index, order);
      // A scrapped one is made again from the next casting.
      while (housing.scrapped) housing = shop.make(housing.ready + 60, build.index, order);
      used.set(build, housing);
      return housing;
    },
  });
  const rig = createTestRig(random, line, recorder, repairs);
  const pack = ROUTINGS.get(PRODUCT)?.[2];
  if (pack === undefined) throw new Error("packing is not defined");

  const taken = new Set<number>();
  const faults = random.fork("faults");
  const testFaults = spread(faults, STORY.background.endOfLine, due.length, taken);
  const fieldFaults = spread(faults, STORY.background.field, due.length - 40, taken);
  const orders = new Map<string, string>();

  const actuators = due.map((released, index): Actuator => {
    const orderOf = (part: string): string => {
      const key = `${part}/${Math.floor(index / ORDER_SIZE)}`;
      const known = orders.get(key) ?? String(FIRST_ORDER + orders.size);
      orders.set(key, known);
      return known;
    };
    const build: BuildOrder = { index, released, orderOf };
    const { unit, ready, installations } = line.build(PRODUCT, build);
    const housing = used.get(build);
    if (housing === undefined) throw new Error(`${unit.name} has no housing`);
    const order = orderOf(PRODUCT);
    const test = { unit, index, housing, order, installations, fault: testFaults.get(index) };
    const { station, passed } = rig.test(test, ready + 20 + random.between(0, 300));
    const packed = line.run(pack, unit, order, passed + random.between(15, 500));
    return {
      index,
      unit,
      housing,
      order,
      packedAt: calendar.instant(packed.end),
      factors: factorsOf(housing, installations, unit.name, station),
    };
  });

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
    housings: shop.made,
    shipments: [...shipments.values()],
    returns,
    receipts: supplies.receipts,
    maintenance,
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
      let index = random.below(count);
      while (taken.has(index)) index = (index + 1) % count;
      taken.add(index);
      result.set(index, fault);
    }
  }
  return result;
}

function factorsOf(
  housing: Housing,
  installations: readonly Installation[],
  name: string,
  rig: string,
): ReadonlyMap<string, string> {
  const of = (part: string): Installation | undefined =>
    installations.find(({ child }) => child.part === part);
  const top = installations.find(({ parent }) => parent.name === name);
  const drive = of(STORY.decoy.part);
  return new Map([
    ...housing.factors,
    ["Bearing lot", drive?.child.lot ?? "unknown"],
    ["Gate driver lot", of("20-3021")?.child.lot ?? "unknown"],
    ["Ball nut lot", of("10-4220")?.child.lot ?? "unknown"],
    ["Drive assembler", drive?.operator ?? "unknown"],
    ["Final assembly station", top?.station ?? "unknown"],
    ["Final assembler", top?.operator ?? "unknown"],
    ["Test rig", rig],
  ]);
}
