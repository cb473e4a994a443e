/** What an outage costs: nothing where the server's queue or history bridges it, else a gap that says so. */
import { afterEach, describe, expect, test } from "vitest";
import { CONTEXT, openBench, signalOf, type Bench, type BenchOptions } from "./bench.ts";

const LOAD = "VMC-1/Spindle load";
const PATHS = [LOAD, "VMC-1/Path feed", "VMC-2/Spindle load", "VMC-3/Z axis temperature"];

let bench: Bench;
afterEach(() => bench.close());

/** Online, with a second of values stored. */
async function observing(options: BenchOptions = {}): Promise<void> {
  bench = await openBench(options);
  await bench.open({ signals: PATHS.map((path) => signalOf(path)) });
  await online();
  bench.run(10);
  await caughtUp();
}

const online = (): Promise<void> => bench.until("online", () => bench.state?.state === "online");
const caughtUp = (): Promise<void> => {
  const { now } = bench;
  return bench.until("everything is stored", () =>
    PATHS.every((path) => bench.stored(path).at(-1)?.at === now),
  );
};
const settled = (): Promise<void> =>
  bench.until("no gap is open", () => bench.gaps.every(({ to }) => to !== undefined));
const complete = (): Promise<void> =>
  bench.until("nothing is missing", () =>
    PATHS.every((path) => bench.stored(path).length === bench.recorded(path).length),
  );
function expectWhole(): void {
  for (const path of PATHS) expect(bench.stored(path), path).toEqual(bench.recorded(path));
}

describe.each([
  ["5 s", 50],
  ["30 s", 300],
])("a cut of %s that the server's queue bridges", (_name, steps) => {
  test("loses nothing, and the gap says that it was filled", async () => {
    await observing({ timing: { session: 90_000, subscription: 90_000, quiet: 2_000 } });
    await bench.line.cut();
    await bench.until("reconnecting", () => bench.state?.state === "reconnecting");
    expect(bench.gaps).toMatchObject([
      { stream: "VMC-3", to: undefined, backfilled: false, cause: "The line to the server was lost." },
      { stream: "VMC-2", to: undefined },
      { stream: "VMC-1", to: undefined },
    ]);
    bench.run(steps);
    await bench.line.restore();
    await online();
    await complete();
    expectWhole();
    bench.run(5);
    await caughtUp();
    await settled();
    expectWhole();
    expect(bench.gaps).toMatchObject([{ backfilled: true }, { backfilled: true }, { backfilled: true }]);
    expect(bench.state?.backfilled).toBe(0);
  });
});

test("a cut longer than session and subscription is read back from the history", async () => {
  await observing();
  await bench.line.cut();
  await bench.until("reconnecting", () => bench.state?.state === "reconnecting");
  bench.run(2_500);
  await bench.until("the server has forgotten us", () => bench.server.sessionCount === 0);
  bench.run(10);
  await bench.line.restore();
  await online();
  await complete();
  await settled();
  expectWhole();
  expect(bench.gaps.filter(({ stream }) => stream.startsWith("VMC-"))).toMatchObject(
    Array.from({ length: 3 }, () => ({ backfilled: true })),
  );
  // Alarms of that time are gone, and that is shown.
  expect(bench.gaps.find(({ stream }) => stream === "Machines · events")).toMatchObject({
    backfilled: false,
  });
  expect(bench.state?.backfilled).toBeGreaterThan(2_500);
});

test("a restart of the server is read back", async () => {
  await observing();
  await bench.server.stop();
  await bench.until("not online", () => bench.state?.state !== "online");
  bench.run(100);
  await bench.server.start();
  bench.run(1);
  await online();
  await complete();
  await settled();
  bench.run(5);
  await caughtUp();
  expectWhole();
  expect(
    bench.gaps.filter(({ stream }) => stream.startsWith("VMC-")).every(({ backfilled }) => backfilled),
  ).toBe(true);
});

test("sessions that the server drops are read back", async () => {
  await observing();
  expect(bench.server.dropSessions()).toBeGreaterThan(0);
  bench.run(50);
  await complete();
  bench.run(5);
  await caughtUp();
  expectWhole();
});

