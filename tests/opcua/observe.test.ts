/** What is observed while the line holds: values, bad sensors, texts, alarms, and what the server made of the wishes. */
import { afterEach, describe, expect, test } from "vitest";
import { StatusCodes } from "node-opcua-client";
import { createSourceClockQueries } from "../../electron/host/store/queries/source-clocks.ts";
import { isClockOff } from "../../shared/model/clock.ts";
import { timingFor } from "../../electron/host/opcua/timing.ts";
import { CONTEXT, HOLDS, openBench, signalOf, type Bench } from "./bench.ts";

const LOAD = "VMC-1/Spindle load";

let bench: Bench;
afterEach(() => bench.close());

const online = (): Promise<void> => bench.until("online", () => bench.state?.state === "online");
const stored = (path = LOAD): Promise<void> => {
  const { now } = bench;
  return bench.until("the newest value is stored", () => bench.stored(path).at(-1)?.at === now);
};

describe("signals", () => {
  test("every value of every signal is stored once, in order", async () => {
    bench = await openBench({ timing: HOLDS });
    await bench.open({ signals: bench.server.signals.map(({ path }) => signalOf(path)) });
    await online();
    for (let round = 0; round < 20; round += 1) {
      bench.run(10);
      await stored();
    }
    for (const { path, signal } of bench.server.signals)
      if (signal.type === "number") expect(bench.stored(path), path).toEqual(bench.recorded(path));
    expect(bench.stored(LOAD)).toHaveLength(201);
    expect(bench.gaps).toEqual([]);
    const chunks = Number(bench.cache.prepare("SELECT count(*) FROM sample_chunk").pluck().get());
    expect(chunks).toBeLessThan(bench.server.signals.length * 30);
    const clocks = createSourceClockQueries(bench.cache).all();
    expect(clocks).toMatchObject([{ method: "opcua", to: undefined }]);
    expect(clocks.some(isClockOff), "it runs on this machine").toBe(false);
  });

  test("a count that stands still is not written again, and a sensor that fails leaves NaN", async () => {
    bench = await openBench({ timing: HOLDS });
    const COUNT = "VMC-1/Part count";
    await bench.open({ signals: [LOAD, COUNT].map((path) => signalOf(path)) });
    await online();
    bench.run(5);
    await stored();
    bench.server.setStatus(LOAD, StatusCodes.BadSensorFailure);
    bench.run(1);
    await stored();
    expect(bench.stored(LOAD).at(-1)?.value).toBeNaN();
    await bench.until("shown", () => bench.values.get(LOAD)?.status === "BadSensorFailure");
    expect(bench.values.get(LOAD)).toMatchObject({ value: NaN, stale: true });
    bench.server.setStatus(LOAD, StatusCodes.Good);
    bench.run(5);
    await stored();
    expect(bench.stored(LOAD)).toEqual(bench.recorded(LOAD));
    expect(bench.stored(COUNT)).toHaveLength(1);
  });

  test("changes of a text are events of the machine", async () => {
    bench = await openBench({ timing: HOLDS });
    const paths = ["VMC-1/State", "VMC-1/Program", LOAD];
    await bench.open({ signals: paths.map((path) => signalOf(path)) });
    await online();
    // Long enough for several runs.
    bench.run(6_000);
    await stored();
    const said = (path: string): string[] =>
      bench.server
        .historyOf(path)
        .recorded()
        .map(({ value }) => String(value))
        .filter((value, index, all) => value !== all[index - 1]);
    for (const [path, name] of [
      ["VMC-1/State", "State"],
      ["VMC-1/Program", "Program"],
    ] as const) {
      const changes = said(path).map((value) => `${name}: ${value}`);
      expect(changes.length).toBeGreaterThan(3);
      const told = (): string[] =>
        bench.events().flatMap(({ title }) => (title.startsWith(`${name}: `) ? [title] : []));
      // What did not fit into the server's queue on a busy machine is read back from its history.
      await bench.until(`${name} is told`, () => told().length >= changes.length);
      expect(told()).toEqual(changes);
    }
    expect(new Set(bench.events().map(({ equipment }) => equipment))).toContain("VMC-1");
  });

  test("latest values are told with their time, and become stale with the line", async () => {
    bench = await openBench();
    await bench.open({ signals: [{ ...signalOf(LOAD), uom: "%" }] });
    await online();
    bench.run(3);
    const { now } = bench;
    await bench.until("shown", () => bench.values.get(LOAD)?.sourceTime === now);
    expect(bench.values.get(LOAD)).toMatchObject({
      equipment: "VMC-1",
      name: "Spindle load",
      uom: "%",
      status: "Good",
      stale: false,
      value: bench.recorded(LOAD).at(-1)?.value,
    });
    await bench.line.cut();
    await bench.until("stale", () => bench.values.get(LOAD)?.stale === true);
    await bench.line.restore();
    await online();
    await bench.until("fresh", () => bench.values.get(LOAD)?.stale === false);
  });

  test("revised values are told, and what is wrong with a node", async () => {
    bench = await openBench();
    const signals = [
      signalOf(LOAD, 100),
      signalOf("VMC-1/Path feed", 10),
      { ...signalOf(LOAD), nodeId: "ns=1;s=VMC-1/none", name: "none" },
      { ...signalOf(LOAD), nodeId: "ns=1;s=VMC-1", name: "machine" },
      { ...signalOf(LOAD), nodeId: "ns=0;i=2254", name: "servers" },
      { ...signalOf(LOAD), nodeId: "ns=0;i=2256", name: "status" },
    ];
    await bench.open({ signals });
    await online();
    const states = await bench.engine.signals({ endpointId: "e1" }, CONTEXT);
    expect(states.map(({ problem }) => problem)).toEqual([
      undefined,
      "The server samples it every 50 ms instead of every 10 ms.",
      "The server has no such node (any more).",
      "This node is no variable.",
      "Arrays can't be kept as a signal.",
      "Values of type ExtensionObject can't be kept as a signal.",
    ]);
    expect(states[0]).toMatchObject({
      hasHistory: true,
      revised: { samplingIntervalMs: 100, queueSize: 750, coversMs: 75_000 },
    });
    expect(bench.state?.message).toBe("The server forgets the subscription after 1 s; 60 s were asked.");
  });
});

