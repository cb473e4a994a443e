/** What a hostile page or frame gets out of the window's real main module: nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONTENT_SECURITY_POLICY } from "../../electron/host/security/content-security-policy.ts";
import { CHANNELS } from "../../electron/window/channels.ts";
import { PAGE_URL } from "../../electron/window/page-origin.ts";
import { startMain, type StandIn, type StartedMain } from "./start-main.ts";

/** A SpaceMouse Compact, and a keyboard of the maker whose number older 3D mice share. */
const SPACE_MOUSE = { vendorId: 0x256f, productId: 0xc635 };
const KEYBOARD = { vendorId: 0x046d, productId: 0xc31c };

let main: StartedMain;
let electron: StandIn;
beforeAll(async () => {
  main = await startMain();
  ({ electron } = main);
});
afterAll(async () => {
  await main.quit();
  main.remove();
});

test("the window is sandboxed and isolated, and loads our page", () => {
  expect(electron.app.sandboxed).toBe(true);
  expect(main.window.options["webPreferences"]).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  expect(main.window.webContents.mainFrame.url).toBe("app://throughline/index.html");
  expect(main.window.shown).toBe(true);
});

test("the scheme is a real, secure origin that bypasses nothing", () => {
  expect(electron.protocol.schemes).toEqual([
    {
      scheme: "app",
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
});

describe("messages from a page", () => {
  const ASKED = [CHANNELS.openFiles, CHANNELS.openFolder, CHANNELS.requestPort, CHANNELS.preferences];

  test("these channels and no others are answered", () => {
    expect([...electron.ipcMain.handlers.keys()].sort()).toEqual([...ASKED].sort());
  });

  test.each(
    ASKED.flatMap((channel) =>
      [
        "app://throughline.evil/index.html",
        "app://throughline@evil/",
        "https://app//throughline",
        "https://app://throughline/",
        "file:///opt/throughline/index.html",
        "http://127.0.0.1:5173/",
        "data:text/html,x",
        "about:blank",
        "",
      ].map((url) => [channel, url] as const),
    ),
  )("%s from %j is refused", async (channel, url) => {
    const contents = main.window.webContents;
    const sent = contents.sent.length;
    const asked = electron.dialog.asked.length;
    contents.mainFrame.url = url;
    try {
      await expect(electron.invoke(contents, channel)).rejects.toThrow(/^refused$/);
    } finally {
      contents.mainFrame.url = PAGE_URL;
    }
    expect(electron.dialog.asked).toHaveLength(asked);
    expect(contents.sent).toHaveLength(sent);
  });

  test.each(ASKED)("%s from a subframe, a gone frame or another page's frame is refused", async (channel) => {
    const contents = main.window.webContents;
    const subframe = { url: PAGE_URL, parent: contents.mainFrame, frameTreeNodeId: 1001 };
    const foreign = { url: PAGE_URL, parent: null, frameTreeNodeId: 1002 };
    for (const frame of [subframe, foreign, null]) {
      await expect(electron.invoke(contents, channel, [], frame)).rejects.toThrow(/^refused$/);
    }
  });

  test.each([[["/etc"]], [[undefined]], [[null]], [[{}, {}]], [[{ __proto__: null }]]])(
    "arguments that nobody asked for are refused: %j",
    async (input) => {
      for (const channel of ASKED)
        await expect(electron.invoke(main.window.webContents, channel, input)).rejects.toThrow(/^invalid$/);
    },
  );

  test("our own page gets what the person chose, and nothing where they cancelled", async () => {
    const { dialog } = electron;
    dialog.choice = ["/plant/a.step"];
    expect(await electron.invoke(main.window.webContents, CHANNELS.openFiles)).toEqual(["/plant/a.step"]);
    expect(dialog.asked.at(-1)).toMatchObject({ properties: ["openFile", "multiSelections"] });
    dialog.choice = undefined;
    expect(await electron.invoke(main.window.webContents, CHANNELS.openFolder)).toEqual([]);
    expect(dialog.asked.at(-1)).toMatchObject({ properties: ["openDirectory", "multiSelections"] });
  });
});

const HOSTILE = [
  "javascript:alert(1)",
  "file:///etc/passwd",
  "data:text/html,<script>1</script>",
  "blob:app://throughline/1",
  "about:blank",
  "https://evil.example/",
  "https://evil.example/app://throughline/",
  "app://throughline.evil/index.html",
  "app://throughline@evil/",
  // Even our own: the page is one page.
  "app://throughline/other.html",
];

test.each(HOSTILE)("the page can't go to %s, by itself, by a redirect, in a frame or in a window", (url) => {
  const contents = main.window.webContents;
  expect(contents.tries("will-navigate", url)).toBe(false);
  expect(contents.tries("will-redirect", url)).toBe(false);
  expect(contents.tries("will-frame-navigate", url)).toBe(false);
  expect(contents.tries("will-attach-webview", url)).toBe(false);
  expect(contents.opensWindow(url)).toBe(false);
});

test("contents made later are guarded too", () => {
  const later = new electron.BrowserWindow({}).webContents;
  electron.BrowserWindow.all.pop();
  expect(later.tries("will-navigate", "https://evil.example/")).toBe(false);
  expect(later.opensWindow("https://evil.example/")).toBe(false);
});

test("only listed https origins reach the person's browser", async () => {
  const { openInBrowser } = await import("../../electron/window/guards.ts");
  const origins = ["https://allowed.example"];
  for (const url of [
    "https://allowed.example.evil.com/",
    "http://allowed.example/",
    "https://allowed.example@evil.com/",
    "https://someone@allowed.example/",
    "file:///etc/passwd",
    "javascript:1",
  ])
    expect(await openInBrowser(url, origins)).toBe(false);
  expect(electron.shell.opened).toEqual([]);
  expect(await openInBrowser("https://allowed.example/help?a=b", origins)).toBe(true);
  expect(electron.shell.opened).toEqual(["https://allowed.example/help?a=b"]);
});

describe("permissions", () => {
  const PERMISSIONS = [
    "media",
    "geolocation",
    "notifications",
    "midi",
    "usb",
    "hid",
    "serial",
    "fileSystem",
    "clipboard-read",
    "display-capture",
    "openExternal",
    "fullscreen",
    "pointerLock",
    "local-network-access",
    "unknown",
  ];

  test.each(PERMISSIONS)("%s is denied to our own page, asked or checked", (permission) => {
    const { defaultSession } = electron.session;
    let answer: boolean | undefined;
    defaultSession.request({}, permission, (allowed) => (answer = allowed), { requestingUrl: PAGE_URL });
    expect(answer).toBe(false);
    expect(defaultSession.check({}, permission, "app://throughline/")).toBe(false);
  });

  test("text may be put on the clipboard, by our own page only", () => {
    const { check } = electron.session.defaultSession;
    expect(check({}, "clipboard-sanitized-write", "app://throughline/")).toBe(true);
    expect(check({}, "clipboard-sanitized-write", "app://throughline.evil/")).toBe(false);
    expect(check({}, "clipboard-sanitized-write", "https://throughline/")).toBe(false);
  });

  test("no device, no screen, no Bluetooth", () => {
    const { defaultSession } = electron.session;
    expect(
      defaultSession.device({ deviceType: "hid", origin: "app://throughline/", device: SPACE_MOUSE }),
    ).toBe(false);
    const answers: unknown[] = [];
    defaultSession.displayMedia({}, (streams) => answers.push(streams));
    defaultSession.bluetooth({}, (answer) => answers.push(answer));
    expect(answers).toEqual([null, { confirmed: false }]);
    for (const event of ["select-hid-device", "select-usb-device"]) {
      let prevented = false;
      const chosen: unknown[] = [];
      defaultSession.emit(
        event,
        { preventDefault: () => (prevented = true) },
        { deviceList: [{ deviceId: "1", ...SPACE_MOUSE }], frame: { url: PAGE_URL } },
        (id?: string) => chosen.push(id),
      );
      expect(prevented).toBe(true);
      expect(chosen).toEqual([undefined]);
    }
  });

  test("a 3D mouse is let through while its switch is on: to our page, and no other device", async () => {
    const { defaultSession } = electron.session;
    const { webContents } = main.window;
    const own = "app://throughline/";
    const device = (over: object = {}): boolean =>
      defaultSession.device({ deviceType: "hid", origin: own, device: SPACE_MOUSE, ...over });
    const select = (url: string, ...devices: readonly object[]): unknown => {
      let chosen: unknown;
      defaultSession.emit(
        "select-hid-device",
        { preventDefault: () => undefined },
        { deviceList: devices, frame: { url } },
        (id?: string) => (chosen = id),
      );
      return chosen;
    };
    const mouse = { deviceId: "mouse", ...SPACE_MOUSE };
    const keyboard = { deviceId: "keyboard", ...KEYBOARD };
    await electron.invoke(webContents, CHANNELS.preferences, [{ shortcuts: {}, spaceMouse: true }]);
    expect([device(), defaultSession.check({}, "hid", own)]).toEqual([true, true]);
    expect(select(PAGE_URL, keyboard, mouse)).toBe("mouse");
    expect(select(PAGE_URL, keyboard)).toBeUndefined();
    expect(select("https://evil.example/", mouse)).toBeUndefined();
    expect(device({ device: KEYBOARD })).toBe(false);
    expect(device({ deviceType: "usb" })).toBe(false);
    expect(device({ origin: "https://evil.example/" })).toBe(false);
    expect(device({ device: {} })).toBe(false);
    expect(defaultSession.check({}, "hid", "https://evil.example/")).toBe(false);
    expect(defaultSession.check({}, "usb", own)).toBe(false);
    await electron.invoke(webContents, CHANNELS.preferences, [{ shortcuts: {}, spaceMouse: false }]);
    expect([device(), defaultSession.check({}, "hid", own), select(PAGE_URL, mouse)]).toEqual([
      false,
      false,
      undefined,
    ]);
  });

  test.each([
    { shortcuts: {}, spaceMouse: "yes" },
    { shortcuts: { "scene.fit": 1 }, spaceMouse: false },
    { shortcuts: { "scene.fit": "F".repeat(100) }, spaceMouse: false },
    { shortcuts: {}, spaceMouse: false, more: true },
    undefined,
  ])("preferences of another shape are refused: %j", async (preferences) => {
    await expect(
      electron.invoke(main.window.webContents, CHANNELS.preferences, [preferences]),
    ).rejects.toThrow("invalid");
  });

  test("requests to anywhere else are cancelled", () => {
    const cancelled = (url: string): boolean => {
      let cancel = false;
      electron.session.defaultSession.beforeRequest({ url }, (answer) => (cancel = answer.cancel === true));
      return cancel;
    };
    expect(cancelled("https://telemetry.example/")).toBe(true);
    expect(cancelled("ws://127.0.0.1:1/")).toBe(true);
    expect(cancelled("file:///etc/passwd")).toBe(true);
    expect(cancelled(PAGE_URL)).toBe(false);
  });
});

describe("app://", () => {
  const get = (url: string, method = "GET"): Promise<Response> => {
    const handler = electron.protocol.handlers.get("app");
    if (handler === undefined) throw new Error("no handler");
    return handler({ method, url });
  };

  test.each([
    "app://throughline/../package.json",
    "app://throughline/..%2f..%2fpackage.json",
    "app://throughline/%2e%2e/%2e%2e/package.json",
    "app://throughline/..%5c..%5cpackage.json",
    "app://throughline/index.html%00",
    "app://throughline/blob/..%2f..%2fuser.db",
    `app://throughline/blob/${"0".repeat(64)}`,
    "app://throughline.evil/index.html",
  ])("%s is 404 with the policy and says nothing", async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(response.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    expect(await response.text()).toBe("not found\n");
  });

  test("a blob of the data folder is served whole, once it is there", async () => {
    const { createBlobs } = await import("../../electron/host/blobs.ts");
    const bytes = new Uint8Array(200_000).map((_, index) => index % 251);
    const sha256 = await createBlobs(main.dataFolder).put(bytes);
    const response = await get(`app://throughline/blob/${sha256}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    const head = await get(`app://throughline/blob/${sha256}`, "HEAD");
    expect(head.headers.get("content-length")).toBe("200000");
    expect(await head.text()).toBe("");
  });

  test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is not allowed", async (method) => {
    expect((await get(PAGE_URL, method)).status).toBe(405);
  });
});
