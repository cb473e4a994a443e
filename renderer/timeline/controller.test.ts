import { expect, test, vi } from "vitest";
import type { Changed } from "../../shared/contract/cache-change.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { createTimelineController, type TimelineController } from "./controller.ts";
import { at, DAY, fakeHistory } from "./testing/fake-history.ts";
import { fakeHost, type FakeHost } from "./testing/fake-host.ts";
import { limitsOf } from "./viewport.ts";

const SUBJECT = { kind: "part", partNumber: "10-4402" } as const;
const EXTENT = { from: at(2024, 1, 1), to: at(2026, 5, 1) };

interface Bench {
  readonly fake: FakeHost;
  readonly controller: TimelineController;
  /** Runs what waits for the window to rest. */
  settle(): void;
  readonly requested: () => number;
}

function bench(history = fakeHistory(2)): Bench {
  const fake = fakeHost(history);
  let waiting: (() => void) | undefined;
  let requested = 0;
  const controller = createTimelineController({
    host: () => fake.client,
    soon: (run) => {
      waiting = run;
      return () => void (waiting = undefined);
    },
    onRequested: () => void (requested += 1),
  });
  const settle = (): void => {
    const run = waiting;
    waiting = undefined;
    run?.();
  };
  return { fake, controller, settle, requested: () => requested };
}

/** The host answers at once, but on a busy machine the usual second of patience can pass between two turns of the loop. */
const until = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 10_000 });

const answered = (controller: TimelineController): Promise<void> =>
  until(() => {
    const { answered: last, requested, loading } = controller.state();
    expect(last).toBe(requested);
    expect(loading).toBe(false);
  });

const asked = ({ fake }: Bench, name: string): number => fake.calls.filter((call) => call === name).length;

async function opened(): Promise<Bench> {
  const made = bench();
  made.controller.setSubject(SUBJECT);
  made.controller.setWidth(1_000);
  await answered(made.controller);
  await until(() => expect(made.controller.state().total).toBeGreaterThan(0));
  return made;
}

test("nothing is asked before the plot has a width, then each question once", async () => {
  const made = bench();
  made.controller.setSubject(SUBJECT);
  expect(made.fake.calls).toEqual([]);
  made.controller.setWidth(1_000);
  await answered(made.controller);
  made.settle();
  expect(made.requested()).toBe(1);
  expect(made.fake.calls.filter((call) => call !== "trace")).toEqual(["timeline", "overview", "signals"]);
});

test("a subject opens with its whole extent, a margin beside it", async () => {
  const { controller } = await opened();
  const { window, slice, fitted } = controller.state();
  expect(fitted).toBe(true);
  expect(slice?.extent).toBeDefined();
  expect(window).toEqual(limitsOf(slice?.extent ?? EXTENT));
});

test("zooming asks once the window rests; a small pan asks nothing", async () => {
  const made = await opened();
  const { controller } = made;
  const before = asked(made, "timeline");
  controller.show({ from: at(2026, 3, 1), to: at(2026, 4, 1) });
  controller.show({ from: at(2026, 3, 1), to: at(2026, 3, 20) });
  expect(asked(made, "timeline")).toBe(before);
  made.settle();
  await answered(controller);
  expect(asked(made, "timeline")).toBe(before + 1);
  made.settle();
  controller.show({ from: at(2026, 3, 3), to: at(2026, 3, 22) });
  made.settle();
  expect(asked(made, "timeline")).toBe(before + 1);
  expect(controller.state().fitted).toBe(false);
});

test("what was drawn stays until the next answer is here", async () => {
  const made = await opened();
  const { controller } = made;
  const drawn = controller.state().data.slice;
  controller.show({ from: at(2026, 3, 1), to: at(2026, 3, 20) });
  made.settle();
  expect(controller.state().loading).toBe(true);
  expect(controller.state().data.slice).toBe(drawn);
  await answered(controller);
  expect(controller.state().data.slice).not.toBe(drawn);
});

