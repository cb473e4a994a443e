/** Asks for the traces that are shown: all of them for another window, else those alone whose signals have new samples. */
import { joined, samplesFrom, type Changed } from "../../shared/contract/cache-change.ts";
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { Trace, TraceKey } from "../../shared/contract/events.ts";
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

interface Wanted extends TraceKey {
  /** Samples before it are shown already, µs UTC; -Infinity: none is. */
  readonly since: number;
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
  /** What changed while a question was under way, or was asked for in vain: no answer has it. */
  let late: Changed | undefined;

  const run = (question: Question, keys: readonly Wanted[]): void => {
    const { window, buckets, shown, abort } = question;
    const { signal } = abort;
    question.isAnswered = false;
    const ask = ({ equipment, signal: name, since }: Wanted): Promise<Trace> => {
      const key = { equipment, signal: name, window, buckets };
      return host().events.trace(Number.isFinite(since) ? { ...key, since } : key, { signal });
    };
    Promise.all(keys.map(ask)).then(
      (traces) => {
        if (signal.aborted) return;
        const came = new Map(
          traces.map((fresh) => {
            const name = traceName(fresh);
            const trace = continued(placed.get(name)?.trace, fresh);
            const range = widen(ranges.get(name), rangeOf(trace));
            if (range !== undefined) ranges.set(name, range);
            return [name, { trace, window, range: range && axisRange(range) }] as const;
          }),
        );
        const all = shown.flatMap((key) => came.get(traceName(key)) ?? placed.get(traceName(key)) ?? []);
        placed = new Map(all.map((one) => [traceName(one.trace), one]));
        onTraces(all);
        question.isAnswered = true;
        if (late !== undefined) freshen(late);
      },
      (thrown: unknown) => {
        if (signal.aborted) return;
        question.isAnswered = true;
        // Of a whole answer that is missing nothing is known: it is asked for again with the next look.
        if (asked === question && keys.some(({ since }) => since === -Infinity)) asked = undefined;
        // Of a part that is missing the next change brings more: not at once, or a host that is gone is asked for ever.
        late = joined(late, {
          kinds: ["samples"],
          signals: keys.map(({ equipment, signal, since }) => ({ equipment, signal, from: since })),
        });
        onFailure(thrown);
      },
    );
  };
  const freshen = (changed: Changed): void => {
    if (asked === undefined) return;
    const all = joined(late, changed);
    late = asked.isAnswered ? undefined : all;
    if (!asked.isAnswered) return;
    const touched = asked.shown.flatMap((key): Wanted[] => {
      const since = samplesFrom(all, key);
      return since === undefined ? [] : [{ ...key, since }];
    });
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
      run(
        asked,
        shown.map((key) => ({ ...key, since: -Infinity })),
      );
    },
    freshen,
    forget,
  };
}

/** What is shown up to the bucket that the new columns begin with, and these: both of the same question. */
function continued(before: Trace | undefined, fresh: Trace): Trace {
  const { first } = fresh;
  if (first === 0 || before === undefined) return fresh;
  const join = (old: Float32Array, next: Float32Array): Float32Array => {
    const all = new Float32Array(first + next.length);
    all.set(old.subarray(0, first));
    all.set(next, first);
    return all;
  };
  return {
    ...fresh,
    first: 0,
    minimum: join(before.minimum, fresh.minimum),
    maximum: join(before.maximum, fresh.maximum),
    mean: join(before.mean, fresh.mean),
  };
}
