/**
 * Who asks again only after what he is told is about him has what a full ask gives: pages of any changes, told as the
 * writer tells them, against answers of a reader that was opened just then.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  EVERYTHING,
  isAbout,
  isAboutPart,
  RECORDS,
  type Changed,
} from "../../../../../shared/contract/cache-change.ts";
import type { FeedChange, FeedRecord } from "../../../../../shared/model/feed.ts";
import { createChangeCounts } from "../../change-counts.ts";
import type { Connection } from "../../open.ts";
import { createReader } from "../../reader.ts";
import { createStager } from "../../stager.ts";
import { openCache, openUser } from "../../stores.ts";
import { createSettling } from "../settling.ts";
import { createSharedRecords } from "../shared-records.ts";
import { createFeeds } from "./feeds.ts";
import { unpackTree } from "../../../../../shared/contract/part-tree.ts";

const PLACE = { plantId: "p1", system: "mes", scope: "a" };
const PARTS = ["P-0", "P-1", "P-2", "P-3", "P-4", "P-5"];
const context = { signal: new AbortController().signal };

let folder: string;
let cache: Connection;
let user: Connection;
let told: Changed[];
let feeds: ReturnType<typeof createFeeds>["service"];
let flush: () => void;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-notes-"));
  cache = openCache(folder, () => 1);
  user = openUser(folder, () => 1);
  told = [];
  const counts = createChangeCounts(cache);
  ({ service: feeds, flush } = createFeeds({
    cache,
    folder,
    records: createSharedRecords(cache),
    now: () => 5,
    ...createSettling(cache, user),
    onChanged: (_level, changed) => {
      counts.count(changed);
      told.push(changed);
    },
    onStillLevel: () => undefined,
  }));
});
afterEach(() => {
  flush();
  cache.close();
  user.close();
  rmSync(folder, { recursive: true, force: true });
});

const part = (name: string, revision?: string) => ({
  name,
  strength: "stated" as const,
  ...(revision === undefined ? {} : { revision }),
});
const unit = (name: string, serial: number, revision?: string) => ({
  part: part(name, revision),
  serial: `${name}-${serial}`,
  serialStatus: "proven" as const,
});

/** Whole numbers below `count`: a linear congruence (D. H. Lehmer), the same for a seed. */
function dice(seed: number): (count: number) => number {
  let state = seed * 48_271;
  return (count) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * count);
  };
}

/** Answers of one kind, what they hang on, and how they are asked for. */
type Reader = ReturnType<typeof createReader>;
interface Question {
  readonly name: string;
  readonly isMet: (changed: Changed) => boolean;
  readonly ask: (reader: Reader) => unknown;
}
const everything = { kind: "everything" } as const;
const ofPart = (partNumber: string): Question[] => {
  const subject = { kind: "part", partNumber } as const;
  const isMet = (changed: Changed): boolean =>
    isAboutPart(changed, partNumber) || isAbout(changed, ["structure", "sources"]);
  // One that is not there yet is answered by a failure, as long as it is not.
  const orNothing = (ask: (reader: Reader) => unknown) => async (reader: Reader) => {
    try {
      return await ask(reader);
    } catch (thrown) {
      return String(thrown);
    }
  };
  return [
    {
      name: `events of ${partNumber}`,
      isMet,
      ask: orNothing((reader) => reader.events.list({ subject, limit: 300 }, context)),
    },
    {
      name: `measurements of ${partNumber}`,
      isMet,
      ask: orNothing((reader) => reader.measurements.table({ subject }, context)),
    },
  ];
};
const QUESTIONS: readonly Question[] = [
  ...PARTS.flatMap(ofPart),
  {
    name: "events of all",
    isMet: (changed) => isAbout(changed, RECORDS),
    ask: (reader) => reader.events.list({ subject: everything, limit: 300 }, context),
  },
  {
    name: "tree",
    isMet: (changed) => isAbout(changed, RECORDS),
    ask: (reader) => reader.parts.tree({}, context),
  },
  {
    name: "structure and machines",
    isMet: (changed) => isAbout(changed, ["structure"]),
    ask: async (reader) => [
      unpackTree(await reader.parts.tree({}, context)).map(({ partNumber, title, revision, parent }) => [
        partNumber,
        title,
        revision,
        parent,
      ]),
      await reader.events.equipment({}, context),
    ],
  },
  {
    name: "gaps",
    isMet: (changed) => isAbout(changed, ["gaps"]),
    ask: async (reader) =>
      (
        await reader.events.timeline(
          { subject: everything, window: { from: 0, to: 1e9 }, buckets: 2 },
          context,
        )
      ).gaps,
  },
];