test("a question that is overtaken is cancelled", async () => {
  const made = await opened();
  made.controller.show({ from: at(2026, 3, 1), to: at(2026, 3, 20) });
  made.settle();
  made.controller.show({ from: at(2025, 3, 1), to: at(2025, 3, 4) });
  made.settle();
  await answered(made.controller);
  await until(() => expect(made.fake.cancelled).toContain("timeline"));
  const window = made.controller.state().slice?.window;
  expect(window?.from).toBeLessThan(at(2025, 3, 1));
  expect((window?.to ?? 0) - (window?.from ?? 0)).toBeLessThan(8 * DAY);
});

test("another subject keeps the window that was zoomed to, and follows the extent where none was", async () => {
  const made = await opened();
  const { controller } = made;
  controller.show({ from: at(2026, 3, 1), to: at(2026, 3, 20) });
  made.settle();
  await answered(controller);
  controller.setSubject({ kind: "unit", unitId: 7 });
  await answered(controller);
  expect(controller.state().window).toEqual({ from: at(2026, 3, 1), to: at(2026, 3, 20) });
  controller.show(undefined);
  expect(controller.state().fitted).toBe(true);
  controller.setSubject(SUBJECT);
  await answered(controller);
  expect(controller.state().window).toEqual(controller.state().limits);
});

test("a failure is told, what was drawn stays, and asking again heals it", async () => {
  const made = await opened();
  const { controller, fake } = made;
  const drawn = controller.state().data.slice;
  fake.fail(new Failure("corrupt", "page 7 is damaged"));
  controller.refresh();
  await until(() => expect(controller.state().failure?.kind).toBe("corrupt"));
  expect(controller.state().data.slice).toBe(drawn);
  fake.fail(undefined);
  controller.refresh();
  await answered(controller);
  expect(controller.state().failure).toBeUndefined();
});

test("the default signal is shown as a trace over the window of the slice", async () => {
  const made = await opened();
  await until(() => {
    made.settle();
    expect(made.controller.state().data.traces).toHaveLength(1);
  });
  const { data, slice } = made.controller.state();
  expect(data.traces[0]?.trace.signal).toBe("Spindle load");
  expect(data.traces[0]?.window).toEqual(slice?.window);
  made.controller.setSignals([]);
  made.settle();
  expect(made.controller.state().data.traces).toEqual([]);
});

test("a subject without any time has lanes and no window", async () => {
  const undated = fakeHistory(2).events.filter(({ startedAt }) => startedAt === undefined);
  const made = bench({ events: undated, gaps: [] });
  made.controller.setSubject(SUBJECT);
  made.controller.setWidth(1_000);
  await answered(made.controller);
  const { slice, window } = made.controller.state();
  expect(window).toBeUndefined();
  expect(slice?.lanes.map(({ kind, undated: count }) => [kind, count])).toEqual([["design", 12]]);
});

test("other lanes are asked for at once, for the same window, and once", async () => {
  const { controller, fake: host } = await opened();
  const { window } = controller.state();
  const before = host.calls.filter((call) => call === "timeline").length;
  controller.setLanes({ by: "equipment" });
  controller.setLanes({ by: "equipment" });
  expect(controller.state().slice).toBeDefined();
  await expect.poll(() => controller.state().loading).toBe(false);
  expect(host.calls.filter((call) => call === "timeline").length).toBe(before + 1);
  expect(controller.state().window).toEqual(window);
});

test("while everything is shown the window grows with the events, else it stays", async () => {
  const all = fakeHistory(2);
  const early = { ...all, events: all.events.filter(({ startedAt = 0 }) => startedAt < at(2025, 1, 1)) };
  let current = fakeHost(early);
  const controller = createTimelineController({ host: () => current.client, soon: () => () => undefined });
  controller.setSubject(SUBJECT);
  controller.setWidth(1_000);
  await answered(controller);
  expect(controller.state().window?.to).toBeLessThan(at(2025, 2, 1));
  current = fakeHost(all);
  controller.refresh();
  await answered(controller);
  expect(controller.state().window).toEqual(controller.state().limits);
  expect(controller.state().window?.to).toBeGreaterThan(at(2026, 4, 1));
  controller.show({ from: at(2024, 3, 1), to: at(2024, 4, 1) });
  current = fakeHost(early);
  controller.refresh();
  await answered(controller);
  expect(controller.state().window).toEqual({ from: at(2024, 3, 1), to: at(2024, 4, 1) });
});

