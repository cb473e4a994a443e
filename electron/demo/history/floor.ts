/** The floor of the plant: takes one order after the other and makes actuators of them. */
import { createLine, type BuildOrder } from "./assembly.ts";
import type { Calendar } from "./calendar.ts";
import type { Cause, InjectedCause } from "./causes.ts";
import { createTestRig, type Fault } from "./end-of-line.ts";
import { createHousingShop } from "./housings.ts";
import { ROUTINGS } from "./plant.ts";
import { PRODUCT } from "./product-structure.ts";
import type { Random } from "./random.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { createRepairs, type Repairs } from "./repairs.ts";
import type { Stations } from "./stations.ts";
import { STORY } from "./story.ts";
import type { Supplies } from "./supply.ts";
import type { Units } from "./units.ts";
import type { Actuator, Housing, Installation, MaintenanceOrder } from "./year.ts";

export interface FloorParts {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly stations: Stations;
  readonly supplies: Supplies;
  readonly units: Units;
  readonly maintenance: readonly MaintenanceOrder[];
  readonly causes: ReadonlySet<Cause>;
  /** By index of the actuator. */
  readonly testFaults: ReadonlyMap<number, Fault>;
  /** Actuators on one production order, and the number of the first order. */
  readonly orderSize: number;
  readonly firstOrder: number;
}

export interface Floor {
  readonly recorder: Recorder;
  readonly repairs: Repairs;
  readonly housings: readonly Housing[];
  readonly injected: readonly InjectedCause[];
  /** Number of the next order. */
  readonly nextOrder: number;
  /** `index` from 0; `released` in work minutes. */
  make(index: number, released: number): Actuator;
}

export function createFloor(parts: FloorParts): Floor {
  const { random, calendar, stations, supplies, units, maintenance, causes } = parts;
  const recorder = createRecorder(random, calendar);
  const repairs = createRepairs({ calendar, recorder, supplies, units });
  const shop = createHousingShop({
    random,
    calendar,
    stations,
    supplies,
    units,
    maintenance,
    recorder,
    causes,
  });
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
  const orders = new Map<string, string>();

  return {
    recorder,
    repairs,
    housings: shop.made,
    injected: shop.injected,
    get nextOrder() {
      return parts.firstOrder + orders.size;
    },
    make(index, released) {
      const orderOf = (part: string): string => {
        const key = `${part}/${Math.floor(index / parts.orderSize)}`;
        const known = orders.get(key) ?? String(parts.firstOrder + orders.size);
        orders.set(key, known);
        return known;
      };
      const build: BuildOrder = { index, released, orderOf };
      const { unit, ready, installations } = line.build(PRODUCT, build);
      const housing = used.get(build);
      if (housing === undefined) throw new Error(`${unit.name} has no housing`);
      used.delete(build);
      const order = orderOf(PRODUCT);
      const test = { unit, index, housing, order, installations, fault: parts.testFaults.get(index) };
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
    },
  };
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
