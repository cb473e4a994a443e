/** The contract over a MessageChannel and over a real loopback WebSocket: one suite, equal answers. */
import { basename, dirname } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { portTransport } from "../../electron/host/transport/message-port.ts";
import { startedHost } from "../../electron/host/starting-host.ts";
import { serve } from "../../electron/serve/server.ts";
import { socketTransport } from "../../electron/serve/socket-transport.ts";
import type {
  Delivered,
  SampleColumns,
  StoredEndpoint,
} from "../../electron/host/store/writer/opcua/opcua-contract.ts";
import type { CacheChange } from "../../shared/contract/cache-change.ts";
import { contract, type HostClient } from "../../shared/contract/contract.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import type { Transport } from "../../shared/rpc/transport.ts";
import { kindOf, STEPS } from "./contract-suite.ts";
import { stopMachines } from "./opcua-steps.ts";
import { filledHost, type FilledHost } from "./filled-host.ts";

interface Connected {
  readonly client: HostClient;
  readonly filled: FilledHost;
  /** A connection without a client: what exactly comes back. */
  readonly raw: () => Promise<Transport>;
  close(): Promise<void>;
}

async function overMessageChannel(): Promise<Connected> {
  const filled = await filledHost();
  const transports: Transport[] = [];
  const open = async (): Promise<Transport> => {
    const { port1, port2 } = new MessageChannel();
    serveContract(contract, filled.host.implementation, portTransport(port1), { onBug: filled.host.onBug });
    const transport = portTransport(port2);
    transports.push(transport);
    return transport;
  };
  return {
    client: createClient(contract, await open()),
    filled,
    raw: open,
    close: async () => {
      for (const transport of transports) transport.close();
      await filled.close();
    },
  };
}

async function overWebSocket(): Promise<Connected> {
  const filled = await filledHost();
  const dataFolder = dirname(filled.table);
  const serving = await serve({
    host: startedHost(filled.host),
    dataFolder,
    rendererFolder: dataFolder,
    port: 0,
  });
  const { headers } = await fetch(serving.url, { redirect: "manual" });
  const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const open = async (): Promise<Transport> => {
    const origin = `http://127.0.0.1:${serving.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/rpc`, {
      headers: { Cookie: cookie, Origin: origin },
    });
    await new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    });
    return socketTransport(socket);
  };
  return {
    client: createClient(contract, await open()),
    filled,
    raw: open,
    close: async () => {
      await serving.close();
      await filled.close();
    },
  };
}

let port: Connected;
let socket: Connected;
beforeAll(async () => {
  [port, socket] = await Promise.all([overMessageChannel(), overWebSocket()]);
});
afterAll(async () => {
  await Promise.all([port.close(), socket.close()]);
  await stopMachines();
});

test("the suite has a step for every method of the contract", () => {
  const methods = Object.entries(contract).flatMap(([service, table]) =>
    Object.keys(table).map((name) => `${service}.${name}`),
  );
  expect(STEPS.map(({ method }) => method).sort()).toEqual(methods.sort());
});

describe("each method answers, and the same over both transports", () => {
  test.each(STEPS)("$method", async ({ run }) => {
    const first = await run(port.client, port.filled.table, port.filled.plant);
    const second = await run(socket.client, socket.filled.table, socket.filled.plant);
    expect(normalised(second, socket)).toEqual(normalised(first, port));
  });
});

/** Without what two hosts can't share: their folders and the moments at which they took things in. */
function normalised(value: unknown, { filled }: Connected): unknown {
  const folder = dirname(filled.table);
  const walk = (item: unknown, key: string): unknown => {
    if (typeof item === "string")
      return item
        .replaceAll(folder, "<folder>")
        .replaceAll(filled.plant.url, "<plant>")
        .replaceAll(basename(folder), "<name>");
    if (CLOCK_KEYS.has(key) && typeof item === "number") return "<now>";
    if (typeof item !== "object" || item === null || ArrayBuffer.isView(item)) return item;
    if (Array.isArray(item)) return item.map((each) => walk(each, ""));
    const imported = "importId" in item;
    return Object.fromEntries(
      Object.entries(item).map(([name, each]) => [
        name,
        imported && (name === "startedAt" || name === "endedAt") ? "<now>" : walk(each, name),
      ]),
    );
  };
  return walk(value, "");
}
const CLOCK_KEYS = new Set(["asOf", "receivedAt", "createdAt", "changedAt", "decidedAt", "addedAt"]);