test("while a machine is watched the whole of it stays in view, and its trace is asked to the end", async () => {
  const made = await opened();
  const { controller, fake } = made;
  const traced = (to: number): Promise<void> =>
    until(() => {
      made.settle();
      const { window, data, fitted } = controller.state();
      expect(fitted).toBe(true);
      expect(window).toEqual(limitsOf({ from: firstOf(controller), to }));
      expect(data.traces[0]?.window.to).toBeGreaterThanOrEqual(to);
    });
  for (const days of [1, 2]) {
    fake.watchUntil(EXTENT.to + days * DAY);
    controller.refresh();
    await traced(EXTENT.to + days * DAY);
  }
});

test("who looks at the end of it stays there while it grows, who looks elsewhere is left alone", async () => {
  const made = await opened();
  const { controller, fake } = made;
  const grow = async (days: number): Promise<void> => {
    const limits = controller.state().limits;
    fake.watchUntil(EXTENT.to + days * DAY);
    controller.refresh();
    await until(() => {
      made.settle();
      expect(controller.state().limits).not.toEqual(limits);
    });
    await answered(controller);
  };
  await grow(1);
  const { limits } = controller.state();
  const end = limits?.to ?? 0;
  controller.show({ from: end - 10 * DAY, to: end });
  await grow(2);
  const { window, limits: grown } = controller.state();
  expect(window?.to).toBe(grown?.to);
  expect((window?.to ?? 0) - (window?.from ?? 0)).toBeCloseTo(10 * DAY, -3);
  const elsewhere = { from: at(2025, 3, 1), to: at(2025, 4, 1) };
  controller.show(elsewhere);
  await grow(3);
  expect(controller.state().window).toEqual(elsewhere);
});

const LOAD = { equipment: "VMC-2", signal: "Spindle load" };
const AXIS = { equipment: "VMC-1", signal: "X-axis load" };
/** Samples of some signals, all of them new from a day before the end on. */
const batch = (...keys: (typeof LOAD)[]): Changed => ({
  kinds: ["samples"],
  signals: keys.map((key) => ({ ...key, from: EXTENT.to - DAY })),
});

async function traced(): Promise<Bench> {
  const made = await opened();
  await until(() => {
    made.settle();
    expect(made.controller.state().data.traces).toHaveLength(1);
  });
  made.fake.calls.length = 0;
  return made;
}

test("a batch of samples asks for the traces that show them, and for nothing else", async () => {
  const made = await traced();
  const { controller, fake } = made;
  for (let count = 1; count <= 20; count += 1) {
    controller.refresh(batch(LOAD, AXIS));
    controller.refresh(batch(AXIS));
    await until(() => expect(fake.calls).toHaveLength(count));
    made.settle();
  }
  expect(new Set(fake.calls)).toEqual(new Set(["trace since"]));
  // Of which signals is not known: each of those that are shown.
  controller.refresh({ kinds: ["samples"] });
  // It waits for the answer to the last batch.
  await until(() => {
    made.settle();
    expect(fake.calls.slice(20)).toEqual(["trace"]);
  });
});

test("while a trace is asked for, further batches wait and are one question", async () => {
  const { controller, fake } = await traced();
  const before = controller.state().data.traces[0];
  for (let step = 0; step < 10; step += 1) controller.refresh(batch(LOAD));
  expect(fake.calls).toEqual(["trace since"]);
  await until(() => expect(fake.calls).toEqual(["trace since", "trace since"]));
  await until(() => expect(controller.state().data.traces[0]).not.toBe(before));
  expect(fake.cancelled).not.toContain("trace");
});

