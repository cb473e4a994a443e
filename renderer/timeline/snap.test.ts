import { expect, test } from "vitest";
import { layoutFrame } from "./layout.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import { timeToX, xToTime } from "./scale.ts";
import { snapTime } from "./snap.ts";
import { at } from "./testing/fake-history.ts";
import { fakeFrame } from "./testing/frames.ts";

const WINDOW = { from: at(2026, 3, 1), to: at(2026, 4, 20) };

test("a brush begins and ends where an event of the lane does, and nowhere else", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const frame = layoutFrame(data, view, () => Infinity);
  const lane = frame.lanes.find((one) => one.lane.kind === "maintenance");
  if (lane === undefined) throw new Error("no lane of maintenance");
  const y = HEAD_HEIGHT + lane.row.top + 2;
  const index = lane.marks[0]?.index ?? 0;
  const [start = 0, end = 0] = [lane.lane.marks.starts[index], lane.lane.marks.ends[index]];
  expect(snapTime(frame, 0, timeToX(frame.scale, start) + 5, y)).toBe(start);
  expect(snapTime(frame, 0, timeToX(frame.scale, end) - 3, y)).toBe(end);
  // Out of reach, and where no lane is, it is the pointer's own time.
  const free = timeToX(frame.scale, end) + 40;
  expect(snapTime(frame, 0, free, y)).toBe(xToTime(frame.scale, free));
  expect(snapTime(frame, 0, timeToX(frame.scale, start), 5_000)).toBe(
    xToTime(frame.scale, timeToX(frame.scale, start)),
  );
});
