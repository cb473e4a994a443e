/** Machine data: program runs, tool changes, alarms, down time, and what the sensors say. */
import { DAY_MINUTES } from "../calendar.ts";
import { MINUTE, plantAt, utcIso } from "../plant-time.ts";
import { CONNECTED_MACHINES } from "../plant.ts";
import { isAfterRepair } from "../programs.ts";
import type { Random } from "../random.ts";
import { STORY } from "../story.ts";
import type { Operation, Year } from "../year.ts";
import { machineSignals, type Run } from "./machine-signals.ts";
import { eventEntry, first, type DemoSource, type Entry } from "./source.ts";

const OTHER_WORK = ["LA100-COVER", "LA100-HEAD", "LA300-FLANGE", "FIXTURE-PLATE", "PROTO-17"] as const;
const ALARMS = [
  "Coolant level low",
  "Chip conveyor overload",
  "Way lube pressure low",
  "Air pressure low",
] as const;

const { gaps, cause } = STORY;
const GAP = { from: plantAt(gaps.machine.from), to: plantAt(gaps.machine.to) };

export const MACHINES: DemoSource = {
  id: "demo:machines",
  name: "Machine data",
  opening: "later",
  entries: (year, random) => {
    const entries: Entry[] = [];
    for (const machine of CONNECTED_MACHINES) {
      const stream = random.fork(machine);
      const jobs = year.operations.filter(({ station }) => station === machine);
      jobs.sort((a, b) => a.start - b.start);
      const others = otherWork(machine, jobs, year, stream.fork("other work"));
      entries.push(
        ...jobs.flatMap((job) => jobEntries(job, year, stream)),
        ...others.map((run) => otherRun(machine, run)),
        ...downTimes(machine, year),
        ...machineSignals(
          machine,
          year,
          [...jobs.map((job) => runOf(job, year)), ...others],
          stream.fork("signals"),
        ),
      );
    }
    return [...entries.filter((entry) => !isLost(entry)), gap()];
  },
};

/** What the control tells while it works on one of our parts. */
export const jobEntries = (job: Operation, year: Year, random: Random): readonly Entry[] => [
  ...programRun(job),
  ...toolChanges(job, random),
  ...alarms(job, year, random),
];

const runOf = ({ start, end, program, station }: Operation, { causes }: Year): Run => ({
  start,
  end,
  program: program?.name ?? "",
  isSuspect:
    causes.has("interaction") &&
    isAfterRepair(station, start) &&
    program?.name === STORY.program.name &&
    program.revision === cause.staleRevision,
});

/** What happened while the network was down was never written. */
function isLost({ record }: Entry): boolean {
  if (record.record !== "event" || record.equipment !== gaps.machine.equipment) return false;
  const { startedAt = 0, endedAt = startedAt } = record;
  return startedAt < GAP.to && endedAt > GAP.from;
}

function gap(): Entry {
  const { equipment, cause: why } = gaps.machine;
  return first({
    record: "gap",
    key: `${equipment}/${GAP.from}`,
    stream: equipment,
    startedAt: GAP.from,
    endedAt: GAP.to,
    cause: why,
  });
}

const line = (at: number, ...pairs: readonly string[]): string => `${utcIso(at)}|${pairs.join("|")}`;

function programRun({ start, end, station, unit, program }: Operation): Entry[] {
  if (program === undefined) return [];
  const { name, revision } = program;
  return [
    eventEntry(start, {
      key: `run/${station}/${start}`,
      kind: "machine",
      type: "program-run",
      title: `${name} ${revision} · ${unit.name}`,
      endedAt: end,
      unit: unit.reference,
      equipment: station,
      details: { program: name, "program revision": revision },
      payload: line(
        end,
        "execution",
        "COMPLETED",
        "program",
        name,
        "rev",
        revision,
        "serial",
        unit.name,
        "since",
        utcIso(start),
      ),
    }),
  ];
}

function toolChanges({ start, end, station, unit, program }: Operation, random: Random): Entry[] {
  const tools = program?.tools ?? [];
  return tools.map((tool, i) => {
    const at = Math.round(start + ((end - start) * (i + random.between(0.02, 0.3))) / tools.length);
    return eventEntry(at, {
      key: `tool/${station}/${at}`,
      kind: "machine",
      type: "tool-change",
      title: tool,
      unit: unit.reference,
      equipment: station,
      payload: line(at, "tool", tool),
    });
  });
}

function alarms(job: Operation, year: Year, random: Random): Entry[] {
  const { start, end, station, unit } = job;
  const usual = random.chance(0.05) ? [random.pick(ALARMS)] : [];
  // The control notices that Z no longer follows as it did; nobody reads it.
  const isShaken = year.causes.has("interaction") && isAfterRepair(station, start);
  const likelihood = runOf(job, year).isSuspect ? 0.7 : isShaken ? 0.2 : 0;
  const following = random.chance(likelihood) ? ["Following error Z near limit"] : [];
  return [...usual, ...following].map((text) => {
    const at = Math.round(random.between(start, end));
    return eventEntry(at, {
      key: `alarm/${station}/${at}`,
      kind: "machine",
      type: "alarm",
      title: text,
      severity: "warning",
      unit: unit.reference,
      equipment: station,
      payload: line(at, "condition", "WARNING", text),
    });
  });
}

/** The machines also make parts of other products; of these only the programs are known. */
function otherWork(machine: string, jobs: readonly Operation[], year: Year, random: Random): Run[] {
  const { calendar, maintenance } = year;
  const busy = [...jobs, ...maintenance.filter((order) => order.machine === machine)].toSorted(
    (a, b) => a.start - b.start,
  );
  const runs: Run[] = [];
  let next = 0;
  calendar.days.forEach((_, day) => {
    const evening = calendar.instant(day * DAY_MINUTES) + DAY_MINUTES * MINUTE;
    let at = calendar.instant(day * DAY_MINUTES + random.between(4, 70));
    while (at < evening - 30 * MINUTE) {
      while (next < busy.length && (busy[next]?.end ?? 0) <= at) next += 1;
      const end = at + Math.round(random.between(34, 110)) * MINUTE;
      const job = busy[next];
      if (job !== undefined && job.start < end + 5 * MINUTE)
        at = job.end + Math.round(random.between(6, 40)) * MINUTE;
      else {
        if (end < evening - MINUTE && random.chance(0.72))
          runs.push({ start: at, end, program: random.pick(OTHER_WORK), isSuspect: false });
        at = end + Math.round(random.between(5, 32)) * MINUTE;
      }
    }
  });
  return runs;
}

function otherRun(machine: string, { start, end, program }: Run): Entry {
  return eventEntry(start, {
    key: `run/${machine}/${start}`,
    kind: "machine",
    type: "program-run",
    title: program,
    endedAt: end,
    equipment: machine,
    payload: line(end, "execution", "COMPLETED", "program", program, "since", utcIso(start)),
  });
}

function downTimes(machine: string, { maintenance }: Year): Entry[] {
  return maintenance
    .filter((order) => order.machine === machine && !order.planned)
    .map(({ start, end, text }) =>
      eventEntry(start, {
        key: `down/${machine}/${start}`,
        kind: "machine",
        type: "down-time",
        title: `${machine} stands still`,
        endedAt: end,
        severity: "warning",
        equipment: machine,
        details: { reason: text },
        payload: line(start, "availability", "DOWN", "until", utcIso(end)),
      }),
    );
}
