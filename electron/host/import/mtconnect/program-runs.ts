/**
 * Program runs out of what a controller reports. Source of the states: MTConnect part 2.0, Execution.
 * A run lasts from ACTIVE to the first state from which the program does not simply go on; a feed hold or an
 * interruption only pauses it. PROGRAM_STOPPED counts as an end: in the logs that this was built on, a program was
 * always started anew after it (its run time fell back to 1 s).
 */
import type { Observation } from "./observation.ts";
import type { Silence } from "./silence.ts";

const PAUSES = new Set(["FEED_HOLD", "INTERRUPTED", "OPTIONAL_STOP", "PROGRAM_OPTIONAL_STOP", "WAIT"]);

export interface ProgramRun {
  readonly start: Observation;
  /** Absent where the file ends before the run does. */
  end?: Observation;
  /** What the controller said it ran; absent where it said nothing, or only before a long silence. */
  program?: string;
  /** Verbatim observations that name the program. */
  readonly programReports: Observation[];
  /** A name reported too long before to trust. */
  lastReported?: string;
  /** The program open in the controller's editor at the start: a hint, no proof. */
  edited?: string;
  /** In order of use, each once. */
  readonly tools: string[];
  partCount?: string;
  pauses: number;
  pausedMicroseconds: number;
  /** Spans in which the program really moved; the last one is open (`to` infinite) where the run has no end. */
  readonly active: { readonly from: number; to: number }[];
}

export interface ProgramRuns {
  readonly runs: readonly ProgramRun[];
  /** Ends without a start in the file: the run began before the recording. */
  readonly endsWithoutStart: readonly Observation[];
}

/**
 * @param observations of one equipment, ascending in time
 * @param silences long pauses of the whole equipment, ascending: a program name is not carried across one
 */
export function programRuns(observations: readonly Observation[], silences: readonly Silence[]): ProgramRuns {
  const paths = new Map<string, PathState>();
  for (const { item, itemClass } of observations)
    if (itemClass.role === "execution" && !paths.has(item)) paths.set(item, new PathState(silences));
  for (const observation of observations) {
    if (observation.itemClass.role === "execution") paths.get(observation.item)?.execution(observation);
    else for (const path of paths.values()) path.context(observation);
  }
  const states = [...paths.values()];
  return {
    runs: states.flatMap((path) => path.runs).sort((a, b) => a.start.time - b.start.time),
    endsWithoutStart: states.flatMap((path) => path.endsWithoutStart),
  };
}

/** State of one execution item: a machine with several paths reports one each. */
class PathState {
  readonly runs: ProgramRun[] = [];
  readonly endsWithoutStart: Observation[] = [];
  readonly #silences: readonly Silence[];
  #run: ProgramRun | undefined;
  #last: ProgramRun | undefined;
  #pausedAt: number | undefined;
  #program: Observation | undefined;
  #edited: Observation | undefined;
  #tool: Observation | undefined;
  #known = false;

  constructor(silences: readonly Silence[]) {
    this.#silences = silences;
  }

  execution(observation: Observation): void {
    const state = observation.value.trim().toUpperCase();
    if (state === "ACTIVE") this.#activate(observation);
    else if (PAUSES.has(state)) this.#pause(observation);
    else if (this.#run !== undefined) this.#end(observation, this.#run);
    else if (!this.#known && /COMPLETED|STOPPED/.test(state)) this.endsWithoutStart.push(observation);
    this.#known = true;
  }

  context(observation: Observation): void {
    const { role } = observation.itemClass;
    const value = observation.value.trim();
    if (role === "program") {
      this.#program = observation;
      const run = this.#run;
      if (run === undefined || value === "" || value === "UNAVAILABLE") return;
      // A controller reports the name some milliseconds after ACTIVE: the first name in a run wins over a carried one.
      if (run.programReports.every((report) => report.time < run.start.time)) run.program = value;
      run.programReports.push(observation);
    } else if (role === "program-edit") this.#edited = observation;
    else if (role === "tool") {
      this.#tool = observation;
      if (this.#run !== undefined) addTool(this.#run, value);
    } else if (role === "part-count") {
      // Counted at the moment of completion or some milliseconds after it.
      const run = this.#run ?? this.#last;
      if (run !== undefined && (run.end === undefined || observation.time - run.end.time <= 1_000_000))
        run.partCount = value;
    }
  }

  #activate(observation: Observation): void {
    if (this.#run !== undefined) {
      if (this.#pausedAt === undefined) return;
      this.#run.pausedMicroseconds += observation.time - this.#pausedAt;
      this.#pausedAt = undefined;
      this.#run.active.push({ from: observation.time, to: Number.POSITIVE_INFINITY });
      return;
    }
    const run: ProgramRun = {
      start: observation,
      programReports: [],
      tools: [],
      pauses: 0,
      pausedMicroseconds: 0,
      active: [{ from: observation.time, to: Number.POSITIVE_INFINITY }],
    };
    const program = this.#program;
    if (program !== undefined && program.value !== "" && program.value !== "UNAVAILABLE") {
      if (this.#fresh(program, observation)) {
        run.program = program.value;
        run.programReports.push(program);
      } else run.lastReported = program.value;
    }
    const edited = this.#edited;
    if (edited !== undefined && this.#fresh(edited, observation)) run.edited = edited.value;
    const tool = this.#tool;
    if (tool !== undefined && this.#fresh(tool, observation)) addTool(run, tool.value);
    this.#pausedAt = undefined;
    this.#run = run;
    this.runs.push(run);
  }

  #pause(observation: Observation): void {
    if (this.#run === undefined || this.#pausedAt !== undefined) return;
    this.#pausedAt = observation.time;
    this.#run.pauses += 1;
    closeActive(this.#run, observation.time);
  }

  #end(observation: Observation, run: ProgramRun): void {
    if (this.#pausedAt !== undefined) run.pausedMicroseconds += observation.time - this.#pausedAt;
    else closeActive(run, observation.time);
    run.end = observation;
    this.#pausedAt = undefined;
    this.#last = run;
    this.#run = undefined;
  }

  /** Nothing is known about a machine across a long silence: somebody may have loaded anything. */
  #fresh(report: Observation, start: Observation): boolean {
    return !this.#silences.some(({ from, to }) => report.time <= from && to <= start.time);
  }
}

function closeActive(run: ProgramRun, to: number): void {
  const last = run.active.at(-1);
  if (last !== undefined && last.to === Number.POSITIVE_INFINITY) last.to = to;
}

function addTool(run: ProgramRun, value: string): void {
  const tool = toolNumber(value);
  if (tool !== undefined && !run.tools.includes(tool)) run.tools.push(tool);
}

/** `7.000000` as `7`; undefined for an empty spindle (tool 0) or an unknown tool. */
export function toolNumber(value: string): string | undefined {
  const text = value.trim();
  if (text === "" || text === "UNAVAILABLE") return undefined;
  const plain = /^\d+\.0*$/.test(text) ? text.replace(/\.0*$/, "") : text;
  return /^0+$/.test(plain) ? undefined : plain;
}
