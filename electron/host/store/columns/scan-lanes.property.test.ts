/** However a history is cut into chunks, and whichever of them are known as a whole, its lanes are the same. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { allRows, chooseRows } from "./chosen-rows.ts";
import { chunkOf, KINDS, type EventRow } from "./event-chunk.ts";
import { equipmentOf } from "./equipment.ts";
import type { LaneIdsOf } from "./lane-ids.ts";
import { loadedChunk } from "./loaded-chunk.ts";
import { newestEvents } from "./newest.ts";
import { placeByIds } from "./place-lanes.ts";
import { scanLanes, summarise } from "./scan-lanes.ts";
import { scanPlaces } from "./scan-places.ts";

const SEED = 20261126;
const SPAN = 10_000;
const event = fc.record({
  started: fc.option(fc.integer({ min: 0, max: SPAN }), { nil: null, freq: 9 }),
  length: fc.option(fc.integer({ min: 0, max: 600 }), { nil: null }),
  kind: fc.integer({ min: 0, max: 2 }),
  severity: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  part: fc.integer({ min: 1, max: 3 }),
});

const byEquipment: LaneIdsOf = ({ chunk: { equipment }, rows }) =>
  rows === undefined
    ? { ids: equipment, rows, length: equipment.length }
    : { ids: Array.from(rows, (row) => equipment[row] ?? 0), rows, length: rows.length };

test("in small chunks as in one", () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 200 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 20 }),
      fc.tuple(fc.nat({ max: SPAN }), fc.nat({ max: SPAN })),
      fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      (made, size, buckets, maximumMarks, times, part) => {
        const rows = made
          .toSorted((a, b) => (a.started ?? 0) - (b.started ?? 0))
          .map(({ started, length, severity, ...rest }, index): EventRow => {
            const ended = started === null || length === null ? null : started + length;
            return {
              ...rest,
              severity,
              position: index,
              started,
              ended,
              unit: null,
              equipment: severity,
              source: 1,
            };
          });
        const cut = (least: number): ReturnType<typeof loadedChunk>[] =>
          Array.from({ length: Math.ceil(rows.length / least) }, (_, at) => {
            const some = rows.slice(at * least, (at + 1) * least);
            const offsets = Float64Array.from(some, ({ position }) => position);
            return loadedChunk(0, chunkOf(some), offsets);
          });
        const chosen = (least: number) => {
          const chunks = cut(least);
          if (part === undefined) return allRows(chunks);
          const member = new Uint8Array(4);
          member[part] = 1;
          return chooseRows(chunks, member);
        };
        const [from, to] = times[0] < times[1] ? times : [0, SPAN + 700];
        const options = { window: { from, to }, buckets, maximumMarks, maximumNotable: 500 };
        expect(scanLanes(chosen(size), options)).toEqual(scanLanes(chosen(rows.length + 1), options));
        const inWindow = rows
          .filter((row) => part === undefined || row.part === part)
          .filter(({ started, ended }) => started !== null && started < to && (ended ?? started) >= from);
        // One part's chunks are chosen whole or row by row, next to each other.
        const placed = scanPlaces(chosen(size), placeByIds(byEquipment, [3, 1, 0], [2, 4]), {
          ...options,
          shares: new Float64Array(KINDS),
        });
        expect(placed.total).toBe(inWindow.length);
        expect(placed.counts.reduce((sum, n) => sum + n, 0)).toBe(
          inWindow.filter(({ started }) => (started ?? 0) >= from).length,
        );
        for (const window of [undefined, { from, to }]) {
          const page = { window, kinds: [0, 2], offset: buckets, limit: maximumMarks };
          expect(newestEvents(chosen(size), page)).toEqual(newestEvents(chosen(rows.length + 1), page));
        }
        expect(new Set(equipmentOf(chosen(size)))).toEqual(new Set(equipmentOf(chosen(rows.length + 1))));
        const { first, last, counts, undated, failed } = summarise(chosen(size));
        const own = rows.filter((row) => part === undefined || row.part === part);
        const dated = own.filter(({ started }) => started !== null);
        expect([first, last]).toEqual([
          Math.min(...dated.map(({ started }) => started ?? 0)),
          Math.max(...dated.map(({ started, ended }) => ended ?? started ?? 0)),
        ]);
        for (let kind = 0; kind < 3; kind += 1) {
          expect(counts[kind]).toBe(own.filter((row) => row.kind === kind).length);
          expect(undated[kind]).toBe(own.filter((row) => row.kind === kind && row.started === null).length);
          expect(failed[kind]).toBe(dated.filter((row) => row.kind === kind && row.severity >= 3).length);
        }
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});
