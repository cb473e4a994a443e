/** Everything one equipment did in one file, gathered in any order and told in order of time. */
import type {
  EventRecord,
  GapRecord,
  PartReference,
  SourceRecord,
  UnitReference,
} from "../../../../shared/model/record.ts";
import { isPathFeed, isSpindleSpeed } from "./classify.ts";
import { machineEvents } from "./machine-events.ts";
import type { Observation } from "./observation.ts";
import { boundedPayload } from "./payload.ts";
import { programRuns, type ProgramRun } from "./program-runs.ts";
import { SignalBuffer, type UnitSpan } from "./signal-buffer.ts";
import { SilenceTracker, type Silence } from "./silence.ts";
import { unavailableSpans } from "./unavailable.ts";
import {
  fileUnit,
  hintFromProgram,
  partOf,
  programTitle,
  programUnit,
  type FileHint,
  type ProgramMention,
} from "./unit-hint.ts";

/** Characters of a value in the details; the payload holds all of it. */
const DETAIL_LENGTH = 500;

export class MachineHistory {
  readonly equipment: string;
  readonly #signals = new Map<string, SignalBuffer>();
  readonly #feeds: SignalBuffer[] = [];
  readonly #speeds: SignalBuffer[] = [];
  readonly #observations: Observation[] = [];
  readonly #silence = new SilenceTracker();

  constructor(equipment: string) {
    this.equipment = equipment;
  }

  /** The buffer of a signal: keep it, and call `observe` for each sample added to it. */
  signal(name: string, type: string, subType: string | undefined, uom: string | undefined): SignalBuffer {
    const known = this.#signals.get(name);
    if (known !== undefined) return known;
    const buffer = new SignalBuffer(name, uom);
    this.#signals.set(name, buffer);
    const actual = subType === undefined || subType === "ACTUAL";
    if (actual && isPathFeed(name, type)) this.#feeds.push(buffer);
    if (actual && isSpindleSpeed(name, type)) this.#speeds.push(buffer);
    return buffer;
  }

  /** Something was recorded at this time (µs since the epoch). */
  observe(time: number): void {
    this.#silence.observe(time);
  }

  add(observation: Observation): void {
    this.#silence.observe(observation.time);
    this.#observations.push(observation);
  }

  /** Events, runs, gaps and samples; the history is spent afterwards. */
  *records(file: FileHint): Generator<SourceRecord> {
    const observations = this.#observations.sort((a, b) => a.time - b.time || a.line - b.line);
    const silences = this.#silence.silences();
    const { runs, endsWithoutStart } = programRuns(observations, silences);
    const whole = fileUnit(file, mentions(observations));
    for (const { line, text } of whole.remarks) yield { record: "remark", at: { line }, text };
    for (const { line, timeText, value } of endsWithoutStart) {
      const text = `${timeText}: ${value}, but the run began before this file: it has no span.`;
      yield { record: "remark", at: { line }, text };
    }
    const spans = unitSpans(runs, whole.unit);
    const links = new LinkFinder(spans, runs);
    yield* this.#events(observations, links);
    yield* this.#runs(runs, links, silences);
    yield* this.#gaps(runs, silences);
    yield* this.#unavailable(observations);
    for (const signal of this.#signals.values())
      if (signal.length > 0) yield* signal.chunks(this.equipment, spans);
  }

  *#events(observations: readonly Observation[], links: LinkFinder): Generator<EventRecord> {
    const keys = new KeyCounter();
    for (const { observation, type, title, severity } of machineEvents(observations)) {
      const { time, timeText, item, value, condition, raw, line, details } = observation;
      yield {
        record: "event",
        key: keys.unique(`${this.equipment}/${timeText}/${item}`),
        kind: "machine",
        type,
        title,
        startedAt: time,
        severity,
        ...links.at(time),
        equipment: this.equipment,
        details:
          condition === undefined
            ? { item, value: value.slice(0, DETAIL_LENGTH), ...details }
            : { item, ...given(condition) },
        payload: boundedPayload(raw),
        at: { line },
      };
    }
  }

