/** The window's real main, preload and host process working together, and what happens when one dies. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { portTransport } from "../../electron/host/transport/message-port.ts";
import { CHANNELS, PORT_MESSAGE } from "../../electron/window/channels.ts";
import { MENUS } from "../../shared/commands/menus.ts";
import { commandTitles } from "../../shared/commands/titles.ts";
import { contract } from "../../shared/contract/contract.ts";
import { createClient } from "../../shared/rpc/client.ts";
import type { MenuEntry } from "./electron.ts";
import type { StandInPort } from "./ports.ts";
import { clientOn, startMain, type StartedMain } from "./start-main.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

const started: StartedMain[] = [];
afterEach(async () => {
  vi.unstubAllGlobals();
  for (const main of started.splice(0)) {
    await main.quit();
    main.remove();
  }
});
const start: typeof startMain = async (...options) => {
  const main = await startMain(...options);
  started.push(main);
  return main;
};

/** What menus hold, in their order; of nested ones too. */
const LISTED = MENUS.flatMap(({ groups }) => groups.flatMap(({ commands }) => commands));
const entriesOf = (menu: readonly MenuEntry[]): readonly MenuEntry[] =>
  menu.flatMap((entry) => (entry.submenu === undefined ? [entry] : entriesOf(entry.submenu)));

/** Asks for a port as the page does and returns it. */
async function requestPort({ electron, window }: StartedMain): Promise<StandInPort> {
  await electron.invoke(window.webContents, CHANNELS.requestPort);
  const port = window.webContents.sent.findLast(({ channel }) => channel === CHANNELS.hostPort)?.ports[0];
  if (port === undefined) throw new Error("no port came");
  return port;
}

test("a page's port speaks the contract with the host process", async () => {
  const main = await start(["part.step", "--no-sandbox"]);
  const client = clientOn(await requestPort(main));
  const about = await client.diagnostics.about({});
  expect(about.dataFolder).toBe(main.dataFolder);
  expect(about.openPaths).toEqual([join(process.cwd(), "part.step")]);
  expect(about.demo).toBe("none");
  expect(main.electron.app.paths.get("userData")).toBe(join(main.dataFolder, "window"));
});

test("two ports live side by side; closing one leaves the other", async () => {
  const main = await start();
  const first = await requestPort(main);
  const second = clientOn(await requestPort(main));
  await clientOn(first).parts.tree({});
  first.close();
  expect(unpackTree(await second.parts.tree({}))).toEqual([]);
});

test("a host that died is started anew when the page asks, and what was stored is there", async () => {
  const main = await start();
  const client = clientOn(await requestPort(main));
  await client.settings.set({ theme: "light" });
  const pending = client.sources.watch({}, () => undefined);
  const [child] = main.electron.children;
  child?.kill();
  await expect(pending).rejects.toMatchObject({ kind: "offline" });
  await child?.ended;
  const again = clientOn(await requestPort(main));
  expect(await again.settings.get({})).toEqual({ theme: "light" });
  expect(main.electron.children).toHaveLength(2);
  expect(main.electron.dialog.errors).toEqual([]);
});

test("a host that dies at every start is given up with a sentence", async () => {
  const main = await start();
  const { electron, window } = main;
  for (let deaths = 0; deaths < 4; deaths += 1) {
    await electron.invoke(window.webContents, CHANNELS.requestPort);
    const child = electron.children.at(-1);
    child?.kill();
    await child?.ended;
  }
  await electron.invoke(window.webContents, CHANNELS.requestPort);
  expect(electron.dialog.errors).toHaveLength(1);
  expect(electron.app.exitCode).toBe(1);
  expect(electron.children).toHaveLength(4);
});

test("data that can't be opened is said, not overwritten", async () => {
  const spoiled = await start();
  await spoiled.quit();
  writeFileSync(
    join(spoiled.dataFolder, "cache.db"),
    "no database at all, but long enough to look like one".repeat(4),
  );
  const main = await startMain(["--data", spoiled.dataFolder]);
  started.push(main);
  if (main.electron.app.exitCode === undefined)
    await new Promise((resolve) => main.electron.app.once("stand-in-exit", resolve));
  expect(main.electron.app.exitCode).toBe(1);
  expect(main.electron.dialog.errors[0]?.content).toContain("cache.db");
});

