/**
 * Plants and change requests over the contract, against a simulated plant that begins empty but for
 * three records. What depends on time or on how often something is told is checked, not compared.
 */
import { expect } from "vitest";
import { watchUntil } from "./watch-until.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { ChangeDraft } from "../../shared/contract/changes.ts";
import type { PlantsReport } from "../../shared/contract/plants.ts";
import { RETENTION_STEPS } from "./retention-steps.ts";
import type { SourceClock } from "../../shared/model/clock.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";

export interface PlantStep {
  readonly method: string;
  readonly run: (client: HostClient, plant: RunningPlant) => Promise<unknown>;
}

const MES = [{ system: "mes", scopes: ["site"] }];
const BOTH = [...MES, { system: "plm", scopes: ["product:10-4000"] }];

export function fillPlant({ plant }: RunningPlant): void {
  const part = { name: "PL-200", strength: "stated" } as const;
  const event = { record: "event", kind: "production", type: "operation", payload: "{}" } as const;
  plant.put("mes", "site", "event/1", { ...event, key: "1", title: "Milled", startedAt: 1, part });
  plant.put("mes", "site", "note/1", { record: "note", key: "1", part, text: "Chatter on the third hole" });
  plant.put("plm", "product:10-4000", "part/10-4000", {
    record: "part",
    part: { name: "10-4000", strength: "stated" },
    title: "Actuator",
  });
}

const reachOf = ({ url, token }: RunningPlant) => ({ url, token });

async function plantIdOf(client: HostClient): Promise<string> {
  const [first] = (await client.plants.list({})).plants;
  if (first === undefined) throw new Error("no plant");
  return first.plantId;
}

/** Once the plant's clock was looked at: its sources are founded a moment later. */
async function clocksOf(client: HostClient): Promise<readonly SourceClock[]> {
  const controller = new AbortController();
  await client.sources
    .watch(
      {},
      () =>
        void client.sources.clocks({}).then(
          (clocks) => (clocks.length > 0 ? controller.abort() : undefined),
          () => controller.abort(),
        ),
      { signal: controller.signal },
    )
    .catch((thrown: unknown) => {
      if (!controller.signal.aborted) throw thrown;
    });
  return client.sources.clocks({});
}

const isLevel = ({ plants: [plant] }: PlantsReport): boolean =>
  plant !== undefined &&
  plant.feeds.length > 0 &&
  plant.feeds.every(({ state, coverage }) => state === "idle" && coverage.complete);

/** What of a report is the same in every run. */
const standing = ({ plants }: PlantsReport): unknown =>
  plants.map(({ name, state, outgoing, feeds }) => ({
    name,
    state,
    outgoing,
    feeds: feeds.map(({ system, scope, sourceId, coverage }) => ({ system, scope, sourceId, coverage })),
  }));

const DRAFT: ChangeDraft = {
  title: "Open the third hole",
  problem: "It is always too narrow.",
  proposal: "4.1 mm",
  author: "K. Lee",
  evidence: [
    { sha256: "a".repeat(64), sourceId: "qif:lab-a", sourceKey: "inspection/3", title: "Inspection of 3" },
  ],
  viewpoint: "{}",
};

async function newest(client: HostClient): Promise<string> {
  const [first] = await client.changes.list({});
  return first?.changeId ?? "";
}

