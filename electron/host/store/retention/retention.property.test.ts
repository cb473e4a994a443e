/**
 * Random histories and rules, applied with kills in between, against brute force over the records as they were sent:
 * what remains is exactly what the rule says; a feed that tells all of it again brings nothing back; what is wanted
 * again comes back whole.
 */
import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FeedChange, FeedRecord } from "../../../../shared/model/feed.ts";
import { examineDerived } from "../../diagnostics/derived.ts";
import { createStager } from "../stager.ts";
import { openCache, openUser } from "../stores.ts";
import { createChunkMaker } from "../columns/make-chunks.ts";
import { createEventColumns } from "../columns/event-columns.ts";
import { createFeeds } from "../writer/feeds/feeds.ts";
import { SetChecksum } from "../writer/feeds/checksum.ts";
import type { FeedPlace } from "../writer/feeds/feed-contract.ts";
import { createRetention } from "../writer/retention/retention.ts";
import type { RetentionGoal } from "../writer/retention/retention-contract.ts";
import { createSettling } from "../writer/settling.ts";
import { createSharedRecords } from "../writer/shared-records.ts";
import { createRetentionQueries } from "./preview.ts";
import type { PreviewEvent } from "../../../../shared/contract/retention.ts";

const SEED = 20261126;
const SPAN = 1_000;
const PLACE: FeedPlace = { plantId: "p1", system: "mes", scope: "all" };
const SOURCE = "plant:p1/mes";
const context = { signal: new AbortController().signal };

const time = fc.nat({ max: SPAN });
const unit = (part: string, serial: string) =>
  ({ part: { name: part, strength: "stated" }, serial, serialStatus: "proven" }) as const;
const part = fc.constantFrom("P1", "P2", "P3");
const serial = fc.constantFrom("1", "2", "3");

const eventArbitrary = fc.record(
  {
    revisions: fc.array(
      fc.record({ started: fc.option(time, { freq: 8 }), length: fc.option(fc.nat({ max: 300 })) }),
      { minLength: 1, maxLength: 3 },
    ),
    part: fc.option(part),
    serial: fc.option(serial),
    /** Deleted at the source at the end. */
    withdrawn: fc.boolean(),
  },
  { requiredKeys: ["revisions", "part", "serial", "withdrawn"] },
);
const historyArbitrary = fc.record({
  events: fc.array(eventArbitrary, { maxLength: 60 }),
  measurements: fc.array(fc.record({ taken: fc.option(time), part, serial }), { maxLength: 30 }),
  samples: fc.array(
    fc.record({
      from: time,
      length: fc.integer({ min: 1, max: 300 }),
      part: fc.option(part),
      signal: fc.nat({ max: 2 }),
    }),
    { maxLength: 12 },
  ),
});
const keptArbitrary = fc.record({
  evidence: fc.array(fc.nat({ max: 59 }), { maxLength: 3 }),
  unit: fc.option(fc.record({ part, serial }), { freq: 3 }),
  notes: fc.array(fc.record({ from: time, length: fc.option(fc.nat({ max: 200 })), part: fc.option(part) }), {
    maxLength: 2,
  }),
  pin: fc.option(part, { freq: 4 }),
});
const ruleArbitrary = fc.record({
  events: fc.option(fc.nat({ max: SPAN + 100 }), { freq: 8 }),
  samples: fc.option(fc.nat({ max: SPAN + 100 })),
  levels: fc.option(fc.nat({ max: SPAN + 100 })),
});
type History = typeof historyArbitrary extends fc.Arbitrary<infer T> ? T : never;
type KeptWish = typeof keptArbitrary extends fc.Arbitrary<infer T> ? T : never;

const digestOf = (record: FeedRecord): number =>
  Number.parseInt(
    hash(
      "sha256",
      JSON.stringify(record, (_, value: unknown) => (value instanceof Float64Array ? [...value] : value)),
    ).slice(0, 12),
    16,
  );