test("a line that falls silent without a word is noticed, and what was held back is not lost", async () => {
  await observing({ timing: { session: 20_000, subscription: 20_000, answer: 300 } });
  bench.line.hang();
  bench.run(20);
  await bench.until("noticed", () => bench.state?.state === "reconnecting");
  bench.run(20);
  await bench.line.cut();
  bench.line.release();
  await bench.line.restore();
  await online();
  await complete();
  expectWhole();
});

test("a queue that was too short says so, and what it dropped is read back", async () => {
  bench = await openBench({ timing: { session: 20_000, subscription: 20_000 } });
  const STATE = "VMC-1/State";
  await bench.open({ signals: [...PATHS, STATE].map((path) => signalOf(path)), toleratedOutageS: 2 });
  await online();
  bench.run(10);
  await caughtUp();
  await bench.line.cut();
  await bench.until("reconnecting", () => bench.state?.state === "reconnecting");
  bench.run(6_000);
  await bench.line.restore();
  await online();
  await complete();
  expectWhole();
  await bench.until("told", () => (bench.state?.backfilled ?? 0) > 300);
  // Each change of a text once, at its own time: the value that stands after the outage is none.
  const said = bench.server
    .historyOf(STATE)
    .recorded()
    .map(({ value }) => `State: ${String(value)}`)
    .filter((text, index, all) => text !== all[index - 1]);
  const told = (): readonly string[] =>
    bench.events().flatMap(({ title }) => (title.startsWith("State: ") ? [title] : []));
  expect(said.length).toBeGreaterThan(4);
  await bench.until("the state is told", () => told().length >= said.length);
  expect(told()).toEqual(said);
});

describe("where the history can't help there is a gap", () => {
  const lose = async (steps = 100): Promise<readonly [from: number, to: number]> => {
    const from = bench.now;
    await bench.server.stop();
    await bench.until("not online", () => bench.state?.state !== "online");
    bench.run(steps);
    const to = bench.now;
    await bench.server.start();
    bench.run(1);
    await online();
    bench.run(5);
    await caughtUp();
    await settled();
    return [from, to];
  };

  test("over the whole machine where none of its signals has one", async () => {
    await observing();
    for (const { path } of bench.server.signals) bench.server.historyOf(path).isSilent = true;
    const [from, to] = await lose();
    const machine = bench.gaps.find(({ stream }) => stream === "VMC-1");
    expect(machine).toMatchObject({ from, backfilled: false });
    expect(machine?.to).toBeGreaterThan(to);
    expect(machine?.cause).toContain("The server's history has nothing of that time.");
    const inGap = (at: number): boolean => at > from && at <= to;
    expect(bench.stored(LOAD).filter(({ at }) => inGap(at))).toEqual([]);
    expect(bench.stored(LOAD)).toEqual(bench.recorded(LOAD).filter(({ at }) => !inGap(at)));
  });

  test("of its own for the one signal that lacks it", async () => {
    await observing();
    bench.server.historyOf(LOAD).isSilent = true;
    const [from] = await lose();
    expect(bench.gaps.find(({ stream }) => stream === "VMC-1")).toMatchObject({ backfilled: true });
    expect(bench.gaps.find(({ stream }) => stream === "VMC-1 · Spindle load")).toMatchObject({
      from,
      backfilled: false,
    });
    for (const path of PATHS.slice(1)) expect(bench.stored(path), path).toEqual(bench.recorded(path));
  });

  test("up to where the server's memory begins", async () => {
    await observing();
    const from = bench.now;
    const begins = from + 60 * 100_000;
    for (const { path } of bench.server.signals) bench.server.historyOf(path).hideBefore(begins);
    await lose();
    expect(bench.gaps.find(({ stream }) => stream === "VMC-1")).toMatchObject({
      from,
      to: begins,
      backfilled: false,
      cause: "The line to the server was lost. The server's history does not reach back that far.",
    });
    const missing = (at: number): boolean => at > from && at < begins;
    expect(bench.stored(LOAD)).toEqual(bench.recorded(LOAD).filter(({ at }) => !missing(at)));
  });
});

