/**
 * What the store knows of the demo. It steps aside when a person brings something of their own: then nothing
 * of it may be left, and nothing else may go with it.
 */
import * as v from "valibot";
import { DEMO_MACHINES, DEMO_PLANT } from "../../../../shared/contract/demo.ts";
import { call, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { cachePath } from "../stores.ts";
import { createTextIndex } from "../search/text-index.ts";
import { createForgetSource } from "./forget-source.ts";
import { opcuaSourceId } from "./opcua/opcua.ts";
import type { SharedRecords } from "./shared-records.ts";
import { createUnusedParts } from "./unused-parts.ts";

export interface DemoStanding {
  /**
   * wanted: there is nothing of a person's own, and no demo. unfinished: a demo whose writing was cut off.
   * whole: a demo. none: what is here is a person's own.
   */
  readonly standing: "wanted" | "unfinished" | "whole" | "none";
}

export const demoStoreService = {
  look: call<DemoStanding>()(v.object({})),
  /** Its year stands whole. */
  written: call<void>()(v.object({})),
  /**
   * Takes its records out of the cache. `left`: those of its feeds are still there, because the cache holds
   * other records too: they have to be unfollowed one by one, and then this is called again.
   */
  clear: call<{ readonly left: boolean }>()(v.object({})),
} as const;

/** Children before parents, so that every reference holds at each step. */
const TABLES = [
  "retention",
  "feed_staged",
  "feed_parked",
  "feed_segment",
  "feed_reading",
  "feed_record",
  "feed",
  "part_file",
  "import_message",
  "import_file",
  "import_run",
  "note_unit",
  "note",
  "factor",
  "gap",
  "source_clock",
  "sample_chunk",
  "signal",
  "event_subject",
  "event",
  "equipment",
  "measurement",
  "characteristic",
  "feature",
  "unit_component",
  "unit",
  "model_node",
  "model",
  "bom_closure",
  "bom_line",
  "part_alias",
  "part_revision",
  "part",
  "source",
];

/** Machines and signals that nothing was ever told of are found again when something is. */
const UNUSED_EQUIPMENT = `
  DELETE FROM signal WHERE signal_id NOT IN (SELECT signal_id FROM sample_chunk);
  DELETE FROM equipment WHERE equipment_id NOT IN (
    SELECT equipment_id FROM event WHERE equipment_id IS NOT NULL UNION SELECT equipment_id FROM signal);
`;

const OURS = `(id GLOB 'plant:${DEMO_PLANT}/*' OR id = '${opcuaSourceId(DEMO_MACHINES)}')`;
/** Of the demo as it was before it had a plant. */
const FORMER = "id GLOB 'demo:*'";

export interface DemoStoreOptions {
  readonly cache: Connection;
  readonly user: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  readonly onChanged: () => void;
}

export function createDemoStore(options: DemoStoreOptions): ServiceImplementation<typeof demoStoreService> {
  const { cache, user, folder, records, onChanged } = options;
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), work);
  const exists = (connection: Connection, sql: string): boolean =>
    connection.prepare(`SELECT 1 FROM ${sql} LIMIT 1`).get() !== undefined;
  const forgetSource = createForgetSource(cache);
  const texts = createTextIndex(cache);
  const former = cache.prepare(`SELECT id FROM source WHERE ${FORMER}`).pluck();

  const clearAll = (): void => {
    cache.transaction(() => {
      // An event names the one it corrects and a unit its twin: both point into their own table.
      cache.exec("UPDATE event SET corrects = NULL; UPDATE unit SET same_as = NULL;");
      texts.clear();
      for (const table of TABLES) cache.exec(`DELETE FROM ${table}`);
      cache.exec("DELETE FROM content WHERE key = 'demo written'");
    })();
  };
  const allParts = cache.prepare("SELECT part_id FROM part").pluck();
  const isStated = cache.prepare("SELECT 1 FROM feed_record WHERE kind = 0 AND ref = ? LIMIT 1");
  const unusedParts = createUnusedParts(cache);
  /** Parts that nothing named before the demo left: they are not the demo's. */
  let spared: ReadonlySet<number> | undefined;
  const isSpared = (part: number): boolean => isStated.get(part) === undefined && !unusedParts.isUsed(part);
  const clearAmongOthers = (): void => {
    cache.transaction(() => {
      spared ??= new Set((allParts.all() as number[]).filter(isSpared));
      for (const id of former.all() as string[]) forgetSource(id);
      forgetSource(opcuaSourceId(DEMO_MACHINES));
      cache.exec("DELETE FROM content WHERE key = 'demo written'");
    })();
  };
  /** A part stays as long as any system names it; here the last one has gone. */
  const sweep = (): void => {
    const keep = spared;
    if (keep === undefined) return;
    spared = undefined;
    cache.transaction(() => {
      for (const part of allParts.all() as number[])
        if (!keep.has(part) && isStated.get(part) === undefined) unusedParts.drop(part);
      cache.exec(UNUSED_EQUIPMENT);
    })();
    records.renew();
    onChanged();
  };
  /** Says whether records of its feeds are left. */
  const clear = (): boolean => {
    if (!exists(cache, `source WHERE ${OURS} OR ${FORMER}`)) {
      sweep();
      return false;
    }
    const isAlone = !exists(cache, `source WHERE NOT (${OURS} OR ${FORMER})`);
    (isAlone ? clearAll : clearAmongOthers)();
    // Names and statements of the cleared parts must not live on.
    records.renew();
    onChanged();
    return exists(cache, `feed WHERE plant_id = '${DEMO_PLANT}'`);
  };

  return {
    look: () =>
      safely((): DemoStanding => {
        if (exists(cache, `source WHERE ${FORMER}`)) clear();
        const isHere =
          exists(cache, `source WHERE ${OURS}`) || exists(user, `plant WHERE plant_id = '${DEMO_PLANT}'`);
        if (isHere)
          return { standing: exists(cache, "content WHERE key = 'demo written'") ? "whole" : "unfinished" };
        const isOwn = exists(cache, "source") || exists(user, "plant") || exists(user, "opcua_endpoint");
        return { standing: isOwn ? "none" : "wanted" };
      }),
    written: () => safely(() => void cache.exec("INSERT OR REPLACE INTO content VALUES ('demo written', 1)")),
    clear: () => safely(() => ({ left: clear() })),
  };
}
