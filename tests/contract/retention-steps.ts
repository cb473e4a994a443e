/** How much of a plant is kept here: its one event is of 1970, so that any rule takes it away. */
import { expect } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { PlantStep } from "./plant-steps.ts";
import { watchUntil } from "./watch-until.ts";
import type { PreviewEvent } from "../../shared/contract/retention.ts";

async function mes(client: HostClient): Promise<string> {
  const { sources } = await watchUntil(client.retention.watch, ({ sources: all }) => all.length > 0);
  return sources.find(({ name }) => name === "MES")?.sourceId ?? "";
}

const eventsOf = async (client: HostClient, sourceId: string): Promise<number | undefined> =>
  (await client.sources.list({})).find((source) => source.sourceId === sourceId)?.events;

export const RETENTION_STEPS: readonly PlantStep[] = [
  {
    method: "retention.watch",
    run: async (client) => {
      const report = await watchUntil(client.retention.watch, ({ sources }) => sources.length > 0);
      expect([report.running, report.last]).toEqual([undefined, undefined]);
      expect(report.bytes).toBeGreaterThan(report.free);
      expect(report.sources).toContainEqual(
        expect.objectContaining({ name: "MES", keeper: "plant", removed: [] }),
      );
      return report.sources.map(({ name, keeper, hasSamples }) => [name, keeper, hasSamples]);
    },
  },
  {
    method: "retention.preview",
    run: async (client) => {
      const sourceId = await mes(client);
      const told: PreviewEvent[] = [];
      await client.retention.preview({ rules: [{ sourceId, events: 12 }] }, (event) => told.push(event));
      expect(told[0]).toEqual({ type: "progress", share: 0 });
      const [preview] = told.flatMap((event) => (event.type === "previews" ? event.previews : []));
      expect(preview).toMatchObject({
        events: 1,
        measurements: 0,
        samples: 0,
        reduced: 0,
      });
      expect(preview?.bytes).toBeGreaterThan(100);
      await expect(
        client.retention.preview({ rules: [{ sourceId, full: 12, samples: 6 }] }, () => undefined),
      ).rejects.toMatchObject({ kind: "invalid" });
      return preview;
    },
  },
  {
    method: "retention.run",
    run: async (client) => {
      const sourceId = await mes(client);
      await expect(
        client.retention.run({ rules: [{ sourceId: "plant:none/mes", events: 1 }] }),
      ).rejects.toMatchObject({ kind: "invalid" });
      await client.retention.run({ rules: [{ sourceId, events: 12 }] });
      const { last, sources } = await watchUntil(
        client.retention.watch,
        ({ last: done }) => done !== undefined,
      );
      expect(last).toMatchObject({ state: "done", events: 1 });
      expect(sources.find((source) => source.sourceId === sourceId)).toMatchObject({
        rule: { events: 12 },
        removed: [{ what: "events", removed: 1 }],
      });
      expect(await eventsOf(client, sourceId)).toBe(0);
      const { notLoaded } = await client.events.timeline({ subject: { kind: "everything" }, buckets: 10 });
      expect(notLoaded).toMatchObject([{ sourceId, where: "source" }]);
      // Told again, it stays away.
      await client.plants.syncNow({});
      return last;
    },
  },
  {
    method: "retention.cancel",
    run: (client) => client.retention.cancel({}),
  },
  {
    method: "retention.restore",
    run: async (client) => {
      const sourceId = await mes(client);
      await expect(client.retention.restore({ sourceId: "opcua:none" })).rejects.toMatchObject({
        kind: "invalid",
      });
      await client.retention.restore({ sourceId });
      const { sources } = await watchUntil(client.retention.watch, (report) =>
        report.sources.every(({ rereading, removed }) => !rereading && removed.length === 0),
      );
      expect(await eventsOf(client, sourceId)).toBe(1);
      return sources.map(({ name, rule }) => [name, rule]);
    },
  },
];
