/** Builds one unit with everything tracked in it, after the product's structure and the routings. */
import { LABORATORIES, ROUTINGS, TESTED_AT_LAST_STEP, type Step } from "./plant.ts";
import { BOM, PRODUCT, TRACKING, type BomLine } from "./product-structure.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "./recorder.ts";
import type { Stations } from "./stations.ts";
import { STORY } from "./story.ts";
import type { Supplies } from "./supply.ts";
import type { Units } from "./units.ts";
import type { Calendar } from "./calendar.ts";
import type { Housing, Installation, Unit } from "./year.ts";

export interface Built {
  readonly unit: Unit;
  /** Work minute from which it may be used. */
  readonly ready: number;
  /** Of the unit and of everything below it. */
  readonly installations: readonly Installation[];
}

export interface BuildOrder {
  /** Of the actuator, from 0. */
  readonly index: number;
  /** Work minute. */
  readonly released: number;
  readonly orderOf: (part: string) => string;
}

interface Shops {
  readonly calendar: Calendar;
  readonly random: Random;
  readonly stations: Stations;
  readonly supplies: Supplies;
  readonly units: Units;
  readonly recorder: Recorder;
  readonly housing: (build: BuildOrder) => Housing;
}

const FAULTS = [
  "Thread damaged",
  "Scratch on the seat",
  "Burr left",
  "Connector pin bent",
  "Marking unreadable",
];
const linesOf = Map.groupBy(BOM, ({ parent }) => parent.number);
/** Work minutes that parts lie before they are built in. */
const WAIT = [40, 900] as const;

export interface Line {
  build(part: string, build: BuildOrder): Built;
  /** One step at the first of its stations that is free; returns its start, work minutes. */
  run(
    step: Step,
    unit: Unit,
    order: string,
    earliest: number,
  ): { readonly start: number; readonly end: number; readonly station: string; readonly operator: string };
}

export function createLine(shops: Shops): Line {
  const { calendar, stations, supplies, units, recorder } = shops;
  const random = shops.random.fork("line");
  const rejects = shops.random.fork("assembly rejects");

  const run: Line["run"] = (step, unit, order, earliest) => {
    const station = random.pick(step.stations);
    const minutes = step.minutes * random.between(0.92, 1.12);
    const start = stations.book(station, earliest, minutes);
    const operator = recorder.operate({ order, unit, station, step, start, minutes });
    return { start, end: start + minutes, station, operator };
  };

  const measure = (unit: Unit, earliest: number): number => {
    const where = LABORATORIES.get(unit.part);
    if (where === undefined) return earliest;
    const start = stations.book(where.laboratory, earliest + random.between(10, 200), where.minutes);
    recorder.inspect(unit, where.laboratory, start, where.minutes);
    return start + where.minutes;
  };

  /** What goes into one occurrence, and since when it is there. */
  const component = (line: BomLine, parent: Unit, position: string, build: BuildOrder): Built => {
    const part = line.child.number;
    const tracking = TRACKING.get(part);
    const ready = build.released;
    const lot = supplies.lotInUse(part, build.released);
    if (part === STORY.cause.part) {
      const housing = shops.housing(build);
      return { unit: housing.unit, ready: housing.ready, installations: [] };
    }
    if (tracking?.by === "serial") return buildUnit(part, build);
    if (lot === undefined) throw new Error(`${part} is bought from nobody`);
    const unit =
      tracking?.by === "designator"
        ? units.named(part, build.index, `${parent.name}/${position}`, lot)
        : units.outOf(part, build.index, lot);
    return { unit, ready, installations: [] };
  };

  const buildUnit = (part: string, build: BuildOrder): Built => {
    const unit = units.next(part, build.index);
    const order = build.orderOf(part);
    const below: Installation[] = [];
    const placed: { readonly child: Unit; readonly position: string }[] = [];
    let ready = build.released + random.between(0, 380);
    for (const line of linesOf.get(part) ?? []) {
      const tracking = TRACKING.get(line.child.number);
      if (tracking === undefined) continue;
      if (tracking.by === "lot") {
        const lot = supplies.lotInUse(line.child.number, build.released);
        if (lot === undefined) throw new Error(`${line.child.number} is bought from nobody`);
        placed.push({ child: units.lot(line.child.number, lot), position: pieces(line) });
        continue;
      }
      for (const position of line.occurrences) {
        const built = component(line, unit, position, build);
        ready = Math.max(ready, built.ready + random.between(...WAIT));
        below.push(...built.installations);
        placed.push({ child: built.unit, position });
      }
    }
    const steps = ROUTINGS.get(part) ?? [];
    let end = ready;
    steps.forEach((step, i) => {
      // The end-of-line test and what follows it have a course of their own.
      if (part === PRODUCT && i > 0) return;
      const done = run(step, unit, order, end + random.between(3, 55));
      end = done.end;
      if (i === 0) below.push(...install(unit, placed, done, order));
    });
    const last = recorder.operations.at(-1);
    if (TESTED_AT_LAST_STEP.has(part) && last?.unit === unit)
      recorder.inspect(unit, last.station, end - 2, 2);
    return { unit, ready: measure(unit, end), installations: below };
  };

  const install = (
    parent: Unit,
    placed: readonly { readonly child: Unit; readonly position: string }[],
    { start, end, station, operator }: ReturnType<Line["run"]>,
    order: string,
  ): readonly Installation[] =>
    placed.map(({ child, position }, i) => {
      const work = start + ((end - start) * (i + 1)) / (placed.length + 1);
      const installation: Installation = {
        parent,
        child,
        position,
        at: calendar.instant(work),
        station,
        operator,
        order,
      };
      recorder.installations.push(installation);
      const tracking = TRACKING.get(child.part);
      if (
        tracking?.by !== "lot" &&
        !LABORATORIES.has(child.part) &&
        rejects.chance(STORY.background.rejectShare)
      ) {
        recorder.report(child, work, tracking?.by === "designator" ? "AOI-1" : station, {
          text: tracking?.by === "designator" ? "Solder joint" : rejects.pick(FAULTS),
          disposition: "rework",
          ...(tracking?.by === "designator" ? { optical: true } : {}),
        });
      }
      return installation;
    });

  return { build: buildUnit, run };
}

const pieces = ({ occurrences: [first = "", ...rest] }: BomLine): string =>
  rest.length === 0 ? first : `${first.replace(/\.1$/, "")}, ${rest.length + 1} pieces`;
