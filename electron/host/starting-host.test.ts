import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StartingStep } from "../../shared/contract/starting.ts";
import { holdBack } from "./store/testing/held-back.ts";
import { cachePath } from "./store/stores.ts";
import { startHost } from "./starting-host.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-starting-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const context = (signal = new AbortController().signal) => ({ signal });
const start = () => startHost({ dataFolder: folder, version: "0", follow: false }, () => 7);

test("while a step is under way it is told, also to who comes later; what is asked waits for the end", async () => {
  const held = holdBack(folder, "10-4110");
  const starting = start();
  await starting.worthShowing;
  expect(starting.host).toBeUndefined();
  const told: StartingStep[] = [];
  const followed = starting.implementation.starting.follow({}, (step) => told.push(step), context());
  expect(told).toEqual([{ step: 1, of: held.steps, name: expect.any(String), since: 7 }]);
  let answered = false;
  const tree = Promise.resolve(starting.implementation.parts.tree({}, context())).finally(
    () => (answered = true),
  );
  const leaving = new AbortController();
  const left = starting.implementation.starting.follow({}, () => undefined, context(leaving.signal));
  leaving.abort();
  await left;
  expect(answered).toBe(false);
  held.release();
  await followed;
  const host = await starting.ready;
  expect(told.map(({ step }) => step)).toEqual(Array.from({ length: held.steps }, (_, at) => at + 1));
  expect(unpackTree(await tree).map(({ partNumber }) => partNumber)).toEqual(["10-4110"]);
  expect(starting.implementation).toBe(host.implementation);
  await host.implementation.starting.follow({}, (step) => told.push(step), context());
  expect(told).toHaveLength(held.steps);
  await host.close();
});

test("a folder that can't be opened fails what waits, with the sentence", async () => {
  writeFileSync(cachePath(folder), "no database at all, though as long as one that could be");
  const starting = start();
  const tree = Promise.resolve(starting.implementation.parts.tree({}, context()));
  await expect(starting.worthShowing).rejects.toMatchObject({ kind: "corrupt" });
  await expect(tree).rejects.toMatchObject({ kind: "corrupt" });
  await expect(starting.ready).rejects.toMatchObject({ kind: "corrupt" });
});
