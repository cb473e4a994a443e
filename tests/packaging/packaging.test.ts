/**
 * The desktop package as the packager makes it, without network: what is in it, what is sealed, and
 * that its host runs from it, away from this checkout.
 */
import { spawnSync } from "node:child_process";
import { hash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inlinedKernel } from "../../electron/host/import/cad/kernel/kernel-file.ts";
import { WORKER_NAMES } from "../../electron/host/workers.ts";
import { MessageChannelMain } from "../electron-stand-in/ports.ts";
import { clientOn } from "../electron-stand-in/start-main.ts";
import { memorySecrets } from "../../electron/host/secrets.ts";
import type { FromHost, ToHost } from "../../electron/window/host-messages.ts";
import { answerSecret } from "../../electron/window/host-secrets.ts";
import { StandInChild } from "../electron-stand-in/utility-process.ts";
import { closureOf, placesOf } from "./closure.ts";
import { readArchive, readEntry, type ArchiveEntry } from "./asar.ts";
import { makeFakeElectron, readFuses } from "./fake-electron.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const OPCUA = closureOf(ROOT, ["node-opcua-client", "node-opcua-certificate-manager", "node-opcua-server"]);
const canPackage = process.platform === "linux" && existsSync("/bin/true");
if (!canPackage) console.warn("packaging: skipped, the stand-in of Electron's program is a Linux one");

const top = mkdtempSync(join(tmpdir(), "throughline-package-"));
const unpackedApp = join(top, "out", "linux-unpacked");
const archive = join(unpackedApp, "resources", "app.asar");
const beside = `${archive}.unpacked`;
let entries: readonly ArchiveEntry[] = [];

beforeAll(() => {
  if (!canPackage) return;
  makeFakeElectron(join(top, "electron"));
  run("the build", process.execPath, "build/run.mjs", "build/build.ts");
  run(
    "the packager",
    join(ROOT, "node_modules/.bin/electron-builder"),
    "--linux",
    "--dir",
    "--publish=never",
    `-c.electronDist=${join(top, "electron")}`,
    `-c.directories.output=${join(top, "out")}`,
  );
  entries = readArchive(archive);
}, 180_000);
afterAll(() => rmSync(top, { recursive: true, force: true }));

