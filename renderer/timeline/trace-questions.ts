/** Asks for the traces that are shown: all of them for another window, else those alone whose signals have new samples. */
import { hasSamplesOf, joined, type Changed } from "../../shared/contract/cache-change.ts";
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { TraceKey } from "../../shared/contract/events.ts";
import { traceName } from "./signals.ts";
import { axisRange, widen, type Range } from "./trace-range.ts";
import { rangeOf, type PlacedTrace } from "./view.ts";

export interface TraceQuestions {
  /** The same question twice in a row is asked once. */
  readonly ask: (window: TimeWindow, buckets: number, shown: readonly TraceKey[]) => void;
  /** There are other samples: what is shown of them is asked anew, one question after the other. */
  readonly freshen: (changed: Changed) => void;
  /** The next `ask` asks, whatever was asked before. */
  readonly forget: () => void;
}

export interface TraceQuestionsOptions {
  readonly host: () => HostClient;
  /** All that are shown, whichever of them came just now. */
  readonly onTraces: (traces: readonly PlacedTrace[]) => void;
  readonly onFailure: (thrown: unknown) => void;
}

interface Question {
  readonly key: string;
  readonly window: TimeWindow;
  readonly buckets: number;
  readonly shown: readonly TraceKey[];
  readonly abort: AbortController;
  isAnswered: boolean;
}

export function createTraceQuestions({ host, onTraces, onFailure }: TraceQuestionsOptions): TraceQuestions {
  /** What was seen of each signal, over all answers: an axis never shrinks. */
  const ranges = new Map<string, Range>();
  let placed = new Map<string, PlacedTrace>();
  let asked: Question | undefined;
  /** What changed while a question was under way: its answer may be from before. */
  let late: Changed | undefined;

  const run = (question: Question, keys: readonly TraceKey[]): void => {
    const { window, buckets, shown, abort } = question;
    const { signal } = abort;
    question.isAnswered = false;
    const after = (): void => {
      question.isAnswered = true;
      const left = late;
      late = undefined;
      if (left !== undefined) freshen(left);
    };
    Promise.all(keys.map((key) => host().events.trace({ ...key, window, buckets }, { signal }))).then(
      (traces) => {
        if (signal.aborted) return;
        const came = new Map(
          traces.map((trace) => {
            const name = traceName(trace);
            const range = widen(ranges.get(name), rangeOf(trace));
            if (range !== undefined) ranges.set(name, range);
            return [name, { trace, window, range: range && axisRange(range) }] as const;
          }),
        );
        const all = shown.flatMap((key) => came.get(traceName(key)) ?? placed.get(traceName(key)) ?? []);
        placed = new Map(all.map((one) => [traceName(one.trace), one]));
        onTraces(all);
        after();
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        // Of a whole answer that is missing nothing is known: it is asked for again with the next look.
        if (asked === question && keys === shown) asked = undefined;
        onFailure(thrown);
        after();
      },
    );
  };
  const freshen = (changed: Changed): void => {
    if (asked === undefined) return;
    if (!asked.isAnswered) {
      late = joined(late, changed);
      return;
    }
    const touched = asked.shown.filter((key) => hasSamplesOf(changed, key));
    if (touched.length > 0) run(asked, touched);
  };
  const forget = (): void => {
    asked?.abort.abort();
    asked = undefined;
    late = undefined;
  };

  return {
    ask: (window, buckets, shown) => {
      const key = [window.from, window.to, buckets, ...shown.map(traceName)].join("\n");
      if (asked?.key === key) return;
      forget();
      asked = { key, window, buckets, shown, abort: new AbortController(), isAnswered: false };
      run(asked, shown);
    },
    freshen,
    forget,
  };
}
