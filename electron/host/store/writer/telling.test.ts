import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  CHANGE_KINDS,
  EVERYTHING,
  type CacheChange,
  type Changed,
} from "../../../../shared/contract/cache-change.ts";
import { createTelling, type Telling } from "./telling.ts";

const SECOND = 1_000_000;
const LOAD = { equipment: "VMC-1", signal: "load", from: 5 };
const OTHER = { equipment: "VMC-2", signal: "load", from: 5 };
const samples = (...signals: (typeof LOAD)[]): Changed => ({ kinds: ["samples"], signals });

let revision: number;
let counted: Changed[];
let telling: Telling;
let heard: CacheChange[];
/** µs the clock is off by from now on. */
let setBack: number;
let isWriting: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  revision = 10;
  counted = [];
  heard = [];
  setBack = 0;
  isWriting = false;
  telling = createTelling({
    now: () => Date.now() * 1_000 - setBack,
    onTelling: (changed) => {
      revision += 1;
      counted.push(changed);
    },
    revision: () => revision,
    isWriting: () => isWriting,
  });
});
afterEach(() => {
  telling.stop();
  vi.useRealTimers();
});
const listen = (): (() => void) => telling.watch((change) => heard.push(change));
const news = (): readonly Changed[] =>
  heard.splice(0).map(({ kinds, signals }) => (signals === undefined ? { kinds } : { kinds, signals }));

test("who begins to watch is told of everything, then of what changes, in one chain", () => {
  listen();
  telling.tell({ kinds: ["gaps"] });
  telling.tell(samples(LOAD));
  expect(heard).toEqual([
    { kinds: CHANGE_KINDS, revision: 10, after: undefined },
    { kinds: ["gaps"], revision: 11, after: 10 },
    { kinds: ["samples"], signals: [LOAD], revision: 12, after: 11 },
  ]);
});

test("who asks for some kinds is not woken by others, and his chain has no hole by them", () => {
  const stop = telling.watch((change) => heard.push(change), ["samples"]);
  telling.tell({ kinds: ["events"] });
  telling.tell({ kinds: ["events", "samples"], signals: [OTHER] });
  telling.tell({ kinds: ["gaps"] });
  stop();
  telling.tell(samples(LOAD));
  expect(heard).toEqual([
    { kinds: ["samples"], revision: 10, after: undefined },
    { kinds: ["samples"], signals: [OTHER], revision: 12, after: 10 },
  ]);
});

test("what comes often is told at most as often as asked, and the last of it without any further change", () => {
  listen();
  news();
  for (let step = 0; step < 40; step += 1) {
    telling.tellWithin(samples(step % 2 === 0 ? LOAD : OTHER), 2 * SECOND);
    vi.advanceTimersByTime(250);
  }
  const told = news();
  expect(told[0]).toEqual(samples(LOAD));
  expect(told.slice(1).map(({ signals }) => signals?.length)).toEqual([2, 2, 2, 2, 2]);
  vi.advanceTimersByTime(60_000);
  expect(news()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test("kinds are held back each by itself: a mark that waits for its minute does not go along every time", () => {
  telling.tell(EVERYTHING);
  listen();
  news();
  for (let step = 0; step < 20; step += 1) {
    telling.tellWithin(samples(LOAD), 2 * SECOND);
    telling.tellWithin({ kinds: ["as-of"] }, 60 * SECOND);
    vi.advanceTimersByTime(2_000);
  }
  expect(news()).toEqual(Array.from({ length: 20 }, () => samples(LOAD)));
  vi.advanceTimersByTime(20_000);
  expect(news()).toEqual([{ kinds: ["as-of"] }]);
});

test("what is told at once takes along what was held back of the same kinds, and no signal gets lost", () => {
  telling.tell(EVERYTHING);
  listen();
  news();
  telling.tellWithin(samples(LOAD), 2 * SECOND);
  telling.tell({ kinds: ["events"] });
  expect(news()).toEqual([{ kinds: ["events"] }]);
  telling.tell(samples(OTHER));
  expect(news()).toEqual([samples(OTHER, LOAD)]);
  telling.tellWithin(samples(LOAD), 2 * SECOND);
  telling.tell(EVERYTHING);
  expect(news()).toEqual([EVERYTHING]);
  vi.advanceTimersByTime(60_000);
  expect(news()).toEqual([]);
});

test("every change is counted before it is told", () => {
  listen();
  telling.tell({ kinds: ["events"] });
  telling.tellWithin({ kinds: ["events"] }, SECOND);
  expect(counted).toEqual([{ kinds: ["events"] }]);
  vi.advanceTimersByTime(1_000);
  expect(counted).toHaveLength(2);
  expect(heard.at(-1)?.revision).toBe(12);
});

test("a clock that is set back holds nothing back for long", () => {
  telling.tell(EVERYTHING);
  listen();
  news();
  telling.tellWithin(samples(LOAD), 2 * SECOND);
  setBack = 86_400 * SECOND;
  vi.advanceTimersByTime(2_000);
  expect(news()).toEqual([samples(LOAD)]);
  setBack = 2 * 86_400 * SECOND;
  telling.tellWithin(samples(LOAD), 2 * SECOND);
  expect(news()).toEqual([samples(LOAD)]);
});

test("what is held back waits for the end of a transaction", () => {
  telling.tell(EVERYTHING);
  listen();
  news();
  telling.tellWithin(samples(LOAD), 2 * SECOND);
  isWriting = true;
  vi.advanceTimersByTime(5_000);
  expect(news()).toEqual([]);
  isWriting = false;
  vi.advanceTimersByTime(100);
  expect(news()).toEqual([samples(LOAD)]);
  expect(vi.getTimerCount()).toBe(0);
});
