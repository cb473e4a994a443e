/**
 * What the plant goes on producing after the history's year: the same floor with the same routings, one
 * actuator after the other, and now and then a maintenance order. Time is work minutes from the Monday
 * after the year; the same seed gives the same records, however time is cut into steps.
 */
import { createCalendar, DAY_MINUTES, type Calendar } from "../../history/calendar.ts";
import { createFloor, type Floor } from "../../history/floor.ts";
import { orderAt } from "../../history/maintenance.ts";
import { CONNECTED_MACHINES, CUSTOMERS } from "../../history/plant.ts";
import { createRandom, type Random } from "../../history/random.ts";
import { exportGap, maintenanceEntry } from "../../history/sources/cmms.ts";
import { LOGISTICS } from "../../history/sources/logistics.ts";
import { jobEntries } from "../../history/sources/machines.ts";
import { floorEntries } from "../../history/sources/mes.ts";
import { qualityEntries } from "../../history/sources/qms.ts";
import type { Entry, HistoryRecord } from "../../history/sources/source.ts";
import { createStations } from "../../history/stations.ts";
import { createSupplies } from "../../history/supply.ts";
import { createUnits } from "../../history/units.ts";
import { countedAfter, NOTHING_BEFORE, type Actuator, type Unit, type Year } from "../../history/year.ts";
import { actualCosts } from "../history/costs.ts";

export interface LiveRecord {
  readonly system: string;
  /** µs UTC at which the system wrote it. */
  readonly at: number;
  readonly record: HistoryRecord;
}

export interface LiveSource {
  /** Instant of a work minute, µs UTC. */
  instant(work: number): number;
  /** What was written behind the last call's minute, up to this one. */
  until(work: number): readonly LiveRecord[];
  /** Every unit that records name so far. */
  readonly units: readonly Unit[];
}

/** Some twenty years: a plant at ten work minutes a second runs through them in five days, then rests. */
const SPAN = { first: "2026-11-02", last: "2046-12-21", holidays: [], shutdowns: [] };
/** Work minutes between two actuators. */
const PACE = [150, 330] as const;
const MAINTENANCE_PACE = [500, 2_600] as const;
/** No actuator is longer in work. */
const LONGEST = 60 * DAY_MINUTES;
const FIRST_MAINTENANCE_ORDER = 4_000;
const FIRST_ORDER = 1_000;

/** `year`: what went before; undefined where the plant began empty. */
export function createLiveSource(seed: number, year: Year | undefined): LiveSource {
  const random = createRandom(seed).fork("live");
  const calendar = createCalendar(SPAN);
  const units = createUnits([], year?.unitCounts);
  const supplies = createSupplies(random.fork("supply"), calendar, units, false);
  const floor = createFloor({
    random,
    calendar,
    stations: createStations(calendar, new Map()),
    supplies,
    units,
    maintenance: [],
    causes: new Set(),
    testFaults: new Map(),
    orderSize: 1,
    firstOrder: year?.nextOrder ?? FIRST_ORDER,
  });
  const slices = createSlices(calendar, floor, year);
  const pace = random.fork("pace");
  const repairs = random.fork("maintenance");
  const signals = random.fork("machines");
  const last = calendar.days.length * DAY_MINUTES - LONGEST;

  let index = year?.actuators.length ?? 0;
  let nextRelease = pace.between(0, 60);
  let nextRepair = repairs.between(...MAINTENANCE_PACE);
  let orders = 0;
  let waiting: LiveRecord[] = [];
  /** A system can't write what has not begun: nothing stands before `work`. */
  const add = (system: string, work: number, entries: readonly Entry[]): void => {
    const earliest = calendar.instant(work);
    for (const { at, record } of entries) waiting.push({ system, at: Math.max(at, earliest), record });
  };

  const release = (work: number): void => {
    const actuator = floor.make(index, work);
    index += 1;
    const slice = slices.take(actuator, pace);
    const jobs = slice.operations.filter(({ station }) =>
      CONNECTED_MACHINES.some((machine) => machine === station),
    );
    add("mes", work, [...floorEntries(slice), ...jobs.flatMap((job) => jobEntries(job, slice, signals))]);
    add("qms", work, qualityEntries(slice));
    add("erp", work, [...LOGISTICS.entries(slice, random), ...actualCosts(slice)]);
  };

  if (year !== undefined)
    waiting.push({ system: "cmms", at: calendar.instant(0), record: exportGap(calendar.instant(0)) });
  const goods = slices.receipts(supplies.receipts);
  add("qms", 0, qualityEntries(goods));
  add("erp", 0, LOGISTICS.entries(goods, random));

  return {
    instant: (work) => calendar.instant(Math.min(work, last + LONGEST - 1)),
    units: units.all,
    until(work) {
      for (; nextRelease <= Math.min(work, last); nextRelease += pace.between(...PACE)) release(nextRelease);
      for (; nextRepair <= Math.min(work, last); nextRepair += repairs.between(...MAINTENANCE_PACE)) {
        const order = orderAt(repairs, FIRST_MAINTENANCE_ORDER + orders, calendar.instant(nextRepair));
        orders += 1;
        add("cmms", nextRepair, [maintenanceEntry(order)]);
      }
      // Sorting is stable: what was written at one instant stays in its order.
      waiting.sort((a, b) => a.at - b.at);
      const now = calendar.instant(Math.min(work, last + LONGEST - 1));
      const count = waiting.findIndex(({ at }) => at > now);
      const due = count === -1 ? waiting : waiting.slice(0, count);
      waiting = count === -1 ? [] : waiting.slice(count);
      return due;
    },
  };
}

interface Slices {
  /** All that came into being since the last one. */
  take(actuator: Actuator, random: Random): Year;
  receipts(receipts: Year["receipts"]): Year;
}

/** Cuts what the floor noted down into spans that the systems can tell of. */
function createSlices(calendar: Calendar, floor: Floor, year: Year | undefined): Slices {
  const { recorder } = floor;
  let before = year === undefined ? NOTHING_BEFORE : countedAfter(year);
  const seen = { operations: 0, installations: 0, inspections: 0, nonconformances: 0, housings: 0 };
  const empty = (): Year => ({
    calendar,
    units: [],
    operations: [],
    installations: [],
    inspections: [],
    nonconformances: [],
    actuators: [],
    housings: [],
    shipments: [],
    returns: [],
    receipts: [],
    maintenance: [],
    causes: new Set(),
    injected: [],
    before,
    unitCounts: new Map(),
    nextOrder: floor.nextOrder,
  });
  const rest = <T>(list: readonly T[], name: keyof typeof seen): readonly T[] => {
    const own = list.slice(seen[name]);
    seen[name] = list.length;
    return own;
  };
  return {
    take(actuator, random) {
      const day = Math.floor(calendar.workAt(actuator.packedAt) / DAY_MINUTES) + 1;
      const slice: Year = {
        ...empty(),
        operations: rest(recorder.operations, "operations"),
        installations: rest(recorder.installations, "installations"),
        inspections: rest(recorder.inspections, "inspections"),
        nonconformances: rest(recorder.nonconformances, "nonconformances"),
        housings: rest(floor.housings, "housings"),
        actuators: [actuator],
        shipments: [
          {
            actuator: actuator.unit,
            at: calendar.instant(day * DAY_MINUTES + random.between(440, 600)),
            customer: random.pick(CUSTOMERS),
            note: `DN-${40_210 + actuator.index}`,
          },
        ],
      };
      before = countedAfter(slice);
      return slice;
    },
    receipts: (receipts) => ({ ...empty(), receipts }),
  };
}
