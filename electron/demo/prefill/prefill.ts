/**
 * Writes the year of the demo's plant into the cache on the way that sync takes: the same pages, checks,
 * epochs, cursors and feeds. Whatever is there already is gone on from, so that it may be cut off anywhere.
 */
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import { microseconds } from "../../host/clock.ts";
import type { writerContract } from "../../host/store/writer/writer-contract.ts";
import type { StoredScope } from "../../host/store/writer/plants.ts";
import { newMemory, streamOf, type Feed } from "../../host/sync/pull-parts.ts";
import { pull } from "../../host/sync/pull.ts";
import { systemTime } from "../../host/sync/time.ts";
import type { Plant } from "../plant/plant.ts";
import { plantBeside } from "./plant-beside.ts";

type Writer = Client<typeof writerContract>;

const OPENING_PAGE = 5_000;
/** Where the plant will be is not known before it is there. */
const NO_ADDRESS = "http://127.0.0.1/";

export function followedScopes(plant: Plant): readonly StoredScope[] {
  return [...plant.systems.values()].flatMap((system) =>
    [...system.scopes.values()].map((scope) => ({
      system: system.id,
      systemName: system.name,
      scope: scope.id,
      scopeName: scope.name,
      tellsDeletes: system.tellsDeletes,
      accepts: system.accepts,
      since: undefined,
    })),
  );
}

const feedsOf = (plant: Plant): readonly Feed[] =>
  followedScopes(plant).map(({ system, systemName, scope }) => ({
    plantId: DEMO_PLANT,
    system,
    scope,
    since: undefined,
    sourceName: systemName,
    folder: "",
    scratch: undefined,
  }));

/** Registers the plant and writes what its feeds hold before it is complete. */
export async function writeOpening(plant: Plant, writer: Writer): Promise<void> {
  await register(plant, writer);
  const beside = plantBeside(plant);
  const { signal } = new AbortController();
  for (const feed of feedsOf(plant)) {
    const { plantId, system, scope, sourceName } = feed;
    const place = { plantId, system, scope };
    const known = await writer.feeds.state(place);
    // An earlier start came as far as this: it is gone on from there.
    if (known?.shown !== undefined || known?.beside !== undefined) continue;
    await writer.feeds.follow({ ...place, sourceName });
    const epoch = plant.systems.get(system)?.epoch ?? "";
    await writer.feeds.beginPages({ ...place, epoch });
    for (let after: string | undefined; ;) {
      const page = await beside.page(streamOf(feed), after, OPENING_PAGE, signal);
      // The rest of the year is to come; of the PLM everything is here, so that the product stands whole.
      const more = page.more || system !== "plm";
      const asOf = microseconds();
      await writer.feeds.applyPage({
        ...place,
        beside: false,
        epoch,
        after,
        // By name: how a page is read from its bytes does not go to another thread.
        page: {
          epoch: page.epoch,
          changes: [...page.changes],
          cursor: page.cursor,
          more,
          head: page.head,
          bytes: page.bytes,
        },
        asOf,
      });
      if (!page.more) break;
      after = page.cursor;
    }
  }
}

/** Brings every feed level with the complete plant. */
export async function writeYear(plant: Plant, { feeds }: Writer): Promise<void> {
  const connection = plantBeside(plant);
  const { signal } = new AbortController();
  const nothing = (): void => undefined;
  const parts = {
    connection,
    feeds,
    time: systemTime(microseconds),
    onState: nothing,
    onRows: nothing,
    onBytes: nothing,
    onRemark: nothing,
  };
  for (const feed of feedsOf(plant)) await pull(feed, { ...parts, memory: newMemory() }, signal);
}

/** Before its first record: records of a plant that nobody knows would be nobody's to remove. */
async function register(plant: Plant, { plants }: Writer): Promise<void> {
  if ((await plants.list({})).some(({ plantId }) => plantId === DEMO_PLANT)) return;
  await plants.save({
    plantId: DEMO_PLANT,
    kind: "plant",
    name: plant.name,
    url: NO_ADDRESS,
    ca: undefined,
    allowPlainHttp: false,
    paused: false,
    scopes: followedScopes(plant),
  });
}