export const PLANT_STEPS: readonly PlantStep[] = [
  {
    method: "plants.probe",
    run: async (client, plant) => {
      const offer = await client.plants.probe(reachOf(plant));
      expect(offer.systems.map(({ system }) => system)).toEqual(["plm", "mes", "qms", "erp", "cmms"]);
      expect(Math.abs(offer.clockSkew)).toBeLessThan(60_000_000);
      return offer.systems;
    },
  },
  {
    method: "plants.add",
    run: async (client, plant) => {
      const added = await client.plants.add({ name: "Plant 1", ...reachOf(plant), systems: MES });
      expect(added).toMatchObject({ hasToken: true, hasOwnCa: false, paused: false });
      expect(JSON.stringify(added)).not.toContain(plant.token);
      return added;
    },
  },
  {
    method: "plants.list",
    run: async (client) => {
      const list = await client.plants.list({});
      expect(list).toMatchObject({ secretStorage: "memory", plants: [{ name: "Plant 1" }] });
      return list;
    },
  },
  {
    method: "plants.watch",
    run: async (client) => {
      const report = await watchUntil(client.plants.watch, isLevel);
      const sources = await client.sources.list({});
      expect(sources.find(({ mode }) => mode === "live")).toMatchObject({ name: "MES", events: 1 });
      return standing(report);
    },
  },
  {
    method: "sources.clocks",
    run: async (client) => {
      const [clock, ...others] = await clocksOf(client);
      if (clock === undefined) throw new Error("no clock");
      expect(others).toEqual([]);
      expect(Math.abs(clock.skew - 30_000_000)).toBeLessThan(10_000_000);
      const { sourceId, sourceName, from, to, skew, method } = clock;
      expect(to).toBeUndefined();
      const asked = { subject: { kind: "everything" } as const, buckets: 8 };
      const stated = { from: from + skew, to: from + skew + 1_000 };
      const before = { from: from + skew - 1_000, to: from + skew };
      expect((await client.events.timeline({ ...asked, window: stated })).clocks).toEqual([clock]);
      expect((await client.events.timeline({ ...asked, window: before })).clocks).toEqual([]);
      return { sourceId, sourceName, method };
    },
  },
  {
    method: "plants.offer",
    run: async (client) => {
      const { systems } = await client.plants.offer({ plantId: await plantIdOf(client) });
      expect(systems.map(({ system }) => system)).toEqual(["plm", "mes", "qms", "erp", "cmms"]);
      return systems;
    },
  },
  {
    method: "plants.change",
    run: async (client) => {
      const changed = await client.plants.change({
        plantId: await plantIdOf(client),
        name: "Plant A",
        systems: BOTH,
      });
      expect(changed.systems.map(({ system }) => system).sort()).toEqual(["mes", "plm"]);
      const report = await watchUntil(
        client.plants.watch,
        (each) => isLevel(each) && each.plants[0]?.feeds.length === 2,
      );
      return [changed, standing(report)];
    },
  },
  ...RETENTION_STEPS,
  {
    method: "plants.pause",
    run: async (client) => {
      await client.plants.pause({ plantId: await plantIdOf(client) });
      const report = await watchUntil(client.plants.watch, ({ plants }) => plants[0]?.state === "paused");
      expect(report.plants[0]?.feeds.map(({ state }) => state)).toEqual(["paused", "paused"]);
      return standing(report);
    },
  },
  {
    method: "changes.save",
    run: async (client) => {
      const saved = await client.changes.save(DRAFT);
      expect(saved).toMatchObject({ state: "draft", isInFeed: false });
      const again = await client.changes.save({ ...DRAFT, changeId: saved.changeId, title: "Open hole 3" });
      return [saved, again];
    },
  },
  {
    method: "changes.get",
    run: async (client) => {
      const request = await client.changes.get({ changeId: await newest(client) });
      expect(request).toMatchObject({ title: "Open hole 3", evidence: DRAFT.evidence, viewpoint: "{}" });
      return request;
    },
  },
  {
    method: "changes.submit",
    run: async (client) => {
      const place = { plantId: await plantIdOf(client), system: "plm" };
      const submitted = await client.changes.submit({ changeId: await newest(client), ...place });
      expect(submitted.state).toBe("waiting");
      return submitted;
    },
  },
  {
    method: "changes.withdraw",
    run: async (client) => {
      // The plant is paused: nothing was sent.
      const withdrawn = await client.changes.withdraw({ changeId: await newest(client) });
      expect(withdrawn.state).toBe("draft");
      return withdrawn;
    },
  },
  {
    method: "changes.remove",
    run: async (client) => {
      const { changeId } = await client.changes.save({ ...DRAFT, title: "Nothing" });
      await client.changes.remove({ changeId });
      return client.changes.list({});
    },
  },
  {
    method: "plants.resume",
    run: async (client) => {
      const place = { plantId: await plantIdOf(client), system: "plm" };
      await client.changes.submit({ changeId: await newest(client), ...place });
      await client.plants.resume({ plantId: place.plantId });
      // Answered, and come back over the feed.
      const isBack = ({ plants: [plant] }: PlantsReport): boolean =>
        plant?.outgoing === 0 &&
        plant.feeds.some(({ system, coverage }) => system === "plm" && coverage.records === 2);
      return standing(await watchUntil(client.plants.watch, (report) => isLevel(report) && isBack(report)));
    },
  },
  {
    method: "changes.watch",
    run: async (client) => {
      const controller = new AbortController();
      const watching = client.changes.watch(
        {},
        ([first]) => {
          if (first?.isInFeed === true) controller.abort();
        },
        { signal: controller.signal },
      );
      await expect(watching).rejects.toMatchObject({ kind: "cancelled" });
      return [];
    },
  },
  {
    method: "changes.list",
    run: async (client) => {
      const list = await client.changes.list({});
      expect(list).toMatchObject([
        { state: "accepted", number: "ECR-0047", isInFeed: true, plantState: "received" },
      ]);
      return list;
    },
  },
  {
    method: "plants.syncNow",
    run: async (client, { plant }) => {
      plant.put("mes", "site", "note/2", { record: "note", key: "2", text: "Coolant was low" });
      await client.plants.syncNow({});
      const report = await watchUntil(
        client.plants.watch,
        (each) => isLevel(each) && each.plants[0]?.feeds[0]?.coverage.records === 3,
      );
      return standing(report);
    },
  },
  {
    // Nothing is read for the first time any more: there is nothing to hurry.
    method: "plants.first",
    run: (client) => client.plants.first({ partNumber: "PL-200" }),
  },
  {
    method: "plants.pin",
    run: async (client) => {
      await client.plants.pin({ partNumber: "10-4000" });
      const { pins } = await watchUntil(
        client.plants.watch,
        (report) => report.pins[0]?.state === "complete",
      );
      return pins.map(({ verifiedAt: _at, ...pin }) => pin);
    },
  },
  {
    method: "plants.unpin",
    run: async (client) => {
      await client.plants.unpin({ partNumber: "10-4000" });
      return (await watchUntil(client.plants.watch, ({ pins }) => pins.length === 0)).pins;
    },
  },
  {
    method: "plants.remove",
    run: async (client) => {
      await client.plants.remove({ plantId: await plantIdOf(client) });
      expect((await client.plants.list({})).plants).toEqual([]);
      const sources = await client.sources.list({});
      expect(sources.filter(({ mode }) => mode === "live")).toEqual([]);
      // What a person wrote stays.
      return (await client.changes.list({})).length;
    },
  },
];