describe.each([
  ["MessageChannel", () => port],
  ["WebSocket", () => socket],
] as const)("errors are data with a kind, over %s", (name, connected) => {
  test("input that does not fit names the field", async () => {
    const { client } = connected();
    await expect(client.parts.details({ partNumber: "" })).rejects.toMatchObject({
      kind: "invalid",
      method: "parts.details",
      message: expect.stringContaining("partNumber") as string,
    });
    const window = { from: 5, to: 5 };
    await expect(client.measurements.failRates({ window })).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("window") as string,
    });
    await expect(client.events.list({ subject: { kind: "all" } as never, limit: 1 })).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(client.search.query({ text: "x".repeat(201), limit: 1 })).rejects.toMatchObject({
      kind: "invalid",
    });
    await expect(client.units.details({ unitId: Number.NaN })).rejects.toMatchObject({ kind: "invalid" });
  });

  test("what is not there is said to be invalid, not a bug", async () => {
    const { client } = connected();
    const asked = [
      client.parts.details({ partNumber: "PL-999" }),
      client.units.details({ unitId: 999_999 }),
      client.events.details({ position: 999_999 }),
      client.units.withdrawClaim({ claimId: "none" }),
      client.import.previewTable({ planId: "none", path: "/x" }),
      client.import.run({ planId: "none" }, () => undefined),
    ];
    const kinds = await Promise.all(asked.map((each) => each.then(() => "answered", kindOf)));
    expect(kinds).toEqual(["invalid", "invalid", "invalid", "invalid", "invalid", "invalid"]);
  });

  test.each(["parts.none", "none.tree", "parts", "parts.tree.x", "__proto__.toString", "parts.constructor"])(
    "%s is no method",
    async (method) => {
      const transport = await connected().raw();
      const answer = new Promise((resolve) => transport.onMessage(resolve));
      transport.send({ type: "call", id: 7, method, input: {} });
      expect(await answer).toEqual({
        type: "error",
        id: 7,
        error: { kind: "invalid", message: "no such method", method },
      });
      transport.close();
    },
  );

  test("a listen goes on until it is cancelled, and its neighbours go on after", async () => {
    const { client } = connected();
    const controller = new AbortController();
    const seen: number[] = [];
    let waiting: () => void = () => undefined;
    const next = (): Promise<void> => new Promise((resolve) => (waiting = resolve));
    const first = next();
    const watching = client.sources.watch({}, ({ revision }) => (seen.push(revision), waiting()), {
      signal: controller.signal,
    });
    await first;
    const second = next();
    await claimAndWithdraw(client);
    await second;
    controller.abort();
    await expect(watching).rejects.toMatchObject({ kind: "cancelled", method: "sources.watch" });
    const heard = seen.length;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    await claimAndWithdraw(client);
    expect(seen).toHaveLength(heard);
  });

  test("samples wake who watches them, and nobody who watches events; an event does that", async () => {
    const { client, filled } = connected();
    const { opcua } = filled.host.store.writer;
    await opcua.putEndpoint(WATCHED);
    const opened = { endpointId: "watched", signals: [WATCHED_LOAD] };
    await opcua.setSignals(opened);
    const { opening } = await opcua.open(opened);
    const deliver = (more: Partial<Delivered>): Promise<unknown> =>
      opcua.deliver({ endpointId: "watched", opening, ...more });
    const at = (time: number): SampleColumns => ({
      indexes: Uint32Array.of(0),
      counts: Uint32Array.of(1),
      times: Float64Array.of(time),
      values: Float64Array.of(1),
    });
    // There is one more signal with its first sample: that is a change of the structure too.
    await deliver({ samples: at(1) });
    const controller = new AbortController();
    const watchers = (["samples", "events", "gaps"] as const).map((kind) => ({
      kind,
      heard: [] as CacheChange[],
    }));
    let happened: () => void = () => undefined;
    const ended = watchers.map(({ kind, heard }) =>
      client.sources.watch(
        { kinds: [kind] },
        (change) => {
          heard.push(change);
          happened();
        },
        { signal: controller.signal },
      ),
    );
    const heardBy = async (kind: string, count: number): Promise<void> => {
      const watcher = watchers.find((each) => each.kind === kind);
      while ((watcher?.heard.length ?? 0) < count) await new Promise<void>((resolve) => (happened = resolve));
    };
    for (const { kind } of watchers) await heardBy(kind, 1);
    await deliver({ samples: at(2) });
    await heardBy("samples", 2);
    const event = { ...WATCHED_ALARM, key: `event/${name}` };
    await deliver({ events: [event] });
    await heardBy("events", 2);
    controller.abort();
    for (const one of ended) await expect(one).rejects.toMatchObject({ kind: "cancelled" });
    // Told with the first one, where that was held back.
    const told = watchers[0]?.heard[1]?.signals?.[0]?.from;
    expect([1, 2]).toContain(told);
    expect(
      watchers.map(({ kind, heard }) => [kind, ...heard.slice(1).map(({ signals }) => signals)]),
    ).toEqual([
      ["samples", [{ equipment: WATCHED_LOAD.equipment, signal: WATCHED_LOAD.name, from: told }]],
      ["events", undefined],
      ["gaps"],
    ]);
    for (const { kind, heard } of watchers)
      for (const [index, { kinds, revision, after }] of heard.entries()) {
        expect(kinds).toEqual([kind]);
        expect(after).toBe(heard[index - 1]?.revision);
        expect(revision).toBeGreaterThan(after ?? 0);
      }
  });

  test("kinds of changes that nobody knows are refused", async () => {
    await expect(
      connected().client.sources.watch({ kinds: ["weather" as never] }, () => undefined),
    ).rejects.toMatchObject({ kind: "invalid" });
  });

  test("a call that was cancelled before it began is never sent", async () => {
    const signal = AbortSignal.abort();
    await expect(connected().client.parts.tree({}, { signal })).rejects.toMatchObject({ kind: "cancelled" });
  });
});

const WATCHED_LOAD = {
  nodeId: "ns=1;s=load",
  equipment: "VMC-9",
  name: "load",
  uom: "%",
  intervalMs: 100,
};
const WATCHED: StoredEndpoint = {
  endpointId: "watched",
  name: "Watched",
  url: "opc.tcp://127.0.0.1:1",
  policy: "None",
  mode: "None",
  identity: "anonymous",
  userName: undefined,
  toleratedOutageS: 60,
  paused: true,
};
const WATCHED_ALARM = {
  record: "event",
  kind: "machine",
  type: "alarm",
  title: "Coolant low",
  startedAt: 1_767_600_000_000_000,
  equipment: "VMC-9",
  payload: "{}",
} as const;

async function claimAndWithdraw(client: HostClient): Promise<void> {
  const { claimId } = await client.units.claimSerialsByOrder({
    sourceId: "qif:lab-b",
    partNumber: "PL-200",
    status: "assumed",
  });
  await client.units.withdrawClaim({ claimId });
}
