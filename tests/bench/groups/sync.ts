/** Following a plant: the first read by segments and by pages, its memory, and how soon a change is on screen. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addBulk, bulkScope } from "../../../electron/demo/plant/bulk.ts";
import { startPlant, type RunningPlant } from "../../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../../electron/host/clock.ts";
import { openCache } from "../../../electron/host/store/stores.ts";
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { PlantsReport } from "../../../shared/contract/plants.ts";
import { startHostProcess, type HostProcess } from "../../faults/host-process.ts";
import { median, type Figure } from "../figure.ts";

const BY_SEGMENTS = 1_000_000;
const BY_PAGES = 300_000;
const SEED = 168;
const SCOPE = bulkScope(0);
/** One of the three hundred parts, with nothing below it. */
const PART = "B1-137";

export async function* measure(): AsyncGenerator<Figure> {
  yield* firstRead();
  yield* pages();
  yield await visible();
}

/** A plant and a host process, each with a folder of its own, gone at the end. */
async function withPlant<T>(
  events: number,
  work: (plant: RunningPlant, host: HostProcess, folder: string) => Promise<T>,
): Promise<T> {
  const top = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  const spillFolder = mkdtempSync(join(top, "plant-"));
  const plant = await startPlant({
    clock: microseconds,
    units: 0,
    seed: SEED,
    ...(events === 0 ? {} : { bulk: { events, spillFolder } }),
  });
  if (events === 0) plant.plant.systems.get("mes")?.scope(SCOPE);
  const folder = join(top, "data");
  const host = await startHostProcess(folder);
  try {
    return await work(plant, host, folder);
  } finally {
    await host.kill();
    await plant.stop();
    rmSync(top, { recursive: true, force: true });
  }
}

interface FirstRead {
  /** Seconds until the first whole answer about a part, and until everything is here and told. */
  readonly answered: number;
  readonly seconds: number;
  /** Seconds that bare inserts of the same rows take. */
  readonly bare: number;
  /** MB. */
  readonly idle: number;
  readonly largest: number;
  readonly early: number;
  readonly late: number;
}

const BARE = "the same rows by bare inserts into the same schema and indexes";

function readBySegments(): Promise<FirstRead> {
  return withPlant(BY_SEGMENTS, async (plant, host, folder): Promise<FirstRead> => {
    // The plant presses its segments once, for all of its readers.
    const mes = plant.plant.systems.get("mes");
    if (mes !== undefined) await plant.plant.snapshot(mes, SCOPE.id);
    const memory = watchMemory(host.pid);
    const started = performance.now();
    const taken = (): number => (performance.now() - started) / 1000;
    await follow(host.client, plant);
    // As the screen does with what is selected.
    await host.client.plants.first({ partNumber: PART });
    const early = await eventsOf(host.client, PART);
    const answered = taken();
    await untilLevel(host.client, BY_SEGMENTS);
    await firstQuery(host.client);
    const seconds = taken();
    if (early === 0 || early !== (await eventsOf(host.client, PART)))
      throw new Error("the first answer was not whole");
    const held = memory.end();
    await host.end();
    return { answered, seconds, bare: bareInserts(folder), idle: memory.idle, ...held };
  });
}

/** What the history asks: everything kept beside the rows is made while they come. */
export async function ingest(): Promise<Figure> {
  const { seconds, bare } = await readBySegments();
  return {
    group: "history",
    name: `ingest of ${BY_SEGMENTS} events with columns, full text and indexes, until all of them are here`,
    value: BY_SEGMENTS / seconds,
    unit: "events/s",
    baseline: BY_SEGMENTS / bare,
    baselineName: BARE,
    target: { of: "ratio", comparison: "at least", limit: 0.5 },
  };
}

async function* firstRead(): AsyncGenerator<Figure> {
  const { answered, seconds, bare, idle, largest, early, late } = await readBySegments();
  const baseline = { baseline: BY_SEGMENTS / bare, baselineName: BARE };
  yield {
    group: "sync",
    name: `first read of ${BY_SEGMENTS} events by segments, to the first whole answer about a part`,
    value: BY_SEGMENTS / answered,
    unit: "events/s",
    ...baseline,
    target: { of: "ratio", comparison: "at least", limit: 3 },
  };
  yield {
    group: "sync",
    name: `first read of ${BY_SEGMENTS} events by segments, until all of them are here`,
    value: BY_SEGMENTS / seconds,
    unit: "events/s",
    ...baseline,
  };
  yield {
    group: "sync",
    name: "resident memory of the host in the last third of that read",
    value: late,
    unit: "MB",
    baseline: early,
    baselineName: "in its second third",
    target: { of: "ratio", comparison: "at most", limit: 1.1 },
  };
  yield {
    group: "sync",
    name: "most resident memory of the host in that read",
    value: largest,
    unit: "MB",
    baseline: idle,
    baselineName: "the idle host",
    target: { of: "value", comparison: "at most", limit: 400 },
  };
}

async function* pages(): AsyncGenerator<Figure> {
  yield await withPlant(0, async (plant, host, folder): Promise<Figure> => {
    await follow(host.client, plant);
    await untilLevel(host.client, 0);
    const mes = plant.plant.systems.get("mes");
    if (mes === undefined) throw new Error("the plant has no MES");
    await plant.stop();
    addBulk(mes, { events: BY_PAGES }, SEED);
    await plant.start();
    const started = performance.now();
    await host.client.plants.syncNow({});
    await untilLevel(host.client, BY_PAGES);
    await firstQuery(host.client);
    const seconds = (performance.now() - started) / 1000;
    await host.end();
    const bare = bareInserts(folder);
    return {
      group: "sync",
      name: `${BY_PAGES} events by pages of the feed, to the first answer`,
      value: BY_PAGES / seconds,
      unit: "events/s",
      baseline: BY_PAGES / bare,
      baselineName: BARE,
      target: { of: "ratio", comparison: "at least", limit: 0.7 },
    };
  });
}