describe("killed at any moment", () => {
  test("while it observes: what came after is read back", async () => {
    await observing();
    bench.run(7);
    await bench.kill();
    bench.run(2_200);
    await bench.open({ signals: PATHS.map((path) => signalOf(path)) });
    await online();
    await complete();
    await settled();
    expectWhole();
    expect(bench.gaps.find(({ stream }) => stream === "VMC-1")).toMatchObject({
      backfilled: true,
      cause: "Throughline was not running.",
    });
  });

  test.each([
    ["the server's history holds", false],
    ["no history tells of", true],
  ])("a text that still stands, which %s, is told once", async (_name, isSilent) => {
    const STATE = "VMC-1/State";
    const signals = [LOAD, STATE].map((path) => signalOf(path));
    bench = await openBench();
    bench.server.historyOf(STATE).isSilent = isSilent;
    await bench.open({ signals });
    await online();
    const observed = async (steps: number): Promise<void> => {
      bench.run(steps);
      const { now } = bench;
      await bench.until("observed", () => bench.stored(LOAD).at(-1)?.at === now);
      // The server tells of the text at a newer time, whether it changed or not.
      await bench.until("the text is known", () => bench.values.get(STATE)?.stale === false);
    };
    await observed(10);
    const told = (): readonly string[] =>
      bench.events().flatMap(({ key, title }) => (title.startsWith("State: ") ? [key] : []));
    await bench.until("the state is told", () => told().length > 0);
    const before = told();
    for (let start = 0; start < 2; start += 1) {
      await bench.kill();
      bench.run(3);
      await bench.open({ signals });
      await online();
      await observed(5);
      await settled();
    }
    const texts = new Set(
      bench.server
        .historyOf(STATE)
        .recorded()
        .map(({ value }) => value),
    );
    expect(texts.size).toBe(1);
    expect(told()).toEqual(before);
    expect(before).toHaveLength(1);
  });

  test("while it is cut off", async () => {
    await observing();
    await bench.line.cut();
    await bench.until("the gaps are stored", () => bench.openGaps() === 3);
    bench.run(30);
    await bench.kill();
    bench.run(30);
    await bench.line.restore();
    await bench.open({ signals: PATHS.map((path) => signalOf(path)) });
    await online();
    await complete();
    await settled();
    expectWhole();
    expect(bench.gaps.filter(({ stream }) => stream === "VMC-1")).toMatchObject([
      { cause: "The line to the server was lost.", backfilled: true },
    ]);
  });

  test("while it reads back: new values that were stored already don't hide the hole before them", async () => {
    await observing();
    await bench.kill();
    bench.run(3_000);
    await bench.open({ signals: PATHS.map((path) => signalOf(path)) });
    await bench.until("the first new value is stored", () => bench.stored(LOAD).at(-1)?.at === bench.now);
    await bench.kill();
    expect(bench.stored(LOAD).length).toBeLessThan(bench.recorded(LOAD).length);
    bench.run(3);
    await bench.open({ signals: PATHS.map((path) => signalOf(path)) });
    await online();
    await complete();
    await settled();
    expectWhole();
  });
});

test("a history that lags behind is asked once more", async () => {
  await observing();
  await bench.server.stop();
  await bench.until("not online", () => bench.state?.state !== "online");
  bench.run(100);
  for (const path of PATHS) bench.server.historyOf(path).holdAfter(bench.now - 5_000_000);
  await bench.server.start();
  bench.run(1);
  await bench.until(
    "reading back",
    () => (bench.state?.backfilled ?? 0) > 0 || bench.stored(LOAD).length > 20,
  );
  for (const path of PATHS) bench.server.historyOf(path).holdAfter(Infinity);
  await complete();
  await settled();
  expectWhole();
});