test("quitting closes the host first", async () => {
  const main = await start();
  await clientOn(await requestPort(main)).parts.tree({});
  const [child] = main.electron.children;
  await main.quit();
  expect(main.electron.app.exitCode).toBe(0);
  await child?.ended;
});

test("a second start hands its paths over and goes", async () => {
  const main = await start();
  const { electron, window } = main;
  const early = { args: ["a.step"], workingFolder: "/plant" };
  electron.app.emit("second-instance", {}, [], "", early);
  // The page is not up yet: it hears of it once it asked for its port.
  const opened = (): unknown[] =>
    window.webContents.sent
      .filter(({ channel }) => channel === CHANNELS.openPaths)
      .map(({ message }) => message);
  expect(opened()).toEqual([]);
  await requestPort(main);
  expect(opened()).toEqual([["/plant/a.step"]]);
  electron.app.emit("second-instance", {}, [], "", { args: 1 });
  electron.app.emit("open-file", { preventDefault: () => undefined }, "/plant/b.stp");
  expect(opened()).toEqual([["/plant/a.step"], ["/plant/b.stp"]]);
  expect(window.focused).toBe(true);

  const second = await start([], ({ app }) => (app.lock = false));
  expect(second.electron.app.exitCode).toBe(0);
  expect(second.electron.children).toEqual([]);
  expect(second.electron.BrowserWindow.all).toEqual([]);
});

test("links of the system reach the page once it is up, the last one first of all; what is no link does not", async () => {
  const [first, second, third] = ["2.YQ", "2.Yg", "2.Yw"].map((payload) => `throughline://view/${payload}`);
  const main = await start([first ?? ""]);
  const { electron, window } = main;
  // A checkout claims no scheme of the system's.
  expect(electron.app.schemes).toEqual([]);
  const links = (): unknown[] =>
    window.webContents.sent
      .filter(({ channel }) => channel === CHANNELS.openLink)
      .map(({ message }) => message);
  let prevented = 0;
  const event = { preventDefault: () => (prevented += 1) };
  electron.app.emit("open-url", event, second);
  expect(links()).toEqual([]);
  await requestPort(main);
  expect(links()).toEqual([second]);
  // The page asks for a port again after its host died: it is not sent there anew.
  await requestPort(main);
  electron.app.emit("second-instance", {}, [], "", {
    args: [third, "--data", "/evil"],
    workingFolder: "/plant",
  });
  for (const hostile of [
    "https://example.com/",
    "throughline://view/2.<b>",
    `${third}" --data "x`,
    "file:///etc/passwd",
  ]) {
    electron.app.emit("open-url", event, hostile);
    electron.app.emit("second-instance", {}, [], "", {
      args: [`throughline:${hostile}`],
      workingFolder: "/plant",
    });
  }
  expect(links()).toEqual([second, third]);
  expect(prevented).toBe(5);
  expect(window.webContents.sent.filter(({ channel }) => channel === CHANNELS.openPaths)).toEqual([]);
  expect(window.focused).toBe(true);
});

test("the installed app answers for its scheme", async () => {
  const { electron } = await start([], ({ app }) => (app.isPackaged = true));
  expect(electron.app.schemes).toEqual(["throughline"]);
});

test("the menu runs the page's commands", async () => {
  const { electron, window } = await start();
  for (const { click } of entriesOf(electron.Menu.current)) click?.();
  expect(window.webContents.sent.map(({ message }) => message)).toEqual(LISTED.map(({ id }) => id));
});

test("the menu has every command that the page's menus have, with its words and key", async () => {
  const { electron } = await start();
  const entries = entriesOf(electron.Menu.current);
  for (const { id, titleKey, shortcut } of LISTED) {
    const entry = entries.find((each) => each.id === id);
    expect(commandTitles[titleKey].toLowerCase(), id).toContain(entry?.label?.toLowerCase());
    expect(entry?.accelerator, id).toBe(shortcut?.replace(/^Ctrl/, "CmdOrCtrl"));
    expect(entry?.registerAccelerator ?? false, id).toBe(false);
  }
  // Lines part groups: none at an end, no two beside each other.
  for (const { submenu = [] } of electron.Menu.current)
    submenu.forEach(({ type }, at) => {
      if (type !== "separator") return;
      expect(at).toBeGreaterThan(0);
      expect(submenu[at + 1]).toBeDefined();
      expect(submenu[at + 1]?.type).not.toBe("separator");
    });
});

