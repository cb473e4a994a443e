/**
 * Millions of synthetic events of products of 300 parts and 4,000 units, for benches: written as lines
 * straight into a feed or a file. The same seed and number give the same line.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { plantAt } from "../history/plant-time.ts";
import type { ScopeName } from "./feed/scope-feed.ts";
import type { SystemFeed } from "./feed/system-feed.ts";

export interface BulkOptions {
  /** Over all products; masters come on top. */
  readonly events: number;
  /** Each is a scope of its own; 1 where it is left out. */
  readonly products?: number;
  /** Full blocks of a scope go to a file of this folder and leave the memory. */
  readonly spillFolder?: string;
}

const PARTS = 300;
const UNITS = 4_000;
const START = plantAt("2025-11-03 06:00");
const SPAN = 360 * 86_400_000_000;

const KINDS = [
  ["production", "operation", "Operation"],
  ["machine", "program-run", "Program run"],
  ["machine", "tool-change", "Tool change"],
  ["inspection", "inspection", "Inspection"],
  ["logistics", "kit", "Kit"],
] as const;
const EQUIPMENT = Array.from({ length: 60 }, (_, i) => `M-${String(i + 1).padStart(3, "0")}`);
const ACTORS = Array.from({ length: 90 }, (_, i) => `p.${String(i + 1).padStart(3, "0")}`);

export const bulkScope = (product: number): ScopeName => ({
  id: `product:B${product + 1}`,
  name: `Bulk product ${product + 1}`,
  products: [`B${product + 1}-000`],
});

export function addBulk(feed: SystemFeed, options: BulkOptions, seed: number): void {
  const products = options.products ?? 1;
  for (let product = 0; product < products; product += 1) {
    const { spillFolder } = options;
    const scope = bulkScope(product);
    feed.scope(scope, spillFolder === undefined ? undefined : `${spillFolder}/bulk-${product + 1}.ndjson`);
    for (const line of bulkLines(product, shareOf(options, product), seed)) feed.putLine(scope.id, line);
  }
  feed.commit();
}

/** Writes the same changes to one NDJSON file; returns its bytes. */
export function writeBulk(file: string, options: BulkOptions, seed: number): number {
  const descriptor = openSync(file, "w");
  const buffer = Buffer.allocUnsafeSlow(8 * 1024 * 1024);
  let [used, total, position] = [0, 0, 0];
  const flush = (): void => {
    writeSync(descriptor, buffer, 0, used);
    total += used;
    used = 0;
  };
  try {
    for (let product = 0; product < (options.products ?? 1); product += 1)
      for (const line of bulkLines(product, shareOf(options, product), seed)) {
        position += 1;
        // A line is far below this, in characters of one byte.
        if (used > buffer.length - 4_096) flush();
        used += buffer.write(line(position), used, "latin1");
      }
    flush();
  } finally {
    closeSync(descriptor);
  }
  return total;
}

function shareOf({ events, products = 1 }: BulkOptions, product: number): number {
  return Math.floor(events / products) + (product < events % products ? 1 : 0);
}

type Line = (position: number) => string;

function* bulkLines(product: number, events: number, seed: number): Generator<Line> {
  const prefix = `B${product + 1}`;
  const part = (i: number): string =>
    `{"name":"${prefix}-${String(i).padStart(3, "0")}","strength":"stated"}`;
  const put =
    (id: string, record: string): Line =>
    (position) =>
      `{"op":"put","position":${position},"id":"${id}","revision":1,"record":${record}}\n`;
  for (let i = 0; i < PARTS; i += 1)
    yield put(`part/${prefix}-${i}`, `{"record":"part","part":${part(i)},"title":"Part ${i} of ${prefix}"}`);
  // Ten children each, three levels deep.
  for (let i = 1; i < PARTS; i += 1)
    yield put(
      `bom-line/${prefix}-${i}`,
      `{"record":"bom-line","parent":${part(Math.floor((i - 1) / 10))},"child":${part(i)},"quantity":1,"findNumber":"${i}"}`,
    );
  const units = Array.from(
    { length: UNITS },
    (_, i) =>
      `{"part":${part(i % PARTS)},"serial":"${prefix}-S${String(i + 1).padStart(5, "0")}","serialStatus":"proven"}`,
  );
  for (const [i, unit] of units.entries())
    yield put(`unit/${prefix}-${i}`, `{"record":"unit","unit":${unit}}`);
  for (let i = 0; i < events; i += 1) {
    const dice = mixed(seed ^ Math.imul(product + 1, 0x85ebca6b), i);
    yield (position) => eventLine(position, `${prefix}-${i}`, i / events, dice, units[dice % UNITS] ?? "");
  }
}

/** `share` of the span has passed; `dice` are 32 random bits. */
function eventLine(position: number, key: string, share: number, dice: number, unit: string): string {
  const [kind, type, title] = KINDS[(dice >>> 5) % KINDS.length] ?? KINDS[0];
  const start = START + Math.floor(share * SPAN) + (dice % 600) * 1_000_000;
  const minutes = 2 + ((dice >>> 12) % 90);
  const equipment = EQUIPMENT[(dice >>> 7) % EQUIPMENT.length] ?? "";
  const actor = ACTORS[(dice >>> 9) % ACTORS.length] ?? "";
  const order = 70_000 + (dice % 9_000);
  const severity = (dice >>> 3) % 97 === 0 ? "fail" : "none";
  const load = (dice >>> 16) % 1_000;
  return (
    `{"op":"put","position":${position},"id":"event/${key}","revision":1,"record":{"record":"event","key":"${key}",` +
    `"kind":"${kind}","type":"${type}","title":"${title} ${order}","startedAt":${start},` +
    `"endedAt":${start + minutes * 60_000_000},"offsetMinutes":60,"severity":"${severity}","unit":${unit},` +
    `"equipment":"${equipment}","order":"${order}","operation":"0${10 + (dice % 8) * 10}","actor":"${actor}",` +
    `"details":{"load":${load / 10}},"payload":"${order};${equipment};${actor};${start};${minutes};${load}"}}\n`
  );
}

/** 32 well-mixed bits of a seed and a number: the finaliser of MurmurHash3 (A. Appleby). */
function mixed(seed: number, i: number): number {
  let x = (seed + Math.imul(i + 1, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
