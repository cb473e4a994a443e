import { expect, test } from "vitest";
import { createRandom } from "../../history/random.ts";
import { closePage, draftPage } from "./page.ts";
import { firstTime, lastTime, rangeOf } from "./range.ts";
import type { OutgoingRecord } from "./scope-feed.ts";
import { createSystemFeed } from "./system-feed.ts";

const event = (key: string, startedAt: number | undefined, endedAt?: number): OutgoingRecord => ({
  record: "event",
  key,
  kind: "production",
  type: "step",
  title: "Step",
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(endedAt === undefined ? {} : { endedAt }),
  payload: "",
});

function feed() {
  const system = createSystemFeed(
    { id: "mes", kind: "mes", name: "MES", tellsDeletes: true, accepts: [] },
    "e-1",
    () => undefined,
  );
  return { system, scope: system.scope({ id: "a", name: "A" }) };
}

const read = (bytes: readonly Buffer[]) =>
  Buffer.concat(bytes)
    .toString()
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line) as { id?: string; op?: string; count?: number; more?: boolean });

test("left out is what was over before; a record without an end, or without a time, is not", () => {
  const { system, scope } = feed();
  system.put("a", "before", event("before", 5));
  system.put("a", "across", event("across", 5, 12));
  system.put("a", "undated", event("undated", undefined));
  system.put("a", "note", { record: "note", key: "note", text: "Gauge" });
  system.put("a", "open", { record: "gap", key: "open", stream: "s", startedAt: 1, cause: "cut" });
  system.put("a", "samples", {
    record: "samples",
    equipment: "m",
    signal: "s",
    times: [1, 9],
    values: [1, 2],
  });
  const ids = read(closePage(draftPage(system, scope, 0, 100, rangeOf(scope, { since: 10 })))).map(
    ({ id }) => id,
  );
  expect(ids).toEqual(["across", "undated", "note", "open", undefined]);
});

test("who holds a record hears of its correction and of its end, whatever its time is then", () => {
  const { system, scope } = feed();
  system.put("a", "moved", event("moved", 20));
  system.put("a", "never", event("never", 1));
  system.put("a", "moved", event("moved", 2));
  system.put("a", "never", event("never", 3));
  const range = rangeOf(scope, { since: 10 });
  const page = read(closePage(draftPage(system, scope, 0, 100, range)));
  expect(page.map(({ id }) => id)).toEqual(["moved", "moved", undefined]);
  expect(scope.ids(0, 100, range).ids).toEqual([["moved", 2]]);
  // What comes later is looked at too.
  system.put("a", "never", event("never", 30));
  expect(range.isLeftOut(4)).toBe(false);
});

test("pages of a range hold as many as asked and say rightly whether more is there, kept seeds", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = createRandom(seed);
    const { system, scope } = feed();
    const wanted: string[] = [];
    for (let i = 0; i < 60; i += 1) {
      const time = Math.floor(random.unit() * 20);
      system.put("a", `e${i}`, event(`e${i}`, time));
      if (time >= 15) wanted.push(`e${i}`);
    }
    const got: string[] = [];
    for (let position = 0, more = true; more;) {
      const draft = draftPage(system, scope, position, 4, rangeOf(scope, { since: 15 }));
      const lines = read(closePage(draft));
      const end = lines.pop();
      ({ more } = draft);
      expect(lines.length).toBe(end?.count);
      if (more) expect(lines.length).toBe(4);
      got.push(...lines.map(({ id }) => id ?? "?"));
      position = (JSON.parse(draft.changes.at(-1)?.toString() ?? "{}") as { position: number }).position;
    }
    expect(got, `seed ${seed}`).toEqual(wanted);
  }
});

test("until a time: what began then or later is left out, what began before and is not over is not", () => {
  const { system, scope } = feed();
  system.put("a", "before", event("before", 5));
  system.put("a", "across", event("across", 9, 12));
  system.put("a", "at", event("at", 10));
  system.put("a", "ended", event("ended", undefined, 11));
  system.put("a", "undated", event("undated", undefined));
  system.put("a", "note", { record: "note", key: "note", text: "Gauge" });
  system.put("a", "open", { record: "gap", key: "open", stream: "s", startedAt: 1, cause: "cut" });
  system.put("a", "later", { record: "gap", key: "later", stream: "s", startedAt: 10, cause: "cut" });
  // Who holds a record hears of it, wherever it goes.
  system.put("a", "before", event("before", 30));
  const idsOf = (span: Parameters<typeof rangeOf>[1]) =>
    read(closePage(draftPage(system, scope, 0, 100, rangeOf(scope, span)))).flatMap(({ id }) => id ?? []);
  expect(idsOf({ until: 10 })).toEqual(["before", "across", "undated", "note", "open", "before"]);
  expect(idsOf({ since: 6, until: 10 })).toEqual(["across", "undated", "note", "open"]);
});

test("the first and last time of every kind that has one", () => {
  const unit = { part: { name: "p", strength: "stated" }, serialStatus: "missing" } as const;
  const common = { characteristic: "c", verdict: "none", verdictOrigin: "none", sequence: 1 } as const;
  const measured = { record: "measurement", key: "m", unit, ...common } as const;
  expect(lastTime({ ...measured, takenAt: 7 })).toBe(7);
  expect(firstTime({ ...measured, takenAt: 7 })).toBe(7);
  expect(firstTime(measured)).toBe(-Infinity);
  expect(lastTime(measured)).toBe(Infinity);
  expect(lastTime({ record: "unit", unit })).toBe(Infinity);
});