test("of several traces only those are asked for that changed, the others stay as they are", async () => {
  const made = await traced();
  const { controller, fake } = made;
  controller.setSignals([LOAD, AXIS]);
  await until(() => {
    made.settle();
    expect(controller.state().data.traces).toHaveLength(2);
  });
  const [load, axis] = controller.state().data.traces;
  fake.calls.length = 0;
  controller.refresh(batch(LOAD));
  await until(() => expect(controller.state().data.traces[0]).not.toBe(load));
  expect(controller.state().data.traces[1]).toBe(axis);
  expect(fake.calls).toEqual(["trace since"]);
});

test("samples alone move the window on while the end of it is shown", async () => {
  const made = await traced();
  const { controller, fake } = made;
  const watchedUntil = async (end: number): Promise<void> => {
    fake.watchUntil(end);
    controller.refresh(batch(LOAD));
    await until(() =>
      expect(controller.state().window).toEqual(limitsOf({ from: firstOf(controller), to: end })),
    );
    await until(() => {
      made.settle();
      expect(controller.state().loading).toBe(false);
      expect(controller.state().data.traces[0]?.window.to).toBeGreaterThan(end);
    });
  };
  // What was asked for at first ends with the extent; from then on there is room.
  await watchedUntil(EXTENT.to + DAY);
  fake.calls.length = 0;
  for (let hours = 25; hours < 48; hours += 1) await watchedUntil(EXTENT.to + (hours / 24) * DAY);
  expect(new Set(fake.calls)).toEqual(new Set(["trace since"]));
});

test("what is shown of a signal goes on with what came since, as if it had been asked for whole", async () => {
  const made = await traced();
  const { controller, fake } = made;
  const { mean } = controller.state().data.traces[0]?.trace ?? {};
  fake.watchUntil(EXTENT.to - 200 * DAY);
  controller.refresh({ kinds: ["samples"], signals: [{ ...LOAD, from: EXTENT.to - 300 * DAY }] });
  await until(() => expect(controller.state().data.traces[0]?.trace.mean).not.toBe(mean));
  const continued = controller.state().data.traces[0]?.trace;
  expect(fake.calls).toEqual(["trace since"]);
  controller.refresh({ kinds: ["samples"] });
  await until(() => expect(controller.state().data.traces[0]?.trace).not.toBe(continued));
  expect(controller.state().data.traces[0]?.trace).toEqual(continued);
  expect(continued?.mean).not.toEqual(mean);
});

test("samples that were asked for in vain are asked for with the next, from the same time on", async () => {
  const { controller, fake } = await traced();
  fake.fail(new Failure("offline", "gone"));
  controller.refresh({ kinds: ["samples"], signals: [{ ...LOAD, from: EXTENT.to - 300 * DAY }] });
  await until(() => expect(controller.state().failure?.kind).toBe("offline"));
  fake.fail(undefined);
  fake.watchUntil(EXTENT.to - 200 * DAY);
  expect(fake.calls).toEqual(["trace since"]);
  const before = controller.state().data.traces[0];
  controller.refresh(batch(LOAD));
  await until(() => expect(controller.state().data.traces[0]).not.toBe(before));
  const { trace } = controller.state().data.traces[0] ?? {};
  controller.refresh({ kinds: ["samples"] });
  await until(() => expect(controller.state().data.traces[0]?.trace).not.toBe(trace));
  expect(controller.state().data.traces[0]?.trace).toEqual(trace);
});

test("a gap asks for the lanes of the window again, and for nothing else", async () => {
  const { controller, fake } = await traced();
  controller.refresh({ kinds: ["gaps", "as-of"] });
  await until(() => expect(controller.state().loading).toBe(false));
  expect(fake.calls).toEqual(["timeline"]);
  controller.refresh({ kinds: ["as-of"] });
  expect(fake.calls).toEqual(["timeline"]);
  controller.refresh({ kinds: ["events", "samples"], signals: [{ ...LOAD, from: 0 }] });
  await answered(controller);
  expect(fake.calls).toEqual(["timeline", "timeline", "overview", "signals"]);
});

/** Of the subject's first event. */
function firstOf(controller: TimelineController): number {
  return controller.state().slice?.extent?.from ?? NaN;
}
