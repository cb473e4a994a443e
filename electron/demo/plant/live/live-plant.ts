/** Puts what the plant goes on producing into its feeds, and lets its people work on change requests. */
import type { UnitRecord, UnitReference } from "../../../../shared/model/record.ts";
import { createRandom } from "../../history/random.ts";
import type { HistoryRecord } from "../../history/sources/source.ts";
import type { Year } from "../../history/year.ts";
import type { SystemFeed } from "../feed/system-feed.ts";
import { unitsOf } from "../history/fill-feeds.ts";
import { outgoing } from "../history/wire.ts";
import type { SubmissionDesk } from "../submissions.ts";
import { createLiveSource } from "./live-source.ts";

export interface LivePlant {
  /** Lets work time pass, in minutes; returns the records that were written. */
  advance(minutes: number): number;
  /** Work minutes since the end of the history. */
  readonly work: number;
  /** Instant of a work minute, µs UTC. */
  instant(work: number): number;
}

/** Work minutes until somebody looks at a change request, and until it is decided. */
const REVIEW = 45;
const DECISION = 480;

export function createLivePlant(
  seed: number,
  year: Year | undefined,
  systemOf: (id: string) => SystemFeed,
  desk: SubmissionDesk,
): LivePlant {
  const source = createLiveSource(seed, year);
  const board = createRandom(seed).fork("review board");
  const known = new Map<string, { count: number; readonly introductions: Map<UnitReference, UnitRecord> }>();
  const reviews: { readonly number: string; readonly due: number; readonly state: string }[] = [];
  let seenRequests = 0;
  let work = 0;

  /** Before the first record of a system that names a unit comes the unit itself. */
  const introduced = (system: string, record: HistoryRecord): readonly HistoryRecord[] => {
    let own = known.get(system);
    if (own === undefined) {
      own = { count: 0, introductions: new Map() };
      known.set(system, own);
    }
    for (; own.count < source.units.length; own.count += 1) {
      const unit = source.units[own.count];
      if (unit !== undefined) own.introductions.set(unit.reference, unit.introduction);
    }
    const { introductions } = own;
    const first = unitsOf(record).flatMap((reference) => {
      const introduction = introductions.get(reference);
      introductions.delete(reference);
      return introduction === undefined ? [] : [introduction];
    });
    return [...first, record];
  };

  const write = (system: string, record: HistoryRecord): number => {
    const feed = systemOf(system);
    let count = 0;
    for (const next of introduced(system, record)) {
      const sent = outgoing(next);
      if (sent === undefined) continue;
      // A lot that the year knew already is no news.
      const isKnown =
        next.record === "unit" && feed.scopes.get(sent.scope)?.revisionOf(sent.id) !== undefined;
      if (isKnown) continue;
      feed.put(sent.scope, sent.id, sent.record);
      count += 1;
    }
    return count;
  };

  const plan = (): void => {
    for (; seenRequests < desk.numbers.length; seenRequests += 1) {
      const number = desk.numbers[seenRequests] ?? "";
      const decision = board.chance(0.7) ? "approved" : "rejected";
      reviews.push({ number, due: work + REVIEW, state: "in review" });
      reviews.push({ number, due: work + DECISION, state: decision });
    }
  };
  const review = (): void => {
    // In the order in which they are due, so that it does not matter how time is cut into steps.
    for (const step of reviews.filter(({ due }) => due <= work).sort((a, b) => a.due - b.due)) {
      desk.review(step.number, step.state, step.state === "in review" ? "" : "Change board, weekly round.");
      reviews.splice(reviews.indexOf(step), 1);
    }
  };

  return {
    advance(minutes) {
      // Before the step: what came is looked at as late as if time had been cut into smaller ones.
      plan();
      work += minutes;
      let count = 0;
      const touched = new Set<string>();
      for (const { system, record } of source.until(work)) {
        count += write(system, record);
        touched.add(system);
      }
      for (const system of touched) systemOf(system).commit();
      review();
      return count;
    },
    get work() {
      return work;
    },
    instant: (minute) => source.instant(minute),
  };
}