/** All changes in their order, and the last state of each record under its id. */
function changesOf(history: History): { changes: FeedChange[]; live: Map<string, FeedRecord> } {
  const changes: FeedChange[] = [];
  const live = new Map<string, FeedRecord>();
  const put = (id: string, revision: number, record: FeedRecord): void => {
    changes.push({ op: "put", id, revision, position: changes.length + 1, digest: digestOf(record), record });
    live.set(id, record);
  };
  history.events.forEach(({ revisions, part: of, serial: with_, withdrawn }, n) => {
    revisions.forEach(({ started, length }, revision) =>
      put(`e${n}`, revision + 1, {
        record: "event",
        key: `e${n}`,
        kind: "production",
        type: "operation",
        title: `Event ${n} as of ${revision}`,
        ...(started === null ? {} : { startedAt: started }),
        ...(started === null || length === null ? {} : { endedAt: started + length }),
        ...(of === null
          ? {}
          : with_ === null
            ? { part: { name: of, strength: "stated" } as const }
            : { unit: unit(of, with_) }),
        payload: `{"n":${n},"revision":${revision}}`,
      }),
    );
    if (!withdrawn || n % 5 !== 0) return;
    changes.push({ op: "delete", id: `e${n}`, revision: revisions.length + 1, position: changes.length + 1 });
    live.delete(`e${n}`);
  });
  history.measurements.forEach(({ taken, part: of, serial: with_ }, n) =>
    put(`m${n}`, 1, {
      record: "measurement",
      key: `m${n}`,
      unit: unit(of, with_),
      characteristic: "Bore",
      value: n,
      verdict: "none",
      verdictOrigin: "none",
      sequence: n,
      ...(taken === null ? {} : { takenAt: taken }),
    }),
  );
  history.samples.forEach(({ from, length, part: of, signal }, n) =>
    put(`s${n}`, 1, {
      record: "samples",
      equipment: "Mill",
      signal: `S${signal}`,
      ...(of === null ? {} : { unit: unit(of, "1") }),
      times: Float64Array.from({ length: 400 }, (_, i) => from + (length * i) / 399),
      values: Float64Array.from({ length: 400 }, (_, i) => Math.sin(i + n)),
    }),
  );
  return { changes, live };
}

const spanOf = (record: FeedRecord): readonly [number, number] | undefined => {
  if (record.record === "event")
    return record.startedAt === undefined
      ? undefined
      : [record.startedAt, record.endedAt ?? record.startedAt];
  if (record.record === "measurement")
    return record.takenAt === undefined ? undefined : [record.takenAt, record.takenAt];
  if (record.record !== "samples") return undefined;
  // As rows hold them: whole µs.
  return [Math.round(record.times[0] ?? 0), Math.round(record.times.at(-1) ?? 0)];
};

/** The rule, said once more: P2 is built into P1. */
function isKept(id: string, record: FeedRecord, kept: KeptWish): boolean {
  const span = spanOf(record);
  if (span === undefined) return true;
  const of =
    "unit" in record && record.unit !== undefined
      ? record.unit.part.name
      : record.record === "event"
        ? record.part?.name
        : undefined;
  const treeOf = (number: string): readonly string[] => (number === "P1" ? ["P1", "P2"] : [number]);
  if (record.record === "event" && kept.evidence.some((n) => id === `e${n}`)) return true;
  if (
    kept.unit !== null &&
    "unit" in record &&
    record.unit?.serial === kept.unit.serial &&
    record.unit.part.name === kept.unit.part
  )
    return true;
  if (kept.pin !== null && (of === undefined || treeOf(kept.pin).includes(of))) return true;
  return kept.notes.some(
    ({ from, length, part: on }) =>
      span[0] <= from + (length ?? 0) &&
      span[1] >= from &&
      (on === null || of === undefined || treeOf(on).includes(of)),
  );
}