describe("alarms", () => {
  test("come, go and are told once, with their machine and how bad they are", async () => {
    bench = await openBench({ timing: HOLDS });
    await bench.open({ signals: [signalOf(LOAD), signalOf("VMC-2/Spindle load")] });
    await online();
    const raise = (machine: string, alarm: string, active: boolean) =>
      bench.server.alarm({ machine, alarm, active, at: bench.now });
    const ids = [
      raise("VMC-1", "Coolant level low", true),
      raise("VMC-2", "Spindle overload", true),
      raise("VMC-1", "Coolant level low", false),
      raise("TL-1", "Air pressure low", true),
    ];
    await bench.until("all are stored", () => bench.events().length === 4);
    expect(bench.events()).toEqual([
      { key: `event/${ids[0]}`, title: "Coolant level low", severity: 2, equipment: "VMC-1" },
      { key: `event/${ids[1]}`, title: "Spindle overload", severity: 4, equipment: "VMC-2" },
      { key: `event/${ids[2]}`, title: "Coolant level low: cleared", severity: 1, equipment: "VMC-1" },
      { key: `event/${ids[3]}`, title: "Air pressure low", severity: 2, equipment: "TL-1" },
    ]);
  });

  test("one that is active when the line comes back is told, and not twice", async () => {
    bench = await openBench();
    await bench.open({ signals: [signalOf(LOAD)] });
    await online();
    const first = bench.server.alarm({
      machine: "VMC-1",
      alarm: "Air pressure low",
      active: true,
      at: bench.now,
    });
    await bench.until("stored", () => bench.events().length === 1);
    bench.server.dropSessions();
    bench.run(3);
    await bench.until("there again", () => bench.server.sessionCount > 0 && bench.state?.state === "online");
    const second = bench.server.alarm({
      machine: "VMC-1",
      alarm: "Spindle overload",
      active: true,
      at: bench.now,
    });
    await bench.until("stored", () => bench.events().length === 2);
    bench.run(3);
    await stored();
    expect(bench.events().map(({ key }) => key)).toEqual([`event/${first}`, `event/${second}`]);
  });

  // How soon is said here, and held to by the bench (group opcua): a busy machine takes longer.
  test("are stored one by one at the usual settings", async () => {
    bench = await openBench({ timing: timingFor(60) });
    await bench.open({ signals: [signalOf(LOAD)] });
    await online();
    const times: number[] = [];
    for (let round = 1; round <= 5; round += 1) {
      const began = performance.now();
      bench.server.alarm({
        machine: "VMC-1",
        alarm: "Coolant level low",
        active: round % 2 === 1,
        at: bench.now,
      });
      await bench.until("stored", () => bench.events().length === round);
      times.push(performance.now() - began);
    }
    const [least, most] = [Math.min(...times), Math.max(...times)].map(Math.round);
    console.log(`an alarm is stored ${least} … ${most} ms after it was raised`);
  });
});
