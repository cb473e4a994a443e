import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { LinkDraft } from "../../../shared/contract/links.ts";
import { startStore, type Store } from "./store.ts";
import { openUser } from "./stores.ts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "throughline-links-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
const open = (folder: string): Promise<Store> =>
  startStore({ folder, onBug: (method, text) => expect.unreachable(`${method}: ${text}`) });

const link = (number: number, more: Partial<LinkDraft> = {}): LinkDraft => ({
  linkId: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
  partNumber: "PL-200",
  revision: "A",
  sourceId: "qif:lab-a",
  characteristic: "DIAMETER5",
  feature: `HOLE${number}`,
  state: "confirmed",
  finder: "position",
  face: { kind: "cylinder", origin: [1, 2, 0], axis: [0, 0, 1], radius: 2, centre: [1, 2, 2.5], area: 62.8 },
  ...more,
});

test("what a person decided outlives the cache", async () => {
  const folder = newFolder();
  const first = await open(folder);
  const before = await first.writer.links.change({
    remove: [],
    add: [link(1), link(2, { state: "rejected" })],
  });
  expect(before).toMatchObject([link(1), link(2, { state: "rejected" })]);
  expect(before[0]?.decidedAt).toBeGreaterThan(0);
  await first.close();
  for (const name of readdirSync(folder)) if (name.startsWith("cache.db")) rmSync(join(folder, name));
  const second = await open(folder);
  cleanups.push(() => second.close());
  expect(await second.writer.links.list({ partNumbers: ["PL-200"] })).toEqual(before);
});

test("a change is taken back by the same change the other way round, and said twice it is one", async () => {
  const store = await open(newFolder());
  cleanups.push(() => store.close());
  await store.writer.links.change({ remove: [], add: [link(1)] });
  const replace = { remove: [link(1).linkId], add: [link(2), link(3, { partNumber: "BX-100" })] };
  const once = await store.writer.links.change(replace);
  expect(once.map(({ feature }) => feature)).toEqual(["HOLE2", "HOLE3"]);
  // Repeated by a caller that never got its answer: the same decisions are there, no more.
  await store.writer.links.change(replace);
  const all = await store.writer.links.list({ partNumbers: ["PL-200", "BX-100"] });
  expect(all.map(({ feature }) => feature)).toEqual(["HOLE2", "HOLE3"]);
  const back = { remove: replace.add.map(({ linkId }) => linkId), add: [link(1)] };
  const before = await store.writer.links.change(back);
  expect(before.map(({ feature }) => feature)).toEqual(["HOLE1"]);
});

test("a face in words of a newer version is kept and not shown", async () => {
  const folder = newFolder();
  const store = await open(folder);
  cleanups.push(() => store.close());
  await store.writer.links.change({ remove: [], add: [link(1), link(2)] });
  const user = openUser(folder, () => 1);
  user.prepare('UPDATE face_link SET face = \'{"kind":"spline"}\' WHERE link_id = ?').run(link(1).linkId);
  const shown = await store.writer.links.list({ partNumbers: ["PL-200"] });
  expect(shown.map(({ feature }) => feature)).toEqual(["HOLE2"]);
  expect(user.prepare("SELECT count(*) FROM face_link").pluck().get()).toBe(2);
  user.close();
});