test("what remains is what the rule says, whatever is killed, told again and wanted again", async () => {
  await fc.assert(
    fc.asyncProperty(
      historyArbitrary,
      keptArbitrary,
      ruleArbitrary,
      fc.infiniteStream(fc.boolean()),
      fc.boolean(),
      async (history, kept, rule, kills, inSets) => {
        const folder = mkdtempSync(join(tmpdir(), "throughline-retention-"));
        const cache = openCache(folder, () => 1);
        const user = openUser(folder, () => 1);
        const records = createSharedRecords(cache);
        let scratch = 0;
        const { service: feeds, flush } = createFeeds({
          cache,
          folder,
          records,
          now: () => 5,
          ...createSettling(cache, user),
          onChanged: () => undefined,
          onStillLevel: () => undefined,
        });
        const removing = () =>
          createRetention({
            cache,
            user,
            folder,
            records,
            now: () => 9,
            slice: 3,
            onChanged: () => chunks.make(),
          });
        const chunks = createChunkMaker(cache, () => 1);
        try {
          const { changes, live } = changesOf(history);
          const structure: FeedChange = {
            op: "put",
            id: "line",
            revision: 1,
            position: 100_000,
            digest: 1,
            record: {
              record: "bom-line",
              parent: { name: "P1", strength: "stated" },
              child: { name: "P2", strength: "stated" },
              quantity: 1,
            },
          };
          const page = (epoch: string, list: readonly FeedChange[]) => {
            const frame = { epoch, cursor: `${epoch}-end`, more: false, head: 200_000, bytes: 1 };
            if (!inSets) return { ...frame, changes: list };
            const stager = createStager(join(folder, `rows-${(scratch += 1)}.db`));
            stager.add(list);
            return { ...frame, ...stager.end() };
          };
          const tellAll = async (epoch: string, beside: boolean): Promise<void> => {
            await feeds.beginPages({ ...PLACE, epoch }, context);
            await feeds.applyPage(
              {
                ...PLACE,
                beside,
                epoch,
                after: undefined,
                page: page(epoch, [structure, ...changes]),
                asOf: 9,
              },
              context,
            );
            if (beside) await feeds.swap(PLACE, context);
          };
          await feeds.follow({ ...PLACE, sourceName: "MES" }, context);
          await tellAll("first", false);
          wish(user, kept);

          const goals = (["events", "samples", "levels"] as const).flatMap((what): RetentionGoal[] => {
            const until = rule[what];
            return until === null ? [] : [{ sourceId: SOURCE, what, until }];
          });
          const goneAt = (record: FeedRecord): number =>
            (record.record === "samples" ? rule.samples : rule.events) ?? -Infinity;
          const isGone = (id: string, record: FeedRecord): boolean => {
            const span = spanOf(record);
            return span !== undefined && span[1] < goneAt(record) && !isKept(id, record, kept);
          };
          const expected = [...live]
            .filter(([id, record]) => !isGone(id, record))
            .map(([id]) => id)
            .sort();

          const reading = createRetentionQueries(cache, createEventColumns(cache), () => 1);
          const told: PreviewEvent[] = [];
          await reading.preview(
            { goals, kept: await removing().kept({}, context) },
            (event) => told.push(event),
            context,
          );
          const [preview] = told.flatMap((event) => (event.type === "previews" ? event.previews : []));
          flush();
          let store = removing();
          await store.begin({ goals }, context);
          /** At every moment what is hatched is what is gone. */
          const expectExactSoFar = (): void => {
            const until = (cache
              .prepare("SELECT until_us FROM retention WHERE what = 'events'")
              .pluck()
              .get() ?? -Infinity) as number;
            const stays = [...live].filter(
              ([id, record]) =>
                record.record === "event" &&
                ((spanOf(record)?.[1] ?? Infinity) >= until || isKept(id, record, kept)),
            );
            if (until === -Infinity) return;
            expect(
              cache.prepare("SELECT source_key FROM event WHERE superseded = 0 ORDER BY 1").pluck().all(),
            ).toEqual(stays.map(([id]) => id).sort());
          };
          const chance = kills[Symbol.iterator]();
          for (let steps = 0; goals.length > 0; steps += 1) {
            if (chance.next().value && steps % 3 === 2) {
              // As after a kill: what was committed is there, what the program remembered is not.
              store = removing();
              const { work } = await store.begin({ goals: undefined }, context);
              if (!work) break;
            }
            const { done } = await store.step({}, context);
            expectExactSoFar();
            if (done) break;
          }

          const here = (): readonly string[] =>
            [
              ...(cache
                .prepare("SELECT source_key FROM event WHERE superseded = 0")
                .pluck()
                .all() as string[]),
              ...(cache.prepare("SELECT key FROM measurement").pluck().all() as string[]),
              ...(cache
                .prepare(
                  `SELECT r.id FROM feed_record r JOIN sample_chunk c
                   ON r.ref = c.signal_id || '/' || c.from_us || '/' || c.sha256 WHERE r.kind = 10`,
                )
                .pluck()
                .all() as string[]),
            ].sort();
          const dated = [...expected, "line"].filter((id) => id !== "line");
          expect(here()).toEqual(dated);
          expect(cache.prepare("SELECT count(*) FROM sample_chunk").pluck().get()).toBe(
            distinctChunks(expected, live),
          );
          const went = [...live].filter(([id, record]) => isGone(id, record));
          const wentOf = (kind: string): number => went.filter(([, { record }]) => record === kind).length;
          if (preview !== undefined) {
            expect(preview.events).toBe(wentOf("event"));
            expect(preview.measurements).toBe(wentOf("measurement"));
          }
          expectSound(cache, feeds, live.size + 1, went.length);

          // A restored backup at the plant: it tells everything anew.
          await tellAll("second", true);
          expect(here()).toEqual(dated);
          expectSound(cache, feeds, live.size + 1, went.length);

          for (let more = true; more;) ({ more } = await store.restore({ sourceId: SOURCE }, context));
          await tellAll("second", true);
          expect(here()).toEqual([...live.keys()].sort());
          expect(cache.prepare("SELECT count(*) FROM sample_chunk WHERE levels = 1").pluck().get()).toBe(0);
          expect(cache.prepare("SELECT count(*) FROM retention").pluck().get()).toBe(0);
          expectSound(cache, feeds, live.size + 1, 0);
        } finally {
          flush();
          chunks.stop();
          cache.close();
          user.close();
          rmSync(folder, { recursive: true, force: true });
        }
      },
    ),
    { seed: SEED, numRuns: 30 },
  );
}, 120_000);

