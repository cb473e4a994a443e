import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { contract, type HostClient, type HostImplementation } from "../../shared/contract/contract.ts";
import type { TimeWindow } from "../../shared/contract/common.ts";
import type { FailRates } from "../../shared/contract/measurements.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import { EVERYTHING, type CacheChange, type Changed } from "../../shared/contract/cache-change.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import type { HandlerContext } from "../../shared/rpc/service.ts";
import { transportPair } from "../../shared/rpc/transport.ts";
import { useHost } from "../host/host.ts";
import { cache } from "./cache.ts";
import { colouring } from "./colouring.ts";
import { selection } from "./selection.ts";
import { followHost } from "./session.ts";
import { settings } from "./settings.ts";
import { packTree } from "../../shared/contract/part-tree.ts";

const line = (partNumber: string, more: Partial<PartTreeNode> = {}): PartTreeNode => ({
  id: partNumber,
  parent: -1,
  partNumber,
  revision: undefined,
  title: undefined,
  quantity: 1,
  findNumber: undefined,
  unitCount: 0,
  failedUnitCount: 0,
  eventCount: 0,
  hasModel: false,
  ...more,
});

/** A host whose cache the test changes: the real contract over a pair of transports. */
class Plant {
  tree: readonly PartTreeNode[] = [];
  /** What the next question about the tree comes to, instead of the tree. */
  answerTree: ((context: HandlerContext) => Promise<readonly PartTreeNode[]>) | undefined;
  readonly asked: string[] = [];
  readonly rateQuestions: { readonly window: TimeWindow | undefined; readonly answer: () => void }[] = [];
  cancelledRates = 0;
  readonly client: HostClient;
  private emit: ((event: CacheChange) => void) | undefined;
  private revision = 1;
  /** What who answers knows of, where that is less than who tells. */
  readerRevision: number | undefined;

  constructor() {
    const handlers = {
      parts: {
        tree: (_input: unknown, context: HandlerContext) => {
          this.asked.push("tree");
          return this.answerTree?.(context).then(packTree) ?? packTree(this.tree);
        },
      },
      partLinks: { list: () => [] },
      settings: { get: () => ({ theme: "light" }) },
      diagnostics: { about: () => ({ version: "1.2.3" }) },
      sources: {
        list: () => {
          this.asked.push("sources");
          return [{ sourceId: "qif:lab-1" }];
        },
        revision: () => this.readerRevision ?? this.revision,
        watch: (_input: unknown, emit: (event: CacheChange) => void, { signal }: HandlerContext) => {
          this.emit = emit;
          emit({ ...EVERYTHING, revision: this.revision, after: undefined });
          return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        },
      },
      measurements: {
        failRates: ({ window }: { window?: TimeWindow }, { signal }: HandlerContext) =>
          new Promise<FailRates>((resolve) => {
            signal.addEventListener("abort", () => (this.cancelledRates += 1));
            const answer = (): void =>
              resolve({ baseline: { units: 10, failed: window?.from ?? 0 }, parts: [], undatedUnits: 0 });
            this.rateQuestions.push({ window, answer });
          }),
      },
    };
    const [near, far] = transportPair();
    serveContract(contract, handlers as unknown as HostImplementation, far);
    this.client = createClient(contract, near);
  }

  change(changed: Changed = EVERYTHING, after = this.revision): void {
    this.revision += 1;
    this.emit?.({ ...changed, revision: this.revision, after });
  }
}

let stop = (): void => undefined;
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const brush = (from: number): void => selection.getState().brush({ from, to: from + 1 });
async function follow(plant: Plant): Promise<void> {
  useHost(plant.client);
  stop = followHost();
  await settled();
}

