import { beforeEach, expect, test } from "vitest";
import { selection } from "../../state/selection.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import { INITIAL_STATE, observable, type TimelineState } from "../../timeline/state.ts";
import { followSpan, showSpan, shownSpan } from "./shown-span.ts";

beforeEach(() => shownSpan.setState({ window: undefined, wanted: undefined }));

function start(): {
  readonly set: (change: Partial<TimelineState>) => void;
  readonly shown: unknown[];
  readonly stop: () => void;
} {
  const { get, set, subscribe } = observable<TimelineState>(INITIAL_STATE);
  const shown: unknown[] = [];
  const controller: Pick<TimelineController, "state" | "subscribe" | "show"> = {
    state: get,
    subscribe,
    show: (window) => void shown.push(window),
  };
  return { set, shown, stop: followSpan(controller as TimelineController) };
}
const limits = { from: 0, to: 100 };
const part = (partNumber: string) => ({ kind: "part", partNumber }) as const;

test("a wanted span waits until the timeline has the answer of its subject", () => {
  const { set, shown, stop } = start();
  set({ subject: part("A"), requested: 1, answered: 1, limits, window: limits, fitted: true });
  selection.getState().selectPart("B");
  showSpan({ from: 10, to: 20 });
  expect(shown).toEqual([]);
  set({ subject: part("B"), requested: 2 });
  expect(shown).toEqual([]);
  set({ answered: 2 });
  set({ loading: false });
  expect(shown).toEqual([{ from: 10, to: 20 }]);
  stop();
});

test("what is shown is known, all of it as no span", () => {
  const { set, stop } = start();
  set({ subject: part("A"), requested: 1, answered: 1, limits, window: { from: 1, to: 2 }, fitted: false });
  expect(shownSpan.getState().window).toEqual({ from: 1, to: 2 });
  set({ window: limits, fitted: true });
  expect(shownSpan.getState().window).toBeUndefined();
  stop();
});
