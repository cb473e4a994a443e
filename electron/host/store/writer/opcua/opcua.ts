/** What OPC UA endpoints deliver, written to the cache; idempotent, one transaction a delivery. */
import {
  MOST_SIGNALS,
  type Changed,
  type ChangedSignal,
} from "../../../../../shared/contract/cache-change.ts";
import type { OpcuaSignal } from "../../../../../shared/contract/opcua.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../../open.ts";
import { cachePath, userPath } from "../../stores.ts";
import { createLeftBounds, isLeft } from "../../retention/left.ts";
import type { SharedRecords } from "../shared-records.ts";
import { createSourceClocks } from "../source-clocks.ts";
import { AS_OF, AS_OF_INTERVAL, type Telling } from "../telling.ts";
import { createEndpointStore } from "./endpoints.ts";
import type {
  KnownPast,
  opcuaWriterContract,
  SampleColumns,
  StoredGap,
  StoredText,
} from "./opcua-contract.ts";
import { EVENT_PREFIX, observationPrefix, readTold } from "./source-keys.ts";
import type { Samples } from "./merge-samples.ts";
import { createSampleChunks } from "./sample-chunks.ts";

/** New samples are told at most this often, µs; events and gaps are at once. */
const REFRESH = 2_000_000;
const KNOWN_GAPS = 100;

export interface OpcuaWriterOptions {
  readonly cache: Connection;
  readonly user: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  /** µs since the epoch. */
  readonly now: () => number;
  readonly telling: Pick<Telling, "tell" | "tellWithin">;
}

export const opcuaSourceId = (endpointId: string): string => `opcua:${endpointId}`;

