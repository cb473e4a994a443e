/** Tokens of plants on their way from the page to the key store: main keeps them, the host asks for them. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { CHANNELS } from "../../electron/window/channels.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import { clientOn, startMain, type StandIn, type StartedMain } from "./start-main.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The module under a stand-in that is as wanted. */
async function windowSecretsWith(change: (electron: StandIn) => void) {
  vi.resetModules();
  vi.doMock("electron", () => import("./electron.ts"));
  change((await import("electron")) as unknown as StandIn);
  const { windowSecrets } = await import("../../electron/window/secrets.ts");
  return windowSecrets(folder);
}

test("the system's key store: what lies in the file is sealed", async () => {
  const secrets = await windowSecretsWith(() => undefined);
  await secrets.set("plant:1", "my-token");
  expect(await secrets.get("plant:1")).toBe("my-token");
  expect(secrets.storage).toBe("system");
  expect(readFileSync(join(folder, "secrets.json"), "utf8")).not.toContain("my-token");
});

test("Linux without a key store: told as plain text, because the key is known to all", async ({ skip }) => {
  if (process.platform !== "linux") skip("other systems always have a key store");
  const secrets = await windowSecretsWith(({ safeStorage }) => (safeStorage.backend = "basic_text"));
  expect(secrets.storage).toBe("plain-text");
});

test("no encryption at all: a file that only this user can read", async () => {
  const secrets = await windowSecretsWith(({ safeStorage }) => (safeStorage.available = false));
  expect(secrets.storage).toBe("private-file");
});

test("a key store that was reset: the token has to be entered again", async () => {
  const before = await windowSecretsWith(() => undefined);
  await before.set("plant:1", "my-token");
  const after = await windowSecretsWith(({ safeStorage }) => (safeStorage.isReset = true));
  expect(await after.get("plant:1")).toBeUndefined();
});

test("a plant added in the window is followed with its token, also after the host died", async () => {
  const plant = await startPlant({ clock: microseconds, units: 0 });
  plant.plant.put("mes", "site", "note/1", { record: "note", key: "1", text: "Chatter" });
  const main = await startMain();
  try {
    const client = await connect(main);
    const { url, token } = plant;
    await client.plants.add({ name: "Plant", url, token, systems: [{ system: "mes", scopes: ["site"] }] });
    expect((await client.plants.list({})).secretStorage).toBe("system");
    const [child] = main.electron.children;
    child?.kill();
    await child?.ended;
    plant.plant.put("mes", "site", "note/2", { record: "note", key: "2", text: "Coolant" });
    const again = await connect(main);
    expect((await again.plants.list({})).plants).toMatchObject([{ name: "Plant", hasToken: true }]);
    const watching = new AbortController();
    await again.plants
      .watch(
        {},
        ({ plants: [first] }) => {
          if (first?.feeds[0]?.coverage.records === 2) watching.abort();
        },
        { signal: watching.signal },
      )
      .catch(() => undefined);
    expect(watching.signal.aborted).toBe(true);
    const kept = readFileSync(join(main.dataFolder, "window", "secrets.json"), "utf8");
    expect(kept).not.toContain(token);
  } finally {
    await main.quit();
    await plant.stop();
    main.remove();
  }
});

async function connect({ electron, window }: StartedMain): Promise<HostClient> {
  await electron.invoke(window.webContents, CHANNELS.requestPort);
  const port = window.webContents.sent.findLast(({ channel }) => channel === CHANNELS.hostPort)?.ports[0];
  if (port === undefined) throw new Error("no port came");
  return clientOn(port);
}
