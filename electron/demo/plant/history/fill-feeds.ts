/**
 * Fills the feeds of the five systems from a history, each system in the order in which it wrote: first what
 * is small and the weeks that the story is about, then the rest of the year, as an archive that is handed
 * in later. A reader has something to show as soon as the first part is there.
 */
import type { UnitRecord, UnitReference } from "../../../../shared/model/record.ts";
import { plantAt } from "../../history/plant-time.ts";
import type { Random } from "../../history/random.ts";
import type { DemoSource, Entry, HistoryRecord } from "../../history/sources/source.ts";
import { STORY } from "../../history/story.ts";
import type { Year } from "../../history/year.ts";
import type { SystemFeed } from "../feed/system-feed.ts";
import type { PlantFile } from "../files.ts";
import { PRODUCT_SCOPE, SITE_SCOPE, SYSTEMS } from "./systems.ts";
import { outgoing } from "./wire.ts";

export interface FillOptions {
  readonly year: Year;
  readonly random: Random;
  /** Models by part number: named by the part records of the PLM. */
  readonly models: ReadonlyMap<string, PlantFile>;
}

export interface Filling {
  /** Puts the opening in; committed when it returns. */
  open(): void;
  /** Puts the rest in. */
  complete(): void;
}

/** `feedOf`: the feed of a system, which has its scopes after this call. */
export function createFilling(feedOf: (system: string) => SystemFeed, options: FillOptions): Filling {
  const { year, random, models } = options;
  const systems = SYSTEMS.map(({ name, sources }) => ({
    feed: withScopes(feedOf(name.id)),
    introduce: introductions(year),
    sources,
  }));
  const waiting = new Map<DemoSource, readonly Entry[]>();
  const entriesOf = (source: DemoSource): readonly Entry[] =>
    waiting.get(source) ?? source.entries(year, random.fork(source.id));
  const put = (
    feed: SystemFeed,
    introduce: (typeof systems)[number]["introduce"],
    entries: Entry[],
  ): void => {
    for (const { record } of entries.sort((a, b) => a.at - b.at))
      for (const next of introduce(record)) {
        const sent = outgoing(next);
        if (sent === undefined) continue;
        feed.put(sent.scope, sent.id, withModel(sent.record, models));
      }
    feed.commit();
  };
  return {
    open() {
      for (const { feed, introduce, sources } of systems) {
        const opening: Entry[] = [];
        for (const source of sources) {
          if (source.opening === "later") continue;
          const later: Entry[] = [];
          for (const entry of entriesOf(source)) (isOpening(source, entry) ? opening : later).push(entry);
          waiting.set(source, later);
        }
        put(feed, introduce, opening);
      }
    },
    complete() {
      for (const { feed, introduce, sources } of systems) put(feed, introduce, sources.flatMap(entriesOf));
      waiting.clear();
    },
  };
}

const OPENING = { from: plantAt(STORY.opening.from), to: plantAt(STORY.opening.to) };

const isOpening = (source: DemoSource, { at }: Entry): boolean =>
  source.opening === "whole" || at === -Infinity || (at >= OPENING.from && at < OPENING.to);

function withScopes(feed: SystemFeed): SystemFeed {
  feed.scope(PRODUCT_SCOPE);
  feed.scope(SITE_SCOPE);
  return feed;
}

function withModel(
  record: NonNullable<ReturnType<typeof outgoing>>["record"],
  models: FillOptions["models"],
): typeof record {
  const file = record.record === "part" ? models.get(record.part.name) : undefined;
  if (record.record !== "part" || file === undefined) return record;
  const { name, sha256, bytes } = file;
  return { ...record, files: [{ role: "model", name, sha256, bytes: bytes.length }] };
}

/** Each system knows the units it speaks of: revision and lot come before the first record that names one. */
function introductions({ units }: Year): (record: HistoryRecord) => readonly HistoryRecord[] {
  const waiting = new Map<UnitReference, UnitRecord>(
    units.map(({ reference, introduction }) => [reference, introduction]),
  );
  return (record) => {
    const introduced = unitsOf(record).flatMap((reference) => {
      const introduction = waiting.get(reference);
      waiting.delete(reference);
      return introduction === undefined ? [] : [introduction];
    });
    return [...introduced, record];
  };
}

export function unitsOf(record: HistoryRecord): readonly UnitReference[] {
  if (record.record === "unit-component") return [record.parent, record.child];
  if (record.record === "note") return record.units ?? [];
  if (record.record === "measurement" || record.record === "factor" || record.record === "event")
    return record.unit === undefined ? [] : [record.unit];
  return [];
}
