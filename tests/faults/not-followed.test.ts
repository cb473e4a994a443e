/** `cli import` only imports: no plant is followed, no endpoint observed, no demo started, whatever the folder has stored. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { startStore } from "../../electron/host/store/store.ts";

const MAIN = resolve(import.meta.dirname, "../../electron/cli/main.ts");

test("an import from the command line knocks at no door", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-cli-import-"));
  let knocks = 0;
  const server = createServer((socket) => {
    knocks += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  try {
    const store = await startStore({ folder, onBug: (_method, text) => expect.unreachable(text) });
    await store.writer.plants.save({
      plantId: "own",
      kind: "plant",
      name: "Own",
      url: `http://127.0.0.1:${port}/`,
      ca: undefined,
      allowPlainHttp: false,
      paused: false,
      scopes: [],
    });
    await store.writer.opcua.putEndpoint({
      endpointId: "own",
      name: "Own",
      url: `opc.tcp://127.0.0.1:${port}`,
      policy: "None",
      mode: "None",
      identity: "anonymous",
      userName: undefined,
      toleratedOutageS: 60,
      paused: false,
    });
    await store.close();
    const file = join(folder, "setup.csv");
    writeFileSync(file, "Part;Serial;Coolant\nPL-200;1;Emulsion\n");
    const { status, stderr } = spawnSync(process.execPath, [MAIN, "import", file, "--data", folder], {
      encoding: "utf8",
    });
    expect({ status, stderr: stderr.replace(/^1\/1 .*\n/, "") }).toEqual({ status: 0, stderr: "" });
    expect(existsSync(join(folder, "opcua"))).toBe(false);
    expect(existsSync(join(folder, "demo"))).toBe(false);
    // What knocked while the command ran stands in the queue of the socket: it is let in first.
    await new Promise((turn) => setImmediate(turn));
    expect(knocks).toBe(0);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
