import { expect, test } from "vitest";
import { closePage, draftPage } from "./page.ts";
import { renumbered } from "./renumber.ts";
import type { OutgoingRecord } from "./scope-feed.ts";
import { createSnapshot, SNAPSHOT_DEFAULTS } from "./snapshot.ts";
import { createSystemFeed, type SystemFeed } from "./system-feed.ts";

const note = (key: string, text: string): OutgoingRecord => ({ record: "note", key, text });
const event = (key: string, title: string): OutgoingRecord => ({
  record: "event",
  key,
  kind: "design",
  type: "release",
  title,
  payload: "",
});

function feed(tellsDeletes = true, onCommit: (feed: SystemFeed) => void = () => undefined): SystemFeed {
  const system = createSystemFeed(
    { id: "mes", kind: "mes", name: "MES", tellsDeletes, accepts: [] },
    "e-1",
    onCommit,
  );
  system.scope({ id: "a", name: "A" });
  system.scope({ id: "b", name: "B" });
  return system;
}

const scopeOf = (system: SystemFeed, id = "a") => {
  const scope = system.scopes.get(id);
  if (scope === undefined) throw new Error(`no scope ${id}`);
  return scope;
};

interface Line {
  readonly op: string;
  readonly position: number;
  readonly id: string;
  readonly revision: number;
  readonly record?: { readonly text?: string };
}

const changes = (system: SystemFeed, position = 0, limit = 100): readonly Line[] =>
  Buffer.concat(closePage(draftPage(system, scopeOf(system), position, limit)))
    .toString()
    .trimEnd()
    .split("\n")
    .slice(1, -2)
    .map((line) => JSON.parse(line) as Line);

test("positions count the system's commits, revisions count those of an id, also over its deletion", () => {
  const system = feed();
  expect(system.put("a", "n1", note("1", "one"))).toBe(1);
  expect(system.put("b", "n2", note("2", "elsewhere"))).toBe(1);
  expect(system.put("a", "n1", note("1", "two"))).toBe(2);
  expect(system.remove("a", "n1")).toBe(true);
  expect(system.remove("a", "n1")).toBe(false);
  expect(system.put("a", "n1", note("1", "back"))).toBe(4);
  expect(changes(system).map(({ op, position, revision }) => [op, position, revision])).toEqual([
    ["put", 1, 1],
    ["put", 3, 2],
    ["delete", 4, 3],
    ["put", 5, 4],
  ]);
  expect(scopeOf(system).records).toBe(1);
});

test("the cursor at the end is behind what other scopes wrote", () => {
  const system = feed();
  system.put("a", "n1", note("1", "one"));
  system.put("b", "n2", note("2", "elsewhere"));
  const { cursor, more, systemHead } = draftPage(system, scopeOf(system), 0, 10);
  expect([more, systemHead]).toEqual([false, 2]);
  expect(Buffer.from(cursor, "base64url").toString()).toContain('["e-1","mes/a",2]');
});

test("a system that tells no deletes loses every revision in silence", () => {
  const system = feed(false);
  system.put("a", "n1", note("1", "one"));
  system.put("a", "n2", note("2", "two"));
  system.put("a", "n1", note("1", "again"));
  expect(system.remove("a", "n1")).toBe(true);
  expect(changes(system).map(({ id }) => id)).toEqual(["n2"]);
  expect(scopeOf(system).ids(0, 10)).toEqual({ ids: [["n2", 1]], next: undefined });
  expect(system.head).toBe(3);
});

test("ids are those that exist, with their revisions, in parts where they are many", () => {
  const system = feed();
  for (const id of ["n1", "n2", "n3"]) system.put("a", id, note(id, ""));
  system.put("a", "n1", note("n1", "changed"));
  system.remove("a", "n2");
  const first = scopeOf(system).ids(0, 1);
  expect(first.ids).toEqual([["n3", 1]]);
  expect(scopeOf(system).ids(first.next ?? -1, 5)).toEqual({ ids: [["n1", 2]], next: undefined });
});

test("lines written as text are found by their ids like any other", () => {
  const system = feed();
  const line = (id: string) => (position: number) =>
    `{"op":"put","position":${position},"id":"${id}","revision":1,"record":{"record":"note","key":"k","text":"t"}}\n`;
  system.putLine("a", line("x"));
  system.putLine("a", line("y"));
  expect(scopeOf(system).records).toBe(2);
  expect(system.put("a", "x", note("k", "new"))).toBe(2);
  expect(scopeOf(system).records).toBe(2);
  expect(scopeOf(system).ids(0, 10).ids).toEqual([
    ["y", 1],
    ["x", 2],
  ]);
});

test("a snapshot holds what exists and every revision of events, in segments named by their content", async () => {
  const system = feed();
  system.put("a", "n1", note("1", "old"));
  system.put("a", "e1", event("1", "first"));
  system.put("a", "n1", note("1", "new"));
  system.put("a", "e1", event("1", "corrected"));
  system.put("a", "n2", note("2", "gone"));
  system.remove("a", "n2");
  const options = { ...SNAPSHOT_DEFAULTS, rows: 3, encoding: "identity" } as const;
  const { manifest, segments } = await createSnapshot(system, scopeOf(system), options);
  const lines = manifest.segments
    .map(({ path }) => segments.get(path)?.bytes.toString() ?? "")
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  expect(lines.map(({ id, revision }) => [id, revision])).toEqual([
    ["e1", 1],
    ["n1", 2],
    ["e1", 2],
  ]);
  expect(manifest.segments.map(({ rows }) => rows)).toEqual([2, 1]);
  expect(changes(system, 6)).toEqual([]);
});

test("a new epoch keeps ids and revisions under other positions", () => {
  const system = feed();
  system.put("a", "n1", note("1", "old"));
  system.put("a", "n2", note("2", "gone"));
  system.put("a", "n1", note("1", "new"));
  system.remove("a", "n2");
  const fresh = renumbered(system, "e-2", () => undefined);
  expect(changes(fresh)).toEqual([
    { op: "put", position: 1, id: "n1", revision: 2, record: { record: "note", key: "1", text: "new" } },
  ]);
  expect(fresh.put("a", "n1", note("1", "newer"))).toBe(3);
  expect(scopeOf(fresh).records).toBe(1);
});

test("a commit tells once, and only of something new", () => {
  const told: number[] = [];
  const system = feed(true, ({ head }) => told.push(head));
  system.commit();
  system.put("a", "n1", note("1", ""));
  system.put("a", "n2", note("2", ""));
  system.commit();
  system.commit();
  expect(told).toEqual([2]);
});