test("a full disk is said, and what came meanwhile is stored once there is room", async () => {
  await observing();
  // SQLite reports a reached page limit exactly as it reports a full disk.
  const pages = bench.cache.pragma("page_count", { simple: true }) as number;
  bench.cache.pragma(`max_page_count = ${pages}`);
  const full = (): boolean => bench.state?.message?.startsWith("The disk is full") === true;
  for (let round = 0; round < 200 && !full(); round += 1) {
    bench.run(300);
    const { now } = bench;
    await bench.until("stored or full", () => full() || bench.stored(LOAD).at(-1)?.at === now);
  }
  expect(full()).toBe(true);
  bench.run(50);
  bench.cache.pragma(`max_page_count = ${pages * 100}`);
  await complete();
  await bench.until("well again", () => !full());
  expectWhole();
});

test("signals may be changed while it observes, and none of those that stay loses a value", async () => {
  await observing();
  const signals = [...PATHS.slice(1), "TL-1/Spindle load"].map((path) => signalOf(path));
  await bench.setSignals(signals);
  bench.run(20);
  const { now } = bench;
  await bench.until("the new signal is stored", () => bench.stored("TL-1/Spindle load").at(-1)?.at === now);
  await bench.until("the others are whole", () =>
    PATHS.slice(1).every((path) => bench.stored(path).length === bench.recorded(path).length),
  );
  for (const path of PATHS.slice(1)) expect(bench.stored(path), path).toEqual(bench.recorded(path));
  expect(bench.server.sessionCount).toBe(1);
  expect(bench.server.subscriptionCount).toBe(1);
});

test("signals may be chosen while the store still looks for what it knows of those before", async () => {
  const [asked, answered] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  bench = await openBench({
    onOpened: () => {
      asked.resolve(undefined);
      return answered.promise;
    },
  });
  await bench.open();
  await asked.promise;
  await bench.setSignals(PATHS.map((path) => signalOf(path)));
  answered.resolve(undefined);
  await online();
  bench.run(10);
  await caughtUp();
  expectWhole();
});

describe("opened anew while it observes", () => {
  const signals = PATHS.map((path) => signalOf(path));

  test("it takes the signals that are chosen before the one before has left its server", async () => {
    await observing();
    const chosen = [signalOf("TL-1/Spindle load")];
    const { engine } = bench;
    await Promise.all([
      engine.open(bench.settings({ signals, toleratedOutageS: 30 }), CONTEXT),
      engine.setSignals({ endpointId: "e1", signals: chosen }, CONTEXT),
    ]);
    await online();
    bench.run(10);
    const { now } = bench;
    await bench.until("stored", () => bench.stored("TL-1/Spindle load").at(-1)?.at === now);
    expect(await engine.signals({ endpointId: "e1" }, CONTEXT)).toMatchObject(chosen);
  });

  test("twice at once it is there once, and closed at once it is gone", async () => {
    await observing();
    const { engine } = bench;
    const open = async (toleratedOutageS: number): Promise<void> =>
      engine.open(bench.settings({ signals, toleratedOutageS }), CONTEXT);
    await Promise.all([open(30), open(60)]);
    await online();
    bench.run(10);
    await caughtUp();
    await Promise.all([open(30), engine.close({ endpointId: "e1" }, CONTEXT)]);
    await bench.until("no session is left", () => bench.server.sessionCount === 0);
    await expect(async () => engine.signals({ endpointId: "e1" }, CONTEXT)).rejects.toThrow(
      "not there any more",
    );
  });
});

test("paused it leaves the server; resumed it reads back what it did not see", async () => {
  await observing();
  await bench.engine.setPaused({ endpointId: "e1", paused: true }, { signal: new AbortController().signal });
  await bench.until("paused", () => bench.state?.state === "paused");
  await bench.until("the session is closed", () => bench.server.sessionCount === 0);
  bench.run(50);
  expect(bench.gaps[0]).toMatchObject({ to: undefined, cause: "Paused." });
  await bench.engine.setPaused({ endpointId: "e1", paused: false }, { signal: new AbortController().signal });
  await online();
  await complete();
  await settled();
  expectWhole();
});
