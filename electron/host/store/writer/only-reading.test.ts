import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EVERYTHING, type Changed } from "../../../../shared/contract/cache-change.ts";
import { createChangeCounts, type ChangeCounts } from "../change-counts.ts";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { watchOthers } from "./only-reading.ts";

let folder: string;
let theirs: Connection;
let ours: Connection;
let counts: ChangeCounts;
let told: Changed[];
let stop: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-others-"));
  theirs = openCache(folder, () => 0);
  ours = openCache(folder, () => 0, true);
  counts = createChangeCounts(theirs);
  told = [];
  vi.useFakeTimers();
  stop = watchOthers(
    ours,
    () => Date.now() * 1_000,
    (changed) => told.push(changed),
  );
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  theirs.close();
  ours.close();
  rmSync(folder, { recursive: true, force: true });
});

const look = (seconds = 1): readonly Changed[] => {
  vi.advanceTimersByTime(seconds * 1_000);
  return told.splice(0);
};
/** Something that their program commits and does not count, or not yet. */
const commit = (): void => void theirs.exec("INSERT OR REPLACE INTO content VALUES ('any', random() & 1023)");

test("what another program counts is told by kind, of whichever signals samples are", () => {
  counts.count({ kinds: ["samples"], signals: [{ equipment: "VMC-1", signal: "load", from: 5 }] });
  expect(look()).toEqual([{ kinds: ["samples"] }]);
  counts.count({ kinds: ["events"] });
  counts.count({ kinds: ["gaps", "events"] });
  expect(look()).toEqual([{ kinds: ["events", "gaps"] }]);
  expect(look(30)).toEqual([]);
});

test("what it does not come to count is told a minute later at the latest, as a change of everything", () => {
  commit();
  expect(look(60)).toEqual([]);
  expect(look(1)).toEqual([EVERYTHING]);
  expect(look(120)).toEqual([]);
  // Also where something else is counted all the while.
  commit();
  const heard = Array.from({ length: 100 }, () => {
    counts.count({ kinds: ["samples"] });
    return look();
  }).flat();
  expect(heard.filter(({ kinds }) => kinds.includes("structure"))).toEqual([EVERYTHING]);
});
