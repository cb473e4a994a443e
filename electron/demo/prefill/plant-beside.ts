/** A plant in the same process as a source: its own answers, checked as if they had crossed a network. */
import { microseconds } from "../../host/clock.ts";
import { EpochChanged, UnknownFile } from "../../host/connectors/connector.ts";
import { readChangeLine } from "../../host/connectors/plant/change-line.ts";
import { readPage } from "../../host/connectors/plant/page.ts";
import type { Pulled } from "../../host/sync/pull-parts.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { answerChanges } from "../plant/http/read-answers.ts";
import type { Plant } from "../plant/plant.ts";

/** It hands out pages alone: without a network between, snapshots and their files would only be a detour. */
export function plantBeside(plant: Plant): Pulled {
  return {
    describe: async () => ({
      name: plant.name,
      systems: [...plant.systems.values()],
      clock: { at: microseconds(), skew: 0, uncertainty: 0 },
    }),
    snapshot: async () => undefined,
    fetchSegment: async (_system, { path }) => {
      throw new UnknownFile("invalid", `There is no segment ${path}.`);
    },
    async *readSegment() {},
    async *readTables() {},
    page: async (stream, cursor, limit) => {
      const feed = plant.systems.get(stream.system);
      if (feed === undefined) throw new Failure("refused", `There is no system ${stream.system}.`);
      const query = new URLSearchParams({ scope: stream.scope, limit: String(limit) });
      if (cursor !== undefined) query.set("cursor", cursor);
      const { status, parts } = answerChanges(feed, query, undefined);
      const body = Buffer.concat(parts);
      if (status === 409) throw new EpochChanged(feed.epoch);
      if (status !== 200) throw new Failure("invalid", body.toString());
      return readPage(body, stream, body.length);
    },
    readLine: readChangeLine,
  };
}