  *#runs(
    runs: readonly ProgramRun[],
    links: LinkFinder,
    silences: readonly Silence[],
  ): Generator<EventRecord> {
    const keys = new KeyCounter();
    for (const run of runs) {
      const { start, end } = run;
      yield {
        record: "event",
        key: keys.unique(`${this.equipment}/${start.timeText}/${start.item}/program-run`),
        kind: "production",
        type: "program-run",
        title:
          run.program === undefined
            ? "Program run, name not recorded"
            : `Program ${programTitle(run.program)}`,
        startedAt: start.time,
        ...(end !== undefined && { endedAt: end.time }),
        severity: end === undefined || /STOPPED|UNAVAILABLE/.test(end.value) ? "warning" : "none",
        ...links.of(run),
        equipment: this.equipment,
        details: this.#runDetails(run, silences),
        payload: boundedPayload(
          [start, ...run.programReports, ...(end === undefined ? [] : [end])].map((o) => o.raw).join("\n"),
        ),
        at: { line: start.line },
      };
    }
  }

  #runDetails(run: ProgramRun, silences: readonly Silence[]): Record<string, string | number | boolean> {
    const from = run.start.time;
    const to = run.end?.time ?? Number.POSITIVE_INFINITY;
    const unrecorded = gapsOf(run, silences).reduce((sum, gap) => sum + gap.to - gap.from, 0);
    const feed = this.#maximum(this.#feeds, from, to);
    const speed = this.#maximum(this.#speeds, from, to);
    return {
      ...(run.program !== undefined && { program: run.program }),
      ...(run.program === undefined &&
        run.lastReported !== undefined && { lastProgramReported: run.lastReported }),
      ...(run.program === undefined && run.edited !== undefined && { programInEditor: run.edited }),
      ...(run.end === undefined
        ? { end: "not in this file" }
        : { durationSeconds: seconds(to - from), endedBy: run.end.value }),
      ...(run.tools.length > 0 && { tools: run.tools.join(", ") }),
      pauses: run.pauses,
      ...(run.pauses > 0 && { pausedSeconds: seconds(run.pausedMicroseconds) }),
      ...(unrecorded > 0 && { unrecordedSeconds: seconds(unrecorded) }),
      ...(run.partCount !== undefined && { partCount: run.partCount }),
      ...(feed !== undefined && { maximumFeed: feed }),
      ...(speed !== undefined && { maximumSpindleSpeed: speed }),
    };
  }

  #maximum(signals: readonly SignalBuffer[], from: number, to: number): string | number | undefined {
    let best: { value: number; uom: string | undefined } | undefined;
    for (const signal of signals) {
      const value = signal.maximum(from, to);
      if (value !== undefined && (best === undefined || value > best.value))
        best = { value, uom: signal.uom };
    }
    if (best === undefined) return undefined;
    const rounded = Math.round(best.value * 100) / 100;
    return best.uom === undefined ? rounded : `${rounded} ${best.uom}`;
  }

  *#gaps(runs: readonly ProgramRun[], silences: readonly Silence[]): Generator<GapRecord> {
    const seen = new Set<number>();
    for (const run of runs)
      for (const { from, to } of gapsOf(run, silences)) {
        if (seen.has(from)) continue;
        seen.add(from);
        yield {
          record: "gap",
          key: `${this.equipment}/gap/${new Date(from / 1000).toISOString()}`,
          stream: this.equipment,
          startedAt: from,
          endedAt: to,
          cause: "nothing recorded",
        };
      }
  }

  *#unavailable(observations: readonly Observation[]): Generator<GapRecord> {
    for (const { from, to } of unavailableSpans(observations))
      yield {
        record: "gap",
        key: `${this.equipment}/unavailable/${new Date(from / 1000).toISOString()}`,
        stream: this.equipment,
        startedAt: from,
        ...(to !== undefined && { endedAt: to }),
        cause: "machine unavailable",
      };
  }
}

/** Silences while the program was moving: a machine at rest may well have nothing to say. */
function gapsOf(run: ProgramRun, silences: readonly Silence[]): Silence[] {
  return silences.filter((gap) => run.active.some(({ from, to }) => from <= gap.from && gap.to <= to));
}

function mentions(observations: readonly Observation[]): ProgramMention[] {
  const found: ProgramMention[] = [];
  for (const { itemClass, value, line } of observations) {
    if (value === "" || value === "UNAVAILABLE") continue;
    if (itemClass.role === "program") found.push({ name: value, line, how: "running" });
    if (itemClass.role === "program-edit") found.push({ name: value, line, how: "edited" });
  }
  return found;
}

/** The whole file where its name says the unit, else each run whose program's name says one. */
function unitSpans(runs: readonly ProgramRun[], whole: UnitReference | undefined): UnitSpan[] {
  if (whole !== undefined)
    return [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, unit: whole }];
  const spans: UnitSpan[] = [];
  for (const run of runs) {
    const unit = run.program === undefined ? undefined : programUnit(run.program);
    const from = Math.max(run.start.time, spans.at(-1)?.to ?? Number.NEGATIVE_INFINITY);
    const to = run.end?.time ?? Number.POSITIVE_INFINITY;
    if (unit !== undefined && to > from) spans.push({ from, to, unit });
  }
  return spans;
}

type Link = Pick<EventRecord, "unit" | "part" | "linkOrigin">;

/** The unit or part that was on the machine at a time. */
class LinkFinder {
  readonly #spans: readonly UnitSpan[];
  readonly #parts: readonly { from: number; to: number; part: PartReference }[];

  constructor(spans: readonly UnitSpan[], runs: readonly ProgramRun[]) {
    this.#spans = spans;
    this.#parts = runs.flatMap((run) => {
      const part = run.program === undefined ? undefined : partOf(hintFromProgram(run.program));
      return part === undefined
        ? []
        : [{ from: run.start.time, to: run.end?.time ?? Number.POSITIVE_INFINITY, part }];
    });
  }

  at(time: number): Link {
    const unit = covering(this.#spans, time)?.unit;
    if (unit !== undefined) return { unit, linkOrigin: "name" };
    const part = covering(this.#parts, time)?.part;
    return part === undefined ? {} : { part, linkOrigin: "name" };
  }

  of(run: ProgramRun): Link {
    const unit = run.program === undefined ? undefined : programUnit(run.program);
    const whole = this.#spans[0]?.from === Number.NEGATIVE_INFINITY;
    return !whole && unit !== undefined ? { unit, linkOrigin: "name" } : this.at(run.start.time);
  }
}

/** The last span that begins at or before the time, if it still lasts; spans ascend by `from`. */
function covering<Span extends { readonly from: number; readonly to: number }>(
  spans: readonly Span[],
  time: number,
): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const span = spans[low - 1];
  return span !== undefined && time <= span.to ? span : undefined;
}

/** Adds `#2`, `#3` … to keys that a file gives more than once. */
class KeyCounter {
  readonly #seen = new Map<string, number>();

  unique(key: string): string {
    const count = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, count);
    return count === 1 ? key : `${key}#${count}`;
  }
}

function given(condition: object): Record<string, string> {
  return Object.fromEntries(Object.entries(condition).filter(([, value]) => value !== ""));
}

function seconds(microseconds: number): number {
  return Math.round(microseconds / 1000) / 1000;
}