/** From the commit at the plant to the answer of the host that shows all of a hundred changes. */
async function visible(): Promise<Figure> {
  return withPlant(0, async (plant, host): Promise<Figure> => {
    await follow(host.client, plant);
    await untilLevel(host.client, 0);
    const measured: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const wanted = (round + 1) * 100;
      const shown = untilEvents(host.client, wanted);
      const started = performance.now();
      for (let n = round * 100; n < wanted; n += 1) {
        plant.plant.put("mes", SCOPE.id, `event/${n}`, {
          record: "event",
          key: `${n}`,
          kind: "production",
          type: "operation",
          title: `Operation ${n}`,
          startedAt: n,
          payload: `${n}`,
        });
      }
      await shown;
      measured.push(performance.now() - started);
      const asked = performance.now();
      await host.client.events.list({ subject: { kind: "everything" }, limit: 1 });
      bare.push(performance.now() - asked);
    }
    return {
      group: "sync",
      name: "100 changes at the plant until the host's answer shows them",
      value: median(measured),
      unit: "ms",
      baseline: median(bare),
      baselineName: "the answer alone",
      target: { of: "value", comparison: "at most", limit: 1_000 },
    };
  });
}

async function follow(client: HostClient, { url, token }: RunningPlant): Promise<void> {
  await client.plants.add({ name: "Plant", url, token, systems: [{ system: "mes", scopes: [SCOPE.id] }] });
}

function untilLevel(client: HostClient, records: number): Promise<void> {
  return watch(client, ({ plants: [plant] }) => {
    const feed = plant?.feeds[0];
    return feed?.state === "idle" && feed.coverage.complete && feed.coverage.records >= records;
  });
}

async function watch(client: HostClient, isWanted: (report: PlantsReport) => boolean): Promise<void> {
  const controller = new AbortController();
  await client.plants
    .watch({}, (report) => (isWanted(report) ? controller.abort() : undefined), { signal: controller.signal })
    .catch((thrown: unknown) => {
      if (!controller.signal.aborted) throw thrown;
    });
}

async function untilEvents(client: HostClient, wanted: number): Promise<void> {
  const controller = new AbortController();
  await client.sources
    .watch(
      {},
      () => {
        void client.events.list({ subject: { kind: "everything" }, limit: 1 }).then(
          ({ total }) => (total >= wanted ? controller.abort() : undefined),
          () => undefined,
        );
      },
      { signal: controller.signal },
    )
    .catch((thrown: unknown) => {
      if (!controller.signal.aborted) throw thrown;
    });
}

async function firstQuery(client: HostClient): Promise<void> {
  const { total } = await client.events.list({
    subject: { kind: "part", partNumber: SCOPE.products?.[0] ?? "" },
    limit: 50,
  });
  if (total === 0) throw new Error("nothing was read");
}

async function eventsOf(client: HostClient, partNumber: string): Promise<number> {
  return (await client.events.list({ subject: { kind: "part", partNumber }, limit: 50 })).total;
}

/** Seconds to write the rows of the model, without the bookkeeping of feeds, into an empty cache. */
function bareInserts(folder: string): number {
  const to = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  const source = openCache(folder, microseconds, true);
  const target = openCache(to, microseconds);
  try {
    target.pragma("foreign_keys = OFF");
    const tables = (
      source
        .prepare(
          "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1 AND name <> 'migration'",
        )
        .pluck()
        .all() as string[]
    ).filter((name) => !name.startsWith("feed"));
    let seconds = 0;
    for (const table of tables) {
      const columns = source.prepare(`SELECT * FROM ${table}`).columns().length;
      const insert = target.prepare(
        `INSERT OR REPLACE INTO ${table} VALUES (${Array.from({ length: columns }, () => "?").join(", ")})`,
      );
      // By slices, so that the rows themselves take no memory that would slow the writing.
      for (let offset = 0; ; offset += 20_000) {
        const rows = source.prepare(`SELECT * FROM ${table} LIMIT 20000 OFFSET ${offset}`).raw(true).all();
        if (rows.length === 0) break;
        const started = performance.now();
        target.transaction(() => {
          for (const row of rows as unknown[][]) insert.run(row);
        })();
        seconds += (performance.now() - started) / 1000;
      }
    }
    return seconds;
  } finally {
    source.close();
    target.close();
    rmSync(to, { recursive: true, force: true });
  }
}

interface Memory {
  /** MB before the read. */
  readonly idle: number;
  end(): { readonly largest: number; readonly early: number; readonly late: number };
}

/** Resident memory of a process, looked at twice a second (Linux; elsewhere nothing is known: NaN). */
function watchMemory(pid: number): Memory {
  const look = (): number => {
    const path = `/proc/${pid}/status`;
    if (!existsSync(path)) return NaN;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, "utf8"))?.[1]) / 1024;
  };
  const idle = look();
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(look()), 500);
  return {
    idle,
    end() {
      clearInterval(timer);
      const third = Math.floor(seen.length / 3);
      return {
        largest: Math.max(...seen),
        early: median(seen.slice(third, 2 * third)),
        late: median(seen.slice(2 * third)),
      };
    },
  };
}
