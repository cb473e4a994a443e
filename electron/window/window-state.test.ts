import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { boundsToOpen, readWindowState, writeWindowState } from "./window-state.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-state-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SCREEN = { x: 0, y: 0, width: 1920, height: 1040 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };
const BOUNDS = { x: 100, y: 50, width: 1200, height: 800 };

test("what was written is read", () => {
  const path = join(folder, "a.json");
  writeWindowState(path, BOUNDS, true);
  expect(readWindowState(path)).toEqual({ bounds: BOUNDS, maximized: true });
});

test.each([
  "",
  "{",
  "[]",
  '{"bounds":{"x":"1"}}',
  '{"bounds":{"x":1e999,"y":0,"width":1,"height":1},"maximized":true}',
])("%j is no state", (text) => {
  const path = join(folder, "b.json");
  writeFileSync(path, text);
  expect(readWindowState(path)).toEqual({ bounds: undefined, maximized: false });
});

test("a folder that is not there keeps nothing from closing", () => {
  expect(() => writeWindowState(join(folder, "none", "c.json"), BOUNDS, false)).not.toThrow();
});

test("saved bounds hold only where a screen shows them", () => {
  expect(boundsToOpen(BOUNDS, [SCREEN])).toEqual(BOUNDS);
  const onSecond = { ...BOUNDS, x: 2000 };
  expect(boundsToOpen(onSecond, [SCREEN, SECOND])).toEqual(onSecond);
  expect(boundsToOpen(onSecond, [SCREEN])).toEqual({ width: 1600, height: 1000 });
  expect(boundsToOpen({ ...BOUNDS, y: -200 }, [SCREEN])).toEqual({ width: 1600, height: 1000 });
  expect(boundsToOpen({ ...BOUNDS, width: 1, height: 1, x: 0 }, [SCREEN])).toEqual({
    width: 1600,
    height: 1000,
  });
});

test("a first window fits its screen", () => {
  expect(boundsToOpen(undefined, [{ x: 0, y: 0, width: 1366, height: 728 }])).toEqual({
    width: 1366,
    height: 728,
  });
  expect(boundsToOpen(undefined, [])).toEqual({ width: 1600, height: 1000 });
});
