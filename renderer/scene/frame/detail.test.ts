import { expect, test } from "vitest";
import { createDetail, REST } from "./detail.ts";

const LARGE = 300_000;

/** Frames of a movement, `interval` ms apart: which of them are coarse. */
function moved(
  detail: ReturnType<typeof createDetail>,
  from: number,
  interval: number,
  frames: number,
): string[] {
  return Array.from({ length: frames }, (_, frame) => detail.coarse(from + frame * interval, true));
}

test("by the processor a view that moves is coarse at once, and whole when it rests", () => {
  const detail = createDetail(true);
  detail.begin(LARGE);
  expect(moved(detail, 1_000, 16, 3)).toEqual(["everything", "everything", "everything"]);
  // A part that is marked meanwhile does not bring the whole picture back between two moves.
  expect(detail.coarse(1_032 + REST - 1, false)).toBe("everything");
  expect(detail.coarse(1_032 + REST, false)).toBe("outline");
});

test("a picture that stands is whole, but for the outline around a selection", () => {
  const detail = createDetail(true);
  detail.begin(LARGE);
  expect(detail.coarse(5_000, false)).toBe("outline");
});

test("with a graphics card that keeps up nothing is coarse", () => {
  const detail = createDetail(false);
  detail.begin(LARGE);
  expect(moved(detail, 0, 17, 200).every((coarse) => coarse === "nothing")).toBe(true);
});

test("frames that lag one after another are coarse from then on, for this model", () => {
  const detail = createDetail(false);
  detail.begin(LARGE);
  expect(moved(detail, 0, 60, 6)).toEqual([
    "nothing",
    "nothing",
    "nothing",
    "everything",
    "everything",
    "everything",
  ]);
  expect(detail.coarse(300 + REST, false)).toBe("outline");
  expect(moved(detail, 2_000, 16, 2)).toEqual(["everything", "everything"]);
  detail.begin(LARGE);
  expect(moved(detail, 4_000, 16, 2)).toEqual(["nothing", "nothing"]);
});

test("one slow frame, or a pause of the hand, is no lag", () => {
  const detail = createDetail(false);
  detail.begin(LARGE);
  const times = [0, 16, 90, 106, 122, 500, 516, 900, 916, 1_400, 1_416];
  expect(times.map((at) => detail.coarse(at, true)).every((coarse) => coarse === "nothing")).toBe(true);
});

test("a small model is whole by the processor too, unless its frames lag", () => {
  const detail = createDetail(true);
  detail.begin(20_000);
  expect(moved(detail, 0, 17, 20).every((coarse) => coarse === "nothing")).toBe(true);
  expect(moved(detail, 1_000, 60, 6).at(-1)).toBe("everything");
});

test("a frame that can't wait is coarse as one that moves; of small models, and with a graphics card, it is whole", () => {
  const detail = createDetail(true);
  detail.begin(LARGE);
  expect(detail.isSlow()).toBe(true);
  expect(detail.hurried(2_000)).toBe("everything");
  expect(detail.coarse(2_000 + REST - 1, false)).toBe("everything");
  expect(detail.coarse(2_000 + REST, false)).toBe("outline");
  detail.begin(20_000);
  expect(detail.isSlow()).toBe(false);
  expect(detail.hurried(3_000)).toBe("nothing");
  const card = createDetail(false);
  card.begin(LARGE);
  moved(card, 0, 60, 6);
  expect(card.isSlow()).toBe(false);
});

test("what moves is at most what the processor draws in time; a graphics card is not held back", () => {
  expect(createDetail(true).share(200_000)).toBe(0.25);
  expect(createDetail(true).share(50_000)).toBe(1);
  expect(createDetail(true).share(0)).toBe(1);
  expect(createDetail(false).share(40_000_000)).toBe(1);
});
