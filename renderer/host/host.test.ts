import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { contract, type HostImplementation } from "../../shared/contract/contract.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { transportPair, type Transport } from "../../shared/rpc/transport.ts";
import { connectHost, connection, currentHost, type ConnectionState } from "./host.ts";

/** A host that can go away: each connection is a pair, of which the page gets one end. */
function plant(): {
  readonly open: () => Promise<Transport>;
  readonly ends: Transport[];
  away: boolean;
  tries: number;
} {
  const made = {
    ends: [] as Transport[],
    away: false,
    tries: 0,
    open: async (): Promise<Transport> => {
      made.tries += 1;
      if (made.away) throw new Error("nobody there");
      const [near, far] = transportPair();
      const generation = made.ends.push(far);
      const handlers = {
        starting: { follow: async () => undefined },
        sources: { counts: () => ({ generation }) },
      };
      serveContract(contract, handlers as unknown as HostImplementation, far);
      return near;
    },
  };
  return made;
}

const states: ConnectionState["state"][] = [];
let stop = (): void => undefined;
beforeEach(() => {
  vi.useFakeTimers();
  connection.setState({ state: "connecting" });
  states.length = 0;
  stop = connection.subscribe(({ state }) => void states.push(state));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

test("without a connection there is no host", () => {
  expect(() => currentHost()).toThrow("not connected");
});

test("after an end it is offline, calls fail as such, and a new connection takes its place", async () => {
  const { open, ends } = plant();
  const before = connection.getState().generation;
  const host = await connectHost(open);
  expect(currentHost()).toBe(host);
  expect(await host.sources.counts({})).toEqual({ generation: 1 });
  ends[0]?.close();
  expect(connection.getState().state).toBe("offline");
  await expect(currentHost().sources.counts({})).rejects.toMatchObject({ kind: "offline" });
  await vi.advanceTimersByTimeAsync(249);
  expect(connection.getState().state).toBe("offline");
  await vi.advanceTimersByTimeAsync(1);
  expect(await currentHost().sources.counts({})).toEqual({ generation: 2 });
  expect(connection.getState()).toEqual({ state: "online", generation: before + 2 });
  expect(states).toEqual(["online", "offline", "online"]);
});

test("while nobody is there it tries less and less often, and connects once somebody is", async () => {
  const made = plant();
  made.away = true;
  const connecting = connectHost(made.open);
  await vi.advanceTimersByTimeAsync(0);
  expect([made.tries, connection.getState().state]).toEqual([1, "offline"]);
  const times: number[] = [];
  for (let waited = 250; waited <= 20_000; waited += 250) {
    const tries = made.tries;
    await vi.advanceTimersByTimeAsync(250);
    if (made.tries > tries) times.push(waited);
  }
  expect(times).toEqual([250, 750, 1_750, 3_750, 7_750, 12_750, 17_750]);
  made.away = false;
  await vi.advanceTimersByTimeAsync(5_000);
  await expect(connecting).resolves.toBe(currentHost());
  expect(connection.getState().state).toBe("online");
});
