import { beforeEach, expect, test } from "vitest";
import { contract, type HostClient, type HostImplementation } from "../../shared/contract/contract.ts";
import type { Settings } from "../../shared/contract/settings.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { transportPair } from "../../shared/rpc/transport.ts";
import { useHost } from "../host/host.ts";
import { changeSettings, settings } from "./settings.ts";

/** A host that knows settings alone. */
function hostOf(set: (change: Settings) => Settings): HostClient {
  const [near, far] = transportPair();
  serveContract(contract, { settings: { set } } as unknown as HostImplementation, far);
  return createClient(contract, near);
}

beforeEach(() => settings.setState({ values: {}, loaded: false }));

test("without a host a choice holds for this session", () => {
  changeSettings({ theme: "light" });
  changeSettings({ mousePreset: "nx" });
  changeSettings({ theme: "dark" });
  expect(settings.getState().values).toEqual({ theme: "dark", mousePreset: "nx" });
});

test("with one it holds at once, and only the change is kept", async () => {
  const kept: Settings[] = [];
  let arrived = (): void => undefined;
  const done = new Promise<void>((resolve) => (arrived = resolve));
  useHost(
    hostOf((change) => {
      kept.push(change);
      arrived();
      return change;
    }),
  );
  settings.setState({ values: { mousePreset: "nx" } });
  changeSettings({ theme: "light" });
  expect(settings.getState().values).toEqual({ theme: "light", mousePreset: "nx" });
  await done;
  expect(kept).toEqual([{ theme: "light" }]);
});

test("a host that can't keep it costs only the keeping", async () => {
  let refused = (): void => undefined;
  const done = new Promise<void>((resolve) => (refused = resolve));
  useHost(
    hostOf(() => {
      refused();
      throw new Failure("limit", "the disk is full");
    }),
  );
  changeSettings({ projection: "orthographic" });
  await done;
  expect(settings.getState().values).toEqual({ projection: "orthographic" });
});
