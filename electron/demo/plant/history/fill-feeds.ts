/** Fills the feeds of the five systems from a history, in the order in which each system wrote. */
import type { UnitRecord, UnitReference } from "../../../../shared/model/record.ts";
import type { Random } from "../../history/random.ts";
import type { HistoryRecord } from "../../history/sources/source.ts";
import type { Year } from "../../history/year.ts";
import type { SystemFeed } from "../feed/system-feed.ts";
import type { PlantFile } from "../files.ts";
import { PRODUCT_SCOPE, SITE_SCOPE, type PlantSystem } from "./systems.ts";
import { outgoing } from "./wire.ts";

export interface FillOptions {
  readonly year: Year;
  readonly random: Random;
  /** Models by part number: named by the part records of the PLM. */
  readonly models: ReadonlyMap<string, PlantFile>;
}

export function fillFeed(feed: SystemFeed, system: PlantSystem, options: FillOptions): void {
  const { year, random, models } = options;
  feed.scope(PRODUCT_SCOPE);
  feed.scope(SITE_SCOPE);
  const introduce = introductions(year);
  const entries = system.sources
    .flatMap((source) => source.entries(year, random.fork(source.id)))
    .toSorted((a, b) => a.at - b.at);
  for (const { record } of entries)
    for (const next of introduce(record)) {
      const sent = outgoing(next);
      if (sent === undefined) continue;
      feed.put(sent.scope, sent.id, withModel(sent.record, models));
    }
  feed.commit();
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