function run(what: string, command: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${what} failed:\n${stdout}\n${stderr}`);
}

const paths = (of: (entry: ArchiveEntry) => boolean): readonly string[] =>
  entries.filter(of).map(({ path }) => path);

describe.skipIf(!canPackage)("the package", () => {
  test("main, preload and page are sealed in the archive", () => {
    const packed = paths(({ unpacked }) => !unpacked);
    expect(packed).toEqual(
      expect.arrayContaining([
        "package.json",
        "dist/electron/main.mjs",
        "dist/electron/preload.cjs",
        "dist/renderer/index.html",
      ]),
    );
    const page = readFileSync(join(ROOT, "dist/renderer/index.html"), "utf8");
    for (const [, asset = ""] of page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)) {
      expect(packed).toContain(`dist/renderer/${asset}`);
    }
    for (const entry of entries.filter(({ unpacked }) => !unpacked))
      expect(hash("sha256", readEntry(archive, entry))).toBe(entry.hash);
    const { main } = JSON.parse(content("package.json")) as { main: string };
    expect(packed).toContain(main);
  });

  test("main and preload load nothing but Electron and Node", () => {
    const loaded = (path: string): readonly (string | undefined)[] =>
      [...content(path).matchAll(/^import .*? from "([^"]+)"|\brequire\("([^"]+)"\)/gm)].map(
        ([, a, b]) => a ?? b,
      );
    expect(loaded("dist/electron/main.mjs").filter((name) => !/^(electron$|node:)/.test(name ?? ""))).toEqual(
      [],
    );
    expect(loaded("dist/electron/preload.cjs")).toEqual(["electron"]);
  });

  test("the host and every worker lie beside it as real files, with what they load", () => {
    const unpacked = paths(({ unpacked }) => unpacked);
    const needed = [
      ...["host-entry", ...WORKER_NAMES].map((name) => `dist/electron/${name}.mjs`),
      "assets/demo/linear-actuator.step",
      "node_modules/better-sqlite3/package.json",
      `node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`,
      "node_modules/occt-import-js/dist/occt-import-js.js",
      relative(ROOT, inlinedKernel()),
      "node_modules/draco3d/draco_decoder.wasm",
    ];
    for (const path of needed) {
      expect(unpacked).toContain(path);
      expect(existsSync(join(beside, path))).toBe(true);
    }
  });

  test("packages that the bundles name are there", () => {
    for (const name of readdirSync(join(beside, "dist/electron"))) {
      const text = readFileSync(join(beside, "dist/electron", name), "utf8");
      for (const [, specifier = ""] of text.matchAll(/^import .*? from "([^".][^"]*)"/gm)) {
        if (specifier.startsWith("node:")) continue;
        expect(
          existsSync(join(beside, "node_modules", specifier, "package.json")),
          `${name}: ${specifier}`,
        ).toBe(true);
      }
    }
  });

  test("the OPC UA client and server are there with all that they build on", () => {
    expect(OPCUA.length).toBeGreaterThan(100);
    const versionAt = (place: string): unknown => {
      const file = join(beside, place, "package.json");
      return existsSync(file)
        ? (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version
        : undefined;
    };
    for (const needed of OPCUA)
      expect(placesOf(needed).map(versionAt), needed.folder).toContain(needed.version);
    const nodesets = readdirSync(join(beside, "node_modules/node-opcua-nodesets/nodesets"));
    expect(nodesets.sort()).toEqual(["Opc.Ua.NodeSet2.ndjson.gz", "Opc.Ua.NodeSet2.xml"]);
  });

  test("nothing else is in it", () => {
    const strange = paths(() => true).filter(
      (path) =>
        !/^(package\.json$|dist\/(electron|kernel|renderer)\/|assets\/demo\/|node_modules\/(better-sqlite3|occt-import-js|draco3d)\/)/.test(
          path,
        ) && !OPCUA.some((needed) => placesOf(needed).some((place) => path.startsWith(`${place}/`))),
    );
    expect(strange).toEqual([]);
    expect(paths(({ path }) => /\.(map|ts|tsx|cpp|hpp|c|h)$/.test(path))).toEqual([]);
    expect(paths(({ path }) => path.endsWith(".node"))).toHaveLength(1);
  });

  test("the program's fuses are set", () => {
    expect(readFuses(join(unpackedApp, "throughline"))).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test("its host starts, reads a file and ends", async () => {
    const table = join(top, "setup.csv");
    writeFileSync(table, "Part;Serial;Coolant\nPL-200;1;Emulsion\nPL-200;2;Oil\n");
    const child = new StandInChild(join(beside, "dist/electron/host-entry.mjs"));
    const start: ToHost = {
      type: "start",
      dataFolder: join(top, "data"),
      version: "9.9.9",
      openPaths: [],
      secretStorage: "memory",
    };
    child.postMessage(start, []);
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: "connect" }, [port2]);
    const client = clientOn(port1);
    expect((await client.diagnostics.about({})).version).toBe("9.9.9");
    const { planId, files } = await client.import.plan({ paths: [table] });
    expect(files).toMatchObject([{ format: "table" }]);
    await client.import.run({ planId }, () => undefined);
    expect((await client.units.list({ partNumber: "PL-200" })).map(({ serial }) => serial)).toEqual([
      "1",
      "2",
    ]);
    // Its OPC UA worker finds its packages as well.
    expect((await client.opcua.ownCertificate({})).subject).toContain("Throughline");
    await expect(client.opcua.discover({ url: "opc.tcp://127.0.0.1:1" })).rejects.toMatchObject({
      kind: "offline",
    });
    child.postMessage({ type: "close" }, []);
    await child.ended;
  });

  test("its demo starts with its plant live and its machines observed", async () => {
    const child = new StandInChild(join(beside, "dist/electron/host-entry.mjs"));
    const start: ToHost = {
      type: "start",
      dataFolder: join(top, "demo"),
      version: "9.9.9",
      openPaths: [],
      demoModel: join(beside, "assets/demo/linear-actuator.step"),
      secretStorage: "memory",
    };
    const secrets = memorySecrets();
    child.on("message", (message: FromHost) => {
      if (message.type === "secret")
        void answerSecret(secrets, message).then((answer) => child.postMessage(answer, []));
    });
    child.postMessage(start, []);
    const { port1, port2 } = new MessageChannelMain();
    child.postMessage({ type: "connect" }, [port2]);
    const client = clientOn(port1);
    await client.demo.drawn({});
    const machines = new AbortController();
    await client.opcua
      .watch(
        {},
        (event) => {
          if (event.type === "values" && event.values.length > 0) machines.abort();
        },
        { signal: machines.signal },
      )
      .catch((thrown: unknown) => {
        if (!machines.signal.aborted) throw thrown;
      });
    expect((await client.diagnostics.about({})).demo).toBe("ready");
    expect((await client.parts.model({ partNumber: "10-4000" }))?.fileName).toBe("linear-actuator.step");
    const live = new AbortController();
    await client.plants
      .watch(
        {},
        ({ plants: [plant] }) => {
          if (plant?.state === "idle") live.abort();
        },
        { signal: live.signal },
      )
      .catch((thrown: unknown) => {
        if (!live.signal.aborted) throw thrown;
      });
    child.postMessage({ type: "close" }, []);
    await child.ended;
  }, 120_000);
});

function content(path: string): string {
  const entry = entries.find((candidate) => candidate.path === path);
  if (entry === undefined) throw new Error(`${path} is not in the archive`);
  return readEntry(archive, entry).toString("utf8");
}
