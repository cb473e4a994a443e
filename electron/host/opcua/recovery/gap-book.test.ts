import { describe, expect, test } from "vitest";
import { GapBook, type LostSignal } from "./gap-book.ts";

const lost = (signal: string, from: number, to: number | undefined = 50): LostSignal => ({
  equipment: "VMC-1",
  signal,
  from,
  to,
  cause: "No history.",
});

describe("the gaps of an endpoint", () => {
  test("one per equipment is open while nobody observes, and only one", () => {
    const book = new GapBook([]);
    expect(book.open(["VMC-1", "VMC-2"], 10, "Cut.")).toHaveLength(2);
    expect(book.open(["VMC-1"], 20, "Cut again.")).toEqual([]);
    expect(book.openOf("VMC-1")).toMatchObject({ from: 10, to: undefined, cause: "Cut.", backfilled: false });
  });

  test("what was filled is closed as filled", () => {
    const book = new GapBook([]);
    const [row] = book.open(["VMC-1"], 10, "Cut.");
    expect(book.settle([{ equipment: "VMC-1", signals: ["load", "feed"], lost: [], to: 40 }])).toEqual([
      { ...row, to: 40, backfilled: true },
    ]);
    expect(book.openOf("VMC-1")).toBeUndefined();
    expect(book.newest).toHaveLength(1);
  });

  test("what was lost as a whole is one row over all of it, with both reasons", () => {
    const book = new GapBook([]);
    book.open(["VMC-1"], 10, "Cut.");
    expect(
      book.settle([
        {
          equipment: "VMC-1",
          signals: ["load", "feed"],
          lost: [lost("load", 8), lost("feed", 9, 55)],
          to: 40,
        },
      ]),
    ).toMatchObject([{ stream: "VMC-1", from: 8, to: 55, cause: "Cut. No history.", backfilled: false }]);
    expect(book.newest).toHaveLength(1);
  });

  test("what was lost in part has a row for each lost signal", () => {
    const book = new GapBook([]);
    book.open(["VMC-1"], 10, "Cut.");
    expect(
      book.settle([{ equipment: "VMC-1", signals: ["load", "feed"], lost: [lost("load", 8)], to: 40 }]),
    ).toMatchObject([
      { stream: "VMC-1", from: 10, to: 40, backfilled: true },
      { stream: "VMC-1 · load", from: 8, to: 50, cause: "No history.", backfilled: false },
    ]);
  });

  test("a signal that is gone for good leaves its own row open, not that of the machine", () => {
    const book = new GapBook([]);
    book.open(["VMC-1"], 10, "Cut.");
    const gone = { ...lost("load", 8), to: undefined };
    book.settle([{ equipment: "VMC-1", signals: ["load"], lost: [gone], to: 40 }]);
    expect(book.openOf("VMC-1")).toBeUndefined();
    expect(book.openOf("VMC-1 · load")).toMatchObject({ from: 8, to: undefined });
    book.open(["VMC-1"], 60, "Cut.");
    book.settle([{ equipment: "VMC-1", signals: ["load"], lost: [], to: 90 }]);
    expect(book.newest).toMatchObject([
      { stream: "VMC-1", from: 60, to: 90, backfilled: true },
      { stream: "VMC-1", from: 10, to: 40, backfilled: true },
      { stream: "VMC-1 · load", from: 8, to: 90, backfilled: true },
    ]);
  });

  test("what is not wanted any more is closed, unfilled", () => {
    const book = new GapBook([]);
    book.open(["VMC-1", "VMC-2"], 10, "Cut.");
    expect(book.abandon((stream) => stream === "VMC-1", 30)).toMatchObject([
      { stream: "VMC-2", from: 10, to: 30, backfilled: false },
    ]);
    expect(book.openOf("VMC-1")).toBeDefined();
  });

  test("a loss without an outage, as of a queue that overflowed, makes rows of its own", () => {
    const book = new GapBook([]);
    expect(
      book.settle([{ equipment: "VMC-1", signals: ["load", "feed"], lost: [lost("load", 8)], to: 40 }]),
    ).toMatchObject([{ stream: "VMC-1 · load", from: 8, to: 50 }]);
  });
});