export function createOpcuaWriter(
  options: OpcuaWriterOptions,
): ServiceImplementation<typeof opcuaWriterContract> {
  const { cache, user, folder, records, now, telling } = options;
  const endpoints = createEndpointStore(user, userPath(folder));
  const chunks = createSampleChunks(cache);
  const leftOf = createLeftBounds(cache);
  const clocks = createSourceClocks(cache);
  const delivering = new Map<
    string,
    { readonly opening: number; readonly signals: readonly OpcuaSignal[] }
  >();
  let openings = 0;

  const nameOf = user.prepare("SELECT name FROM opcua_endpoint WHERE endpoint_id = ?").pluck();
  const upsertSource = cache.prepare(
    `INSERT INTO source (id, name, format, mode, as_of_us) VALUES (?, ?, 'opcua', 'live', ?)
     ON CONFLICT (id) DO UPDATE SET as_of_us = excluded.as_of_us, name = excluded.name`,
  );
  const findSource = cache.prepare("SELECT source_id FROM source WHERE id = ?").pluck();
  const addEquipment = cache.prepare("INSERT OR IGNORE INTO equipment (name) VALUES (?)");
  const findSignal = cache
    .prepare(
      "SELECT g.signal_id FROM signal g JOIN equipment q USING (equipment_id) WHERE q.name = ? AND g.name = ?",
    )
    .pluck();
  const addSignal = cache.prepare(
    "INSERT INTO signal (equipment_id, name, uom) SELECT equipment_id, ?, ? FROM equipment WHERE name = ?",
  );
  const upsertGap = cache.prepare(
    `INSERT INTO gap (source_id, key, stream, started_us, ended_us, cause, backfilled) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET started_us = excluded.started_us, ended_us = excluded.ended_us, cause = excluded.cause, backfilled = excluded.backfilled`,
  );
  const gaps = cache.prepare(
    `SELECT key, stream, started_us AS "from", ended_us AS "to", cause, backfilled FROM gap WHERE source_id = ?
     ORDER BY started_us DESC LIMIT ${KNOWN_GAPS}`,
  );
  const lastChunk = cache.prepare(
    'SELECT times, sample_values AS sampleValues, levels, to_us AS "to" FROM sample_chunk WHERE signal_id = ? AND source_id = ? ORDER BY from_us DESC LIMIT 1',
  );
  const lastKeyed = cache
    .prepare("SELECT max(started_us) FROM event WHERE source_id = ? AND source_key >= ? AND source_key < ?")
    .pluck();

  const lastTold = cache.prepare(
    `SELECT started_us AS at, payload FROM event WHERE source_id = ? AND source_key >= ? AND source_key < ?
     ORDER BY started_us DESC, position DESC LIMIT 1`,
  );

  const removedUntil = cache
    .prepare("SELECT max(until_us) FROM retention WHERE source_id = ? AND what IN ('samples', 'levels')")
    .pluck();

  const source = (endpointId: string): number => {
    const name = nameOf.get(endpointId) as string | undefined;
    if (name === undefined) throw new Failure("invalid", "This endpoint is not there any more.");
    upsertSource.run(opcuaSourceId(endpointId), name, now());
    return Number(findSource.get(opcuaSourceId(endpointId)));
  };
  // Looked up each time: a cleared demo takes the rows away.
  const signalRow = ({ equipment, name, uom }: OpcuaSignal): number => {
    const known = findSignal.get(equipment, name) as number | undefined;
    if (known !== undefined) return known;
    addEquipment.run(equipment);
    return Number(addSignal.run(name, uom ?? null, equipment).lastInsertRowid);
  };
  const lastOf = (sourceId: number, signal: OpcuaSignal): Last => {
    const row = findSignal.get(signal.equipment, signal.name) as number | undefined;
    const chunk =
      row === undefined
        ? undefined
        : (lastChunk.get(row, sourceId) as
            | { times: Buffer; sampleValues: Buffer; levels: number; to: number }
            | undefined);
    const told = lastTold.get(sourceId, ...keyRange(observationPrefix(signal.nodeId))) as
      | { at: number; payload: string }
      | undefined;
    const said = told && readTold(told.payload);
    const text = told && said && { at: told.at, ...said };
    if (chunk === undefined || chunk.levels === 1)
      return { time: told?.at ?? chunk?.to ?? NaN, value: NaN, text };
    return {
      time: chunk.times.readDoubleLE(chunk.times.length - 8),
      value: chunk.sampleValues.readDoubleLE(chunk.sampleValues.length - 8),
      text,
    };
  };
  const knownGaps = (sourceId: number): readonly StoredGap[] =>
    (
      gaps.all(sourceId) as (Omit<StoredGap, "to" | "backfilled"> & {
        to: number | null;
        backfilled: number;
      })[]
    ).map((gap) => ({ ...gap, to: gap.to ?? undefined, backfilled: gap.backfilled === 1 }));

  const writeSamples = (
    sourceId: number,
    signals: readonly OpcuaSignal[],
    { indexes, counts, times, values }: SampleColumns,
  ): Written => {
    let [samples, repeatedSamples, at] = [0, 0, 0];
    let isNewSignal = false;
    const changed: ChangedSignal[] = [];
    const bound = (removedUntil.get(sourceId) as number | null) ?? undefined;
    indexes.forEach((index, run) => {
      const end = at + (counts[run] ?? 0);
      const signal = signals[index];
      if (signal === undefined) throw new Failure("bug", `samples of signal ${index} of ${signals.length}`);
      const all = { times: times.subarray(at, end), values: values.subarray(at, end) };
      // History that is read again brings nothing back that a rule removed or reduced.
      const own = bound === undefined ? all : from(all, bound);
      const { taken, repeated, isFirst, from: since } = chunks.append(sourceId, signalRow(signal), own);
      samples += taken;
      if (taken > 0) changed.push({ equipment: signal.equipment, signal: signal.name, from: since });
      isNewSignal ||= isFirst;
      repeatedSamples += repeated + all.times.length - own.times.length;
      at = end;
    });
    return { counts: { samples, repeatedSamples }, changed, isNewSignal };
  };

  return {
    ...endpoints,
    open: ({ endpointId, signals }): KnownPast =>
      translateErrors(cachePath(folder), () => {
        const isNew = findSource.get(opcuaSourceId(endpointId)) === undefined;
        const sourceId = source(endpointId);
        if (isNew) telling.tell({ kinds: ["sources"] });
        const opening = (openings += 1);
        delivering.set(endpointId, { opening, signals });
        const lasts = signals.map((signal) => lastOf(sourceId, signal));
        const lastEvent = lastKeyed.get(sourceId, ...keyRange(EVENT_PREFIX)) as number | null;
        return {
          opening,
          last: Float64Array.from(lasts, ({ time }) => time),
          lastValues: Float64Array.from(lasts, ({ value }) => value),
          lastTexts: lasts.map(({ text }) => text),
          lastEvent: lastEvent ?? undefined,
          gaps: knownGaps(sourceId),
        };
      }),
    deliver: ({ endpointId, opening, samples, events = [], gaps: told = [] }) =>
      translateErrors(cachePath(folder), () => {
        const open = delivering.get(endpointId);
        if (open?.opening !== opening) throw new Failure("cancelled", "The endpoint was opened anew since.");
        const { signals } = open;
        const result = { samples: 0, repeatedSamples: 0, events: 0, repeatedEvents: 0 };
        let written: Written | undefined;
        records.transaction((writer) => {
          const receivedAt = now();
          const sourceId = source(endpointId);
          if (samples !== undefined) {
            written = writeSamples(sourceId, signals, samples);
            Object.assign(result, written.counts);
          }
          const left = leftOf(sourceId);
          for (const event of events) {
            if (left !== undefined && isLeft(event, left)) {
              result.repeatedEvents += 1;
              continue;
            }
            const outcome = writer.write(event, { sourceId, exact: false, receivedAt });
            result[outcome === "taken" ? "events" : "repeatedEvents"] += 1;
          }
          for (const { key, stream, from, to, cause, backfilled } of told)
            upsertGap.run(sourceId, key, stream, from, to ?? null, cause, backfilled ? 1 : 0);
        });
        const kinds = [
          ...(result.events > 0 ? (["events"] as const) : []),
          // A gap begins where the source was last heard: its age counts from there.
          ...(told.length > 0 ? (["gaps", "as-of"] as const) : []),
          ...(written?.isNewSignal === true ? (["structure"] as const) : []),
        ];
        // Before what is told at once, so that it goes along.
        if (written !== undefined && written.changed.length > 0)
          telling.tellWithin(samplesOf(written.changed), REFRESH);
        if (kinds.length > 0) telling.tell({ kinds });
        telling.tellWithin(AS_OF, AS_OF_INTERVAL);
        return result;
      }),
    clock: ({ endpointId, ...reading }) =>
      translateErrors(cachePath(folder), () => {
        const isNews = records.transaction(() => {
          const row = findSource.get(opcuaSourceId(endpointId)) as number | undefined;
          return row !== undefined && clocks.note(row, reading, "opcua");
        });
        if (isNews) telling.tell({ kinds: ["sources"] });
      }),
  };
}

interface Last {
  readonly time: number;
  readonly value: number;
  readonly text: StoredText | undefined;
}

interface Written {
  readonly counts: { readonly samples: number; readonly repeatedSamples: number };
  readonly changed: readonly ChangedSignal[];
  /** Of a signal of which there were none. */
  readonly isNewSignal: boolean;
}

const samplesOf = (signals: readonly ChangedSignal[]): Changed =>
  signals.length > MOST_SIGNALS ? { kinds: ["samples"] } : { kinds: ["samples"], signals };

/** Samples from a time on, whatever their order. */
function from({ times, values }: Samples, bound: number): Samples {
  if (times.every((time) => time >= bound)) return { times, values };
  return {
    times: times.filter((time) => time >= bound),
    values: values.filter((_, index) => (times[index] as number) >= bound),
  };
}

/** From a prefix to the first text after all that begin with it; the prefix ends with "/". */
function keyRange(prefix: string): readonly [from: string, to: string] {
  return [prefix, `${prefix.slice(0, -1)}0`];
}