test("the menu shows a person's own keys, and none where they want none or the system has no word for it", async () => {
  const { electron, window } = await start();
  const accelerator = (id: string): string | undefined =>
    entriesOf(electron.Menu.current).find((each) => each.id === id)?.accelerator;
  const usual = accelerator("scene.hide");
  expect(accelerator("scene.fit")).toBe("F");
  const shortcuts = { "scene.fit": "Ctrl+Shift+9", "scene.isolate": "", "scene.ghost": "Ctrl+Ö" };
  await electron.invoke(window.webContents, CHANNELS.preferences, [{ shortcuts, spaceMouse: false }]);
  expect(["scene.fit", "scene.isolate", "scene.ghost", "scene.hide"].map(accelerator)).toEqual([
    "CmdOrCtrl+Shift+9",
    undefined,
    undefined,
    usual,
  ]);
  await electron.invoke(window.webContents, CHANNELS.preferences, [{ shortcuts: {}, spaceMouse: false }]);
  expect(accelerator("scene.fit")).toBe("F");
});

test("the preload script gives the page its bridge and passes the port on to our origin only", async () => {
  const main = await start();
  const { electron, window } = main;
  const posted: { message: unknown; origin: string; ports: readonly StandInPort[] }[] = [];
  let arrived: () => void = () => undefined;
  const arrival = new Promise<void>((done) => (arrived = done));
  vi.stubGlobal("window", {
    location: { origin: "app://throughline" },
    postMessage: (message: unknown, origin: string, ports: readonly StandInPort[]) => {
      posted.push({ message, origin, ports });
      arrived();
    },
  });
  await import("../../electron/window/preload.ts");
  window.webContents.deliver = (channel, message, ports) =>
    electron.ipcRenderer.listeners.get(channel)?.({ ports }, message);

  const bridge = electron.contextBridge.exposed["throughline"] as {
    shell: string;
    openFiles(): Promise<readonly string[]>;
    openFolder(): Promise<readonly string[]>;
    requestPort(): void;
    pathForFile(file: object): string;
    onMenu(listener: (id: string) => void): void;
    onOpenPaths(listener: (paths: readonly string[]) => void): void;
  };
  expect(bridge.shell).toBe("window");
  electron.dialog.choice = ["/plant"];
  expect(await bridge.openFiles()).toEqual(["/plant"]);
  expect(await bridge.openFolder()).toEqual(["/plant"]);
  expect(bridge.pathForFile({ path: "/plant/x" })).toBe("/plant/x");

  electron.app.emit("open-file", { preventDefault: () => undefined }, "/plant/late.step");
  bridge.requestPort();
  await arrival;
  expect(posted).toMatchObject([{ message: PORT_MESSAGE, origin: "app://throughline" }]);
  const port = posted[0]?.ports[0];
  if (port === undefined) throw new Error("no port");
  expect(unpackTree(await createClient(contract, portTransport(port.raw)).parts.tree({}))).toEqual([]);

  // What came before the page listened is kept for it.
  const heard: unknown[] = [];
  bridge.onOpenPaths((paths) => heard.push(paths));
  bridge.onMenu((id) => heard.push(id));
  entriesOf(electron.Menu.current)
    .find(({ id }) => id === "help.about")
    ?.click?.();
  expect(heard).toEqual([["/plant/late.step"], "help.about"]);
});

test("page and preload agree on the port's message", async () => {
  // By a computed name: the page's project is not part of this one's types.
  const page = new URL("../../renderer/host/port-transport.ts", import.meta.url).href;
  const { PORT_MESSAGE: expected } = (await import(page)) as { PORT_MESSAGE: string };
  expect(PORT_MESSAGE).toBe(expected);
});
