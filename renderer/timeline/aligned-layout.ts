/** Aligned units in pixels: where each run stands, and which words have room. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { AlignedRun, AlignedUnit, AlignedUnits } from "../../shared/contract/aligned.ts";
import { timeToX, type Scale } from "./scale.ts";
import { deviationText } from "./since-axis.ts";

/** Heights, CSS pixels. */
export const AXIS = 22;
export const LANE = 36;
export const BAR_TOP = 4;
export const BAR = 15;
/** Foot of the words below a bar. */
export const WORDS = 31;
/** The narrowest bar; a run without an end is a diamond of this half width. */
const LEAST_BAR = 3;
const POINT = 5;
/** Width of a letter of 11 px, generously: figures are all as wide. */
const LETTER = 6.1;
const AIR = 8;

export interface PlacedRun {
  readonly run: AlignedRun;
  /** Index into the unit's operations. */
  readonly operation: number;
  /** A later one of its operation. */
  readonly again: boolean;
  readonly left: number;
  readonly right: number;
  readonly shape: "span" | "point";
  /** In the bar, or "" where it has no room. */
  readonly label: string;
  /** Below it: how it deviates; "" where there is no room or nothing to say. */
  readonly words: string;
}

/** Those in view, from left to right. @param wordsOf what is said below a first run: the first that has room */
export function placeUnit(
  unit: AlignedUnit,
  scale: Scale,
  wordsOf: (operation: AlignedUnit["operations"][number]) => readonly string[],
  nameOf: (operation: string) => string,
): readonly PlacedRun[] {
  const all = unit.operations.flatMap((one, operation) =>
    [one.run, ...one.again].map((run, at) => ({
      run,
      operation,
      again: at > 0,
      ...placeRun(run, unit.zero, scale),
    })),
  );
  const inView = all
    .filter(({ left, right }) => right >= 0 && left <= scale.width)
    .sort((a, b) => a.left - b.left || a.operation - b.operation);
  return inView.map((placed, at) => {
    const own = unit.operations[placed.operation];
    // What begins left of the plot has its words at the edge.
    const left = Math.max(0, placed.left);
    const next = inView[at + 1]?.left ?? scale.width;
    const room = Math.min(scale.width, Math.max(next, left)) - left - AIR;
    const words = placed.again || own === undefined ? undefined : wordsOf(own);
    const inBar = placed.shape === "span" ? Math.min(placed.right, scale.width) - left - AIR : 0;
    return {
      ...placed,
      label: firstFitting([nameOf(placed.run.operation), placed.run.operation], inBar),
      words: words === undefined ? "" : firstFitting(words, room),
    };
  });
}

export function placeRun(
  { start, end }: Pick<AlignedRun, "start" | "end">,
  zero: number,
  scale: Scale,
): Pick<PlacedRun, "left" | "right" | "shape"> {
  const left = timeToX(scale, start - zero);
  if (end === undefined) return { left: left - POINT, right: left + POINT, shape: "point" };
  return { left, right: Math.max(left + LEAST_BAR, timeToX(scale, end - zero)), shape: "span" };
}

const firstFitting = (texts: readonly string[], room: number): string =>
  texts.find((text) => text !== "" && text.length * LETTER <= room) ?? "";

/** All runs of the operations, with a twentieth free at both ends; failures may lie far beyond. */
export function runsSpan(answer: AlignedUnits): TimeWindow {
  let [from, to] = [0, 0];
  for (const { zero, operations } of answer.units)
    for (const { run, again } of operations)
      for (const { start, end = start } of [run, ...again]) {
        from = Math.min(from, start - zero);
        to = Math.max(to, end - zero);
      }
  return widened({ from, to });
}

/** Failures too: as far as one can go. */
export function outerSpan(answer: AlignedUnits): TimeWindow {
  const runs = runsSpan(answer);
  const times = answer.units.flatMap(({ zero, failures }) => failures.map(({ start }) => start - zero));
  if (times.length === 0) return runs;
  const { from, to } = widened({ from: Math.min(...times), to: Math.max(...times) });
  return { from: Math.min(runs.from, from), to: Math.max(runs.to, to) };
}

/** An hour where there is no span at all. */
function widened({ from, to }: TimeWindow): TimeWindow {
  const margin = to === from ? 1_800_000_000 : Math.ceil((to - from) / 20);
  return { from: from - margin, to: to + margin };
}

/** Signed texts of what differs, undefined where there is nothing to hold it against. */
export function deviationTexts({ startBy, durationBy }: AlignedUnit["operations"][number]): {
  readonly start: string | undefined;
  readonly duration: string | undefined;
  readonly unusual: boolean;
} {
  return {
    start: startBy && deviationText(startBy.by),
    duration: durationBy && deviationText(durationBy.by),
    unusual: startBy?.unusual === true || durationBy?.unusual === true,
  };
}
