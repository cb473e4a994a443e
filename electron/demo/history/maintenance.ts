/** Maintenance orders of the year: planned ones on Saturdays, repairs when something breaks. */
import { DAY_MINUTES, type Calendar } from "./calendar.ts";
import { civilDay, MINUTE, plantAt, plantInstant, weekday } from "./plant-time.ts";
import { MAINTAINED } from "./plant.ts";
import type { Random } from "./random.ts";
import type { Span } from "./stations.ts";
import { STORY } from "./story.ts";
import type { MaintenanceOrder } from "./year.ts";

const MACHINE_TOOLS = new Set(["VMC-1", "VMC-2", "VMC-3", "TL-1", "GR-1"]);
const PLANNED = [
  "Way lube, filters, level check",
  "Spindle service",
  "Coolant changed, tank cleaned",
  "Safety check, door switches",
] as const;
const REPAIRS: readonly (readonly [string, string])[] = [
  ["Coolant pump replaced", "Bearing of the pump seized"],
  ["Tool changer arm adjusted", "Arm stopped half-way twice"],
  ["Door switch replaced", "Contact worn"],
  ["Hydraulic hose replaced", "Leak at the clamp"],
  ["Chip conveyor freed", "Chips under the belt"],
  ["Encoder cable replaced", "Signal lost at warm machine"],
];
const RIG_PLANNED = ["Calibration check", "Cleaned, filters changed", "Safety check, door switches"] as const;
const RIG_REPAIRS: readonly (readonly [string, string])[] = [
  ["Sensor cable replaced", "Broken in the drag chain"],
  ["Clamp adjusted", "Part sat loose"],
  ["Computer restarted", "Software hung"],
];
const TECHNICIANS = ["d.braun", "l.moreau", "t.jansen"] as const;

/** The repair keeps its number: all others are counted from it. */
const REPAIR_NUMBER = Number(STORY.cause.repair.order.replace(/\D/g, ""));

type Draft = Omit<MaintenanceOrder, "number">;

export function createMaintenance(random: Random, calendar: Calendar): readonly MaintenanceOrder[] {
  const { machine, repair, corrected } = STORY.cause;
  const story: Draft = {
    machine,
    planned: false,
    text: "Z-axis ball screw replaced",
    start: plantAt(repair.from),
    end: plantAt(repair.to),
    technician: "d.braun",
    report:
      "Ball screw and nut of Z replaced, backlash 0.004. Head was off for the work. " +
      "Control would not start: memory restored from backup of 2026-02-02. Tram not measured, gauge at calibration.",
  };
  const correction: Draft = {
    machine,
    planned: true,
    text: "Head trammed, control memory cleared",
    start: plantAt(corrected) - 44 * 60 * MINUTE,
    end: plantAt(corrected) - 38 * 60 * MINUTE,
    technician: "l.moreau",
    report:
      "Tram 0.021/300 found, 0.004/300 left. Old programs deleted from the memory, load from server only.",
  };
  const drafts = [story, correction, ...planned(random), ...repairs(random, calendar)];
  drafts.sort((a, b) => a.start - b.start);
  const place = drafts.indexOf(story);
  return drafts.map((draft, i) => ({
    number: `${draft.planned ? "PM" : "CM"}-${REPAIR_NUMBER - place + i}`,
    ...draft,
  }));
}

/** Between repair and correction nobody else works on the machine of the story. */
function isReserved(machine: string, start: number): boolean {
  const { machine: guilty, repair, corrected } = STORY.cause;
  return machine === guilty && start > plantAt(repair.from) - 3 * 1440 * MINUTE && start < plantAt(corrected);
}

function planned(random: Random): Draft[] {
  const saturday = civilDay(STORY.year.first) + ((5 - weekday(civilDay(STORY.year.first)) + 7) % 7);
  return [...MAINTAINED.keys()].flatMap((machine, i) => {
    const stream = random.fork(`planned ${machine}`);
    const texts = MACHINE_TOOLS.has(machine) ? PLANNED : RIG_PLANNED;
    const drafts: Draft[] = [];
    // On Saturdays, the machines one after the other; machine tools more often than rigs.
    const weeks = MACHINE_TOOLS.has(machine) ? 6 : 10;
    let step = 0;
    for (
      let day = saturday + 7 * ((2 * i) % 9);
      day < civilDay(STORY.year.last) - 2;
      day += 7 * (weeks + stream.below(3))
    ) {
      const start = plantInstant(day, 7 * 60 + 15 * stream.below(9));
      if (!isReserved(machine, start))
        drafts.push({
          machine,
          planned: true,
          text: texts[step % texts.length] ?? "Service",
          start,
          end: start + (120 + 15 * stream.below(13)) * MINUTE,
          technician: stream.pick(TECHNICIANS),
          report: "Done as planned.",
        });
      step += 1;
    }
    return drafts;
  });
}

function repairs(random: Random, calendar: Calendar): Draft[] {
  const stream = random.fork("repairs");
  const machines = [...MAINTAINED.keys()];
  return Array.from({ length: 17 }, (): Draft | undefined => {
    const machine = stream.pick(machines);
    const [text, report] = stream.pick(MACHINE_TOOLS.has(machine) ? REPAIRS : RIG_REPAIRS);
    const day = stream.below(calendar.days.length);
    const start = calendar.instant(day * DAY_MINUTES + Math.floor(stream.between(30, 620)));
    const draft = {
      machine,
      planned: false,
      text,
      report,
      start,
      end: start + (70 + 10 * stream.below(20)) * MINUTE,
      technician: stream.pick(TECHNICIANS),
    };
    return isReserved(machine, start) ? undefined : draft;
  }).filter((draft) => draft !== undefined);
}

/** An order that nobody planned a year for; `start` in µs UTC. */
export function orderAt(random: Random, number: number, start: number): MaintenanceOrder {
  const machine = random.pick([...MAINTAINED.keys()]);
  const isTool = MACHINE_TOOLS.has(machine);
  const planned = random.chance(0.5);
  const [text, report] = planned
    ? [random.pick(isTool ? PLANNED : RIG_PLANNED), "Done as planned."]
    : random.pick(isTool ? REPAIRS : RIG_REPAIRS);
  return {
    number: `${planned ? "PM" : "CM"}-${number}`,
    machine,
    planned,
    text,
    report,
    start,
    end: start + (50 + 10 * random.below(12)) * MINUTE,
    technician: random.pick(TECHNICIANS),
  };
}

/** When a station can't work, in work minutes. */
export function blockedSpans(
  orders: readonly MaintenanceOrder[],
  calendar: Calendar,
): ReadonlyMap<string, readonly Span[]> {
  const result = new Map<string, Span[]>();
  for (const { machine, start, end } of orders) {
    const span: Span = [calendar.workAt(start), calendar.workAt(end)];
    if (span[1] > span[0]) result.set(machine, [...(result.get(machine) ?? []), span]);
  }
  return result;
}

/** The last order on a machine that was done at an instant. */
export function lastWork(orders: readonly MaintenanceOrder[], machine: string, at: number): string {
  const order = orders.findLast((other) => other.machine === machine && other.end <= at);
  return order === undefined ? "none this year" : `${order.number} ${order.text}`;
}
