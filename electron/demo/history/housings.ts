/** Machines drive housings and knows their true bore: here the cause of the story takes effect. */
import type { Calendar } from "./calendar.ts";
import { effectOf, injectedCauses, type Cause, type InjectedCause } from "./causes.ts";
import { characteristicsOf, roundTo } from "./characteristics.ts";
import { lastWork } from "./maintenance.ts";
import { HOUSING_STEPS, LABORATORIES } from "./plant.ts";
import { isAfterRepair, releasedRevision, usedRevision } from "./programs.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "./recorder.ts";
import type { Stations } from "./stations.ts";
import { STORY } from "./story.ts";
import type { Supplies } from "./supply.ts";
import type { Units } from "./units.ts";
import type { Housing, MaintenanceOrder } from "./year.ts";

interface Parts {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly stations: Stations;
  readonly supplies: Supplies;
  readonly units: Units;
  readonly maintenance: readonly MaintenanceOrder[];
  readonly recorder: Recorder;
  readonly causes: ReadonlySet<Cause>;
}

const [ROUGH, BORE] = HOUSING_STEPS;
/** Minutes between the two set-ups. */
const TURN_OVER = 9;
/** Bores of a boring tool until it is reground. */
const TOOL_LIFE = 8;

export interface HousingShop {
  /** Machines and measures one housing. `earliest`: work minute; `index`: of the actuator it is meant for. */
  make(earliest: number, index: number, order: string): Housing;
  readonly made: readonly Housing[];
  readonly injected: readonly InjectedCause[];
}

export function createHousingShop(parts: Parts): HousingShop {
  const { calendar, stations, supplies, units, maintenance, recorder } = parts;
  const random = parts.random.fork("housings");
  const { cause } = STORY;
  const made: Housing[] = [];
  const bores = new Map<string, number>();
  let affected = 0;
  const injected = injectedCauses(parts.causes, (at) => supplies.lotInUse(cause.part, calendar.workAt(at)));
  const effects = parts.random.fork("injected causes");

  const isGuilty = (machine: string, revision: string, at: number): boolean =>
    parts.causes.has("interaction") && isAfterRepair(machine, at) && revision === cause.staleRevision;
  const trueBore = (machine: string, revision: string, at: number, wear: number): number => {
    const { mean, deviation, wearPerPart, offset, growth } = cause.bore;
    const value =
      random.normal(mean, deviation) + (machine === cause.machine ? 0.0006 : -0.0004) + wear * wearPerPart;
    if (!isGuilty(machine, revision, at)) return value;
    affected += 1;
    return value + offset + (affected - 1) * growth;
  };

  const make: HousingShop["make"] = (earliest, index, order) => {
    const preferred = random.chance(cause.machineShare) ? cause.machine : cause.otherMachine;
    const other = preferred === cause.machine ? cause.otherMachine : cause.machine;
    const machine = stations.isBlocked(preferred, earliest) ? other : preferred;
    const [rough, bore] = [ROUGH, BORE].map((step) => Math.round(step.minutes * random.between(0.94, 1.08)));
    if (rough === undefined || bore === undefined) throw new Error("the housing has two steps");
    const start = stations.book(machine, earliest, rough + TURN_OVER + bore);
    const boreStart = start + rough + TURN_OVER;
    const lot = supplies.lotInUse(cause.part, start);
    const unit = units.next(cause.part, index, lot);
    const at = calendar.instant(boreStart);
    const shift = calendar.shift(boreStart);
    const count = bores.get(machine) ?? 0;
    bores.set(machine, count + 1);
    const revision = usedRevision(random, machine, shift, at);
    const tool = `${machine}/B${1 + (Math.floor(count / TOOL_LIFE) % 4)}`;

    const job = { order, unit, station: machine };
    const roughOperator = recorder.operate({ ...job, step: ROUGH, start, minutes: rough });
    const operator = recorder.operate({
      ...job,
      step: BORE,
      start: boreStart,
      minutes: bore,
      revision,
      released: releasedRevision(at),
      // A shift has one crew: who set it up also bores, unless the shift changed.
      ...(calendar.shift(start) === shift ? { operator: roughOperator } : {}),
    });
    const { added, causes } = effectOf(
      injected,
      { at, machine, tool, castingLot: lot, operator, shift },
      effects,
    );
    const value = trueBore(machine, revision, at, count % TOOL_LIFE) + added;
    const laboratory = LABORATORIES.get(cause.part);
    if (laboratory === undefined) throw new Error("the housing is not measured");
    const measured = stations.book(
      laboratory.laboratory,
      boreStart + bore + random.between(25, 240),
      laboratory.minutes,
    );
    const bounds = characteristicsOf(cause.part).find(({ name }) => name === cause.characteristic);
    const shown = roundTo(value, bounds?.decimals ?? 4);
    recorder.inspect(unit, laboratory.laboratory, measured, laboratory.minutes, {
      [cause.characteristic]: shown,
    });
    const beyond = shown > (bounds?.upper ?? Infinity);
    const scrapped = shown > cause.scrapAbove;
    if (beyond) {
      recorder.report(unit, measured + laboratory.minutes + random.between(4, 30), laboratory.laboratory, {
        text: `${cause.characteristic} ${shown.toFixed(4)}, limit ${(bounds?.upper ?? 0).toFixed(3)}`,
        disposition: scrapped ? "scrap" : "use as is",
      });
    }
    const housing: Housing = {
      unit,
      bore: shown,
      scrapped,
      ready: measured + laboratory.minutes,
      causes: isGuilty(machine, revision, at) ? ["interaction", ...causes] : causes,
      factors: new Map([
        ["Housing machine", machine],
        ["Housing program", `${STORY.program.name} ${revision}`],
        ["Last maintenance of machine", lastWork(maintenance, machine, at)],
        ["Housing shift", shift],
        ["Housing operator", operator],
        ["Fixture", `${machine}/F${1 + random.below(3)}`],
        ["Boring tool", tool],
        ["Casting lot", lot ?? "unknown"],
      ]),
    };
    made.push(housing);
    return housing;
  };
  return { make, made, injected };
}
