/**
 * Products that are kept whole for travel: scopes that hold them are followed, every file of their tree
 * is fetched, and ids are compared with the plants. Complete is said only of what was verified.
 */
import type { PinReport } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { FeedEngine } from "./feed-engine.ts";
import type { PartFiles } from "./part-files.ts";
import type { PlantEngine } from "./plant-engine.ts";
import type { Time } from "./time.ts";
import { createWaker } from "./waker.ts";

export interface PinsParts {
  readonly plants: () => readonly PlantEngine[];
  readonly files: PartFiles;
  readonly time: Time;
  readonly follow: (
    plantId: string,
    system: { system: string; systemName: string; tellsDeletes: boolean; accepts: readonly string[] },
    scopes: readonly { scope: string; scopeName: string; since: number | undefined }[],
  ) => Promise<void>;
  readonly onChange: () => void;
  readonly onBug: (thrown: unknown) => void;
}

export interface Pins {
  add(partNumber: string): void;
  remove(partNumber: string): void;
  checkAll(): void;
  reports(): readonly PinReport[];
  stop(): Promise<void>;
}

/** ms between two verifications of a pin that is complete, and two tries of one that is not. */
const VERIFY_INTERVAL = 3_600_000;
const RETRY_INTERVAL = 10_000;

export function createPins(parts: PinsParts): Pins {
  const { files, time, onChange } = parts;
  const stopping = new AbortController();
  const pins = new Map<string, Pin>();
  const waker = createWaker(time);

  const set = (pin: Pin, change: Partial<PinReport>): void => {
    pin.report = { ...pin.report, ...change };
    onChange();
  };

  const check = async (pin: Pin): Promise<void> => {
    const { partNumber } = pin.report;
    set(pin, { state: "working", message: undefined });
    const plants = parts.plants();
    if (plants.length === 0) throw new Failure("offline", "No plant is followed.");
    let records = 0;
    let since: number | undefined;
    let until: number | undefined;
    for (const plant of plants) {
      await followScopes(plant, partNumber, parts.follow);
      for (const feed of plant.feeds.filter((each) => pin.isOf(each, plant))) {
        const verified = await feed.verify();
        if (!verified.whole)
          throw new Failure(
            "conflict",
            `${feed.feed.sourceName} has records that did not come. It is read anew.`,
          );
        records += verified.records;
        // What a rule removed before it was pinned is not here either.
        for (const from of [feed.feed.since, feed.state?.removedUntil])
          if (from !== undefined) since = Math.max(since ?? from, from);
        if (feed.feed.until !== undefined) until = Math.min(until ?? Infinity, feed.feed.until);
      }
    }
    set(pin, { records, since, until });
    const wanted = await files.filesOf(partNumber);
    const bytes = wanted.reduce((sum, file) => sum + file.bytes, 0);
    let here = wanted.filter((file) => files.isHere(file)).length;
    set(pin, { files: { here, all: wanted.length, bytes } });
    for (const file of wanted) {
      if (stopping.signal.aborted) return;
      if (files.isHere(file)) continue;
      await files.fetch(file);
      here += 1;
      set(pin, { files: { here, all: wanted.length, bytes } });
    }
    set(pin, { state: "complete", message: undefined, verifiedAt: time.now() });
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const due = [...pins.values()].filter(({ dueAt }) => dueAt <= time.now());
      for (const pin of due) {
        let wait = VERIFY_INTERVAL;
        try {
          await check(pin);
        } catch (thrown) {
          wait = RETRY_INTERVAL;
          // A feed that ended while it was compared (paused, followed otherwise) is no trouble to be told.
          const isGivenUp = thrown instanceof Failure && thrown.kind === "cancelled";
          const message = thrown instanceof Error ? thrown.message : String(thrown);
          set(pin, { state: "incomplete", message: isGivenUp ? undefined : message });
          if (!(thrown instanceof Failure)) parts.onBug(thrown);
        }
        pin.dueAt = time.now() + wait * 1_000;
      }
      const next = Math.min(...[...pins.values()].map(({ dueAt }) => dueAt));
      const wait = Number.isFinite(next) ? Math.max(0, (next - time.now()) / 1_000) : undefined;
      await waker.wait(wait, stopping.signal);
    }
  };
  const running = run();

  return {
    add(partNumber) {
      if (!pins.has(partNumber)) pins.set(partNumber, newPin(partNumber));
      onChange();
      waker.wake();
    },
    remove(partNumber) {
      pins.delete(partNumber);
      onChange();
    },
    checkAll() {
      for (const pin of pins.values()) pin.dueAt = 0;
      waker.wake();
    },
    reports: () => [...pins.values()].map(({ report }) => report),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Pin {
  report: PinReport;
  /** µs by our clock. */
  dueAt: number;
  isOf(feed: FeedEngine, plant: PlantEngine): boolean;
}

function newPin(partNumber: string): Pin {
  return {
    report: {
      partNumber,
      state: "working",
      message: undefined,
      records: 0,
      files: { here: 0, all: 0, bytes: 0 },
      since: undefined,
      until: undefined,
      verifiedAt: undefined,
    },
    dueAt: 0,
    isOf: ({ feed }, plant) =>
      (plant.offered.get(feed.system) ?? []).some(
        ({ id, products }) => id === feed.scope && holds(products, partNumber),
      ),
  };
}

/** A scope without products is the site's: its machines made the product too. */
const holds = (products: readonly string[], partNumber: string): boolean =>
  products.length === 0 || products.includes(partNumber);

/** Follows, in every system of the plant, the scopes that hold the product and are not followed yet. */
async function followScopes(
  plant: PlantEngine,
  partNumber: string,
  follow: PinsParts["follow"],
): Promise<void> {
  for (const [system, scopes] of await plant.offer()) {
    const missing = scopes.filter(
      ({ id, products }) =>
        products.includes(partNumber) &&
        !plant.feeds.some(({ feed }) => feed.system === system.id && feed.scope === id),
    );
    if (missing.length === 0) continue;
    await follow(
      plant.settings.plantId,
      {
        system: system.id,
        systemName: system.name,
        tellsDeletes: system.tellsDeletes,
        accepts: system.accepts,
      },
      missing.map(({ id, name }) => ({ scope: id, scopeName: name, since: undefined })),
    );
  }
}