test("kept answers that are asked for anew when they are told of are those of a full ask, kept seeds", async () => {
  const answered = { kept: 0, again: 0 };
  for (const seed of [3, 7]) {
    const pick = dice(seed);
    const name = (): string => PARTS[pick(PARTS.length)] ?? "";
    const place = { ...PLACE, scope: `s${seed}` };
    const revisions = new Map<string, number>();
    let position = 0;
    const put = (id: string, record: FeedRecord): FeedChange => {
      const revision = (revisions.get(id) ?? 0) + 1;
      revisions.set(id, revision);
      position += 1;
      const digest = position;
      return { op: "put", id, position, revision, digest, record: { ...record, key: id } as FeedRecord };
    };
    const event = (id: string): FeedChange =>
      put(id, {
        record: "event",
        key: id,
        kind: "production",
        type: "step",
        title: `Step ${id} ${position}`,
        startedAt: 1_000 + position,
        ...(pick(8) === 0
          ? { equipment: `M-${pick(30)}` }
          : { unit: unit(name(), pick(4), ["A", "B"][pick(6)]) }),
        payload: `${position}`,
      });
    const measurement = (id: string): FeedChange =>
      put(id, {
        record: "measurement",
        key: id,
        unit: unit(name(), pick(4)),
        characteristic: `D${pick(2)}`,
        value: pick(100),
        verdict: "pass",
        verdictOrigin: "source",
        sequence: 1,
        takenAt: position,
      });
    const others: readonly (() => FeedChange)[] = [
      () =>
        put(`bom/${pick(4)}`, { record: "bom-line", parent: part(name()), child: part(name()), quantity: 1 }),
      () =>
        put(`gap/${pick(5)}`, {
          record: "gap",
          key: "",
          stream: "s",
          startedAt: position,
          cause: `cut ${position}`,
        }),
      () => put(`part/${pick(6)}`, { record: "part", part: part(name()), title: `Title ${pick(9)}` }),
      () =>
        put(`unit/${pick(9)}`, { record: "unit", unit: { ...unit(name(), pick(6)), lot: `L${pick(3)}` } }),
      () => {
        const id = `measurement/${pick(30)}`;
        const revision = (revisions.get(id) ?? 0) + 1;
        revisions.set(id, revision);
        return { op: "delete", id, position: (position += 1), revision };
      },
    ];
    const change = (): FeedChange => {
      const kind = pick(12);
      // Some are corrections.
      if (kind < 6) return event(`event/${pick(3) === 0 ? pick(20) : position}`);
      if (kind < 10) return measurement(`measurement/${pick(6) === 0 ? pick(30) : position}`);
      return (others[pick(others.length)] ?? others[0])?.() ?? event("event/0");
    };
    await feeds.follow({ ...place, sourceName: `MES ${seed}` }, context);
    await feeds.beginPages({ ...place, epoch: "e" }, context);
    let cursor: string | undefined;
    const kept = new Map<string, unknown>();
    for (let n = 0; n < 30; n += 1) {
      // Few at a time as they come, now and then so many that they go through a file.
      const count = n === 0 ? 60 : pick(9) === 0 ? 260 : 1 + pick(3);
      const changes = Array.from({ length: count }, change);
      const stager = createStager(join(folder, `rows-${seed}-${n}.db`));
      stager.add(changes);
      const page = {
        epoch: "e",
        cursor: `c${n}`,
        more: pick(5) === 0,
        head: position,
        bytes: 1,
        ...stager.end(),
      };
      await feeds.applyPage({ ...place, beside: false, epoch: "e", after: cursor, page, asOf: n }, context);
      ({ cursor } = page);
      flush();
      const news = told.splice(0);
      expect(news.length).toBeGreaterThan(0);
      if (n === 0) expect(news).toEqual([EVERYTHING]);
      const reader = createReader(folder, () => 1);
      for (const question of QUESTIONS) {
        const full = await question.ask(reader);
        const isTold = news.some(question.isMet);
        answered[isTold ? "again" : "kept"] += 1;
        if (isTold || !kept.has(question.name)) kept.set(question.name, full);
        expect(kept.get(question.name), `${question.name}, page ${n} of ${seed}`).toEqual(full);
      }
    }
  }
  // It would hold for who is told of everything as well.
  expect(answered.kept).toBeGreaterThan(100);
}, 60_000);