beforeEach(() => {
  vi.useFakeTimers();
  cache.setState(cache.getInitialState(), true);
  colouring.setState({ rates: undefined });
  settings.setState({ values: {}, loaded: false });
  selection.getState().selectPart(undefined);
  selection.getState().brush(undefined);
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("after the connection the screen knows tree, sources, settings and program, and shows a product", async () => {
  const plant = new Plant();
  plant.tree = [
    line("BX-1", { eventCount: 90 }),
    line("PL-1", { id: "BX-1/PL-1", parent: 0, hasModel: true }),
    line("BX-2", { hasModel: true }),
  ];
  await follow(plant);
  expect(cache.getState()).toMatchObject({
    revision: 0,
    changed: undefined,
    tree: plant.tree,
    treeFailure: undefined,
    sources: [{ sourceId: "qif:lab-1" }],
    about: { version: "1.2.3" },
  });
  expect(plant.asked.toSorted()).toEqual(["sources", "tree"]);
  expect(settings.getState()).toEqual({ values: { theme: "light" }, loaded: true });
  // A product with a model before one with more events; never a line below a product.
  expect(selection.getState().partNumber).toBe("BX-2");
});

test("what changed between the first answers and the first word is asked for again", async () => {
  const plant = new Plant();
  plant.readerRevision = 0;
  plant.tree = [line("PL-1")];
  await follow(plant);
  await expect.poll(() => plant.asked.filter((method) => method === "tree").length).toBe(2);
  await expect.poll(() => cache.getState().revision).toBe(1);
});

test("of products without a model the one with most events is shown", async () => {
  const plant = new Plant();
  plant.tree = [line("a", { eventCount: 3 }), line("b", { eventCount: 9 }), line("c", { eventCount: 9 })];
  await follow(plant);
  expect(selection.getState().partNumber).toBe("b");
});

test("what is selected stays while the host knows it, and a unit in any case", async () => {
  const plant = new Plant();
  plant.tree = [line("a", { hasModel: true }), line("b")];
  selection.getState().selectPart("b");
  await follow(plant);
  expect(selection.getState().partNumber).toBe("b");
  plant.tree = [line("a")];
  plant.change();
  await settled();
  expect(selection.getState().partNumber).toBe("a");
  selection.getState().selectUnit(7, "gone");
  plant.change();
  await settled();
  expect(selection.getState()).toMatchObject({ partNumber: "gone", unitId: 7 });
});

test("a person who goes back to everything, or opened an event alone, is left there", async () => {
  const plant = new Plant();
  plant.tree = [line("a", { hasModel: true })];
  await follow(plant);
  selection.getState().selectPart(undefined);
  plant.change();
  await settled();
  expect(selection.getState().partNumber).toBeUndefined();
  stop();
  selection.getState().selectEvent(12);
  await follow(plant);
  expect(selection.getState()).toMatchObject({ eventPosition: 12 });
  expect(selection.getState().partNumber).toBeUndefined();
});

test("of two changes in a row the tree of the first never comes after that of the second", async () => {
  const plant = new Plant();
  await follow(plant);
  let late = (_tree: readonly PartTreeNode[]): void => undefined;
  plant.answerTree = () => new Promise((resolve) => (late = resolve));
  plant.change();
  await settled();
  plant.answerTree = undefined;
  plant.tree = [line("new")];
  plant.change();
  await settled();
  late([line("old")]);
  await settled();
  // Told as one change.
  expect(cache.getState()).toMatchObject({
    revision: 1,
    tree: [{ partNumber: "new" }],
    treeFailure: undefined,
  });
});

test("a tree that can't be read says why, and what was there stays", async () => {
  const plant = new Plant();
  plant.tree = [line("a")];
  await follow(plant);
  plant.answerTree = () => Promise.reject(new Failure("corrupt", "damaged"));
  plant.change();
  await settled();
  expect(cache.getState()).toMatchObject({
    revision: 1,
    tree: [{ partNumber: "a" }],
    treeFailure: { kind: "corrupt" },
  });
  plant.answerTree = undefined;
  plant.change();
  await settled();
  expect(cache.getState()).toMatchObject({ revision: 2, treeFailure: undefined });
});

test("a new connection asks for everything again, the old one is no longer heard", async () => {
  const [before, after] = [new Plant(), new Plant()];
  await follow(before);
  after.tree = [line("after")];
  useHost(after.client);
  await settled();
  expect(cache.getState().tree).toEqual(after.tree);
  const asked = before.asked.length;
  before.change();
  await settled();
  expect(before.asked).toHaveLength(asked);
  expect(cache.getState().revision).toBe(0);
});

const samples: Changed = { kinds: ["samples"], signals: [{ equipment: "VMC-1", signal: "load", from: 5 }] };

test("over many batches of samples the screen asks for nothing, and who hangs on them is told of each", async () => {
  const plant = new Plant();
  await follow(plant);
  await vi.advanceTimersByTimeAsync(1_000);
  plant.rateQuestions.splice(0).forEach(({ answer }) => answer());
  await vi.advanceTimersByTimeAsync(1_000);
  plant.asked.length = 0;
  const { revision, changes } = cache.getState();
  for (let batch = 0; batch < 50; batch += 1) {
    plant.change(samples);
    await vi.advanceTimersByTimeAsync(2_000);
  }
  expect([plant.asked, plant.rateQuestions]).toEqual([[], []]);
  expect(cache.getState()).toMatchObject({ revision, changed: samples });
  expect(cache.getState().changes).toEqual({ ...changes, samples: changes.samples + 50 });
  plant.change({ kinds: ["as-of"] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(plant.asked, "their marks alone").toEqual(["sources"]);
  plant.change({ kinds: ["events"] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect([plant.asked, plant.rateQuestions.length]).toEqual([["sources", "sources", "tree"], 1]);
  expect(cache.getState().revision).toBe(revision + 1);
});

test("a change that does not follow the last one is taken for a change of everything", async () => {
  const plant = new Plant();
  await follow(plant);
  plant.asked.length = 0;
  plant.change(samples, 17);
  await settled();
  expect(plant.asked).toEqual(["sources", "tree"]);
  expect(cache.getState().changed).toEqual(EVERYTHING);
});

test("what is told while the tree is on its way is not lost", async () => {
  const plant = new Plant();
  await follow(plant);
  const { changes } = cache.getState();
  let late = (_tree: readonly PartTreeNode[]): void => undefined;
  plant.answerTree = () => new Promise((resolve) => (late = resolve));
  plant.change({ kinds: ["events", "gaps"] });
  plant.change(samples);
  await settled();
  // Samples wait for no tree.
  expect(cache.getState().changes).toEqual({ ...changes, samples: changes.samples + 1 });
  plant.change({ kinds: ["structure"] });
  await settled();
  late([line("a")]);
  await settled();
  expect(cache.getState().changes).toEqual({
    ...changes,
    samples: changes.samples + 1,
    events: changes.events + 1,
    gaps: changes.gaps + 1,
    structure: changes.structure + 1,
  });
});

test("while the brush moves the rates are asked one at a time, and the last span wins", async () => {
  const plant = new Plant();
  await follow(plant);
  await vi.advanceTimersByTimeAsync(100);
  expect(plant.rateQuestions.map(({ window }) => window)).toEqual([undefined]);
  for (let from = 1; from <= 5; from += 1) {
    brush(from);
    await vi.advanceTimersByTimeAsync(50);
  }
  // The first is still unanswered: neither cancelled nor overtaken.
  expect(plant.rateQuestions).toHaveLength(1);
  plant.rateQuestions[0]?.answer();
  await vi.advanceTimersByTimeAsync(100);
  expect(plant.rateQuestions.map(({ window }) => window?.from)).toEqual([undefined, 5]);
  expect(colouring.getState().rates?.baseline.failed).toBe(0);
  plant.rateQuestions[1]?.answer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(colouring.getState().rates?.baseline.failed).toBe(5);
  expect(plant.rateQuestions).toHaveLength(2);
  expect(plant.cancelledRates).toBe(0);
});

test("quick answers are asked for every 80 ms at most", async () => {
  const plant = new Plant();
  await follow(plant);
  await vi.advanceTimersByTimeAsync(1_000);
  const start = plant.rateQuestions.length;
  for (let step = 1; step <= 100; step += 1) {
    brush(step);
    await vi.advanceTimersByTimeAsync(8);
    plant.rateQuestions.at(-1)?.answer();
  }
  await vi.advanceTimersByTimeAsync(100);
  const asked = plant.rateQuestions.length - start;
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThanOrEqual(11);
  expect(plant.rateQuestions.at(-1)?.window?.from).toBe(100);
});

test("rates that could not be had leave the colours as they were", async () => {
  const plant = new Plant();
  await follow(plant);
  await vi.advanceTimersByTimeAsync(100);
  plant.rateQuestions[0]?.answer();
  await vi.advanceTimersByTimeAsync(100);
  const kept = colouring.getState().rates;
  expect(kept).toBeDefined();
  const broken = new Plant();
  Object.assign(broken.client.measurements, {
    failRates: () => Promise.reject(new Failure("offline", "gone")),
  });
  useHost(broken.client);
  brush(3);
  await vi.advanceTimersByTimeAsync(200);
  expect(colouring.getState().rates).toBe(kept);
});

test("after the end nothing is asked any more", async () => {
  const plant = new Plant();
  await follow(plant);
  await vi.advanceTimersByTimeAsync(100);
  plant.rateQuestions[0]?.answer();
  await vi.advanceTimersByTimeAsync(100);
  brush(1);
  stop();
  const [trees, rates] = [plant.asked.length, plant.rateQuestions.length];
  brush(2);
  plant.change();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([plant.asked.length, plant.rateQuestions.length]).toEqual([trees, rates]);
});