/** Same samples of one signal are one chunk. */
function distinctChunks(ids: readonly string[], live: ReadonlyMap<string, FeedRecord>): number {
  const keys = ids.flatMap((id) => {
    const record = live.get(id);
    return record?.record === "samples"
      ? [`${record.signal} ${Math.round(record.times[0] ?? 0)} ${[...record.times, ...record.values].join()}`]
      : [];
  });
  return new Set(keys).size;
}

type Cache = ReturnType<typeof openCache>;

function expectSound(
  cache: Cache,
  feeds: ReturnType<typeof createFeeds>["service"],
  records: number,
  left: number,
): void {
  for (const [{ check }, problems] of examineDerived(cache)) expect([check, ...problems]).toEqual([check]);
  expect(cache.pragma("foreign_key_check")).toEqual([]);
  const state = feeds.state(PLACE, context) as Awaited<ReturnType<typeof feeds.state>>;
  expect(state?.shown).toMatchObject({ records, left });
  const sum = new SetChecksum();
  for (const { id, revision } of cache
    .prepare("SELECT id, revision FROM feed_record WHERE kind <> -1")
    .all() as { id: string; revision: number }[])
    sum.add(id, revision);
  expect(state?.shown?.checksum).toBe(sum.toString());
}

function wish(user: Cache, { evidence, unit: of, notes, pin }: KeptWish): void {
  user
    .prepare(
      `INSERT INTO change_request (change_id, title, problem, proposal, part_number, serial, evidence, files, state, created_us, changed_us)
       VALUES ('c', '', '', '', ?, ?, ?, '[]', 'draft', 1, 1)`,
    )
    .run(
      of?.part ?? null,
      of?.serial ?? null,
      JSON.stringify(evidence.map((n) => ({ sha256: "", sourceId: SOURCE, sourceKey: `e${n}`, title: "" }))),
    );
  user.prepare("INSERT INTO setting VALUES ('timelineNotes', ?)").run(
    JSON.stringify(
      notes.map(({ from, length, part: on }, n) => ({
        id: `${n}`,
        from,
        text: "",
        ...(length === null ? {} : { to: from + length }),
        ...(on === null ? {} : { partNumber: on }),
      })),
    ),
  );
  if (pin !== null) user.prepare("INSERT INTO pin VALUES (?, 1)").run(pin);
}
