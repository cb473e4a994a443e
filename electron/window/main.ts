/** The desktop app: composes window, guards, page scheme and host process, and does nothing else. */
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { app, BrowserWindow, dialog, session } from "electron";
import * as v from "valibot";
import { isViewAddress, VIEW_SCHEME } from "../../shared/contract/view-address.ts";
import { createBlobs } from "../host/blobs.ts";
import { defaultDataFolder, demoModelPath, productVersion, rendererFolder } from "../host/locations.ts";
import { CHANNELS } from "./channels.ts";
import { parseCommandLine } from "./command-line.ts";
import { chooseFiles, chooseFolder } from "./dialogs.ts";
import { answerPage, guardContents } from "./guards.ts";
import { startHostProcess, type HostProcess } from "./host-process.ts";
import { setMenu } from "./menu.ts";
import { message } from "./messages.ts";
import { denyPermissions } from "./permissions.ts";
import { preferencesSchema } from "./preferences.ts";
import { registerAppScheme, serveAppScheme } from "./protocol.ts";
import { unpackedPath } from "./unpacked.ts";
import { windowSecrets } from "./secrets.ts";
import { openMainWindow } from "./window.ts";

const developer = !app.isPackaged;
const appPath = developer ? app.getAppPath() : undefined;
const args = process.argv.slice(1);
const commandLine = parseCommandLine(args, process.cwd(), appPath);
const dataFolder = commandLine.dataFolder ?? defaultDataFolder(process.env, homedir(), process.platform);
/** The window's own files: Chromium's profile, the lock, the place on the screen. */
const windowFolder = join(dataFolder, "window");

/** Paths that came before the host was started; it hands them to the page. */
const earlyPaths = [...commandLine.paths];
/** Paths that came after, while the page was not yet up to hear of them. */
const latePaths: string[] = [];
/** The link that came last while the page was not yet up. */
let lateLink = commandLine.link;
let pageIsUp = false;
let host: HostProcess | undefined;
let window: BrowserWindow | undefined;

/** Sent along with the request for the lock: argv itself reaches the first instance reordered. */
const handoverSchema = v.object({ args: v.array(v.string()), workingFolder: v.string() });

app.enableSandbox();
registerAppScheme();
app.on("web-contents-created", (_event, contents) => guardContents(contents));

if (takeDataFolder()) start();

/** One instance per data folder; false where this one has to go. */
function takeDataFolder(): boolean {
  try {
    mkdirSync(windowFolder, { recursive: true });
  } catch (thrown) {
    dialog.showErrorBox(
      message("error.data-folder"),
      thrown instanceof Error ? thrown.message : String(thrown),
    );
    app.exit(1);
    return false;
  }
  app.setPath("userData", windowFolder);
  // The package says so too where the system reads it there (macOS, Linux). A checkout claims nothing.
  if (!developer) app.setAsDefaultProtocolClient(VIEW_SCHEME);
  if (app.requestSingleInstanceLock({ args, workingFolder: process.cwd() })) return true;
  app.quit();
  return false;
}

function start(): void {
  app.on("second-instance", (_event, _argv, _workingFolder, handover) => {
    const parsed = v.safeParse(handoverSchema, handover);
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    if (!parsed.success) return;
    const { paths, link } = parseCommandLine(parsed.output.args, parsed.output.workingFolder, appPath);
    openPaths(paths);
    openLink(link);
  });
  // macOS tells links this way, before it is ready too.
  app.on("open-url", (event, url) => {
    event.preventDefault();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
    openLink(isViewAddress(url) ? url : undefined);
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    openPaths([path]);
  });
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    const ending = host;
    if (ending === undefined) return;
    host = undefined;
    event.preventDefault();
    void ending.close().finally(() => app.exit(0));
  });
  void app.whenReady().then(open);
}

function open(): void {
  const devices = denyPermissions(session.defaultSession, developer);
  const blobs = createBlobs(dataFolder);
  serveAppScheme({ rendererFolder: rendererFolder(), blobPath: (sha256) => blobs.path(sha256) });
  const runCommand = (id: string): void => window?.webContents.send(CHANNELS.menu, id);
  setMenu(runCommand, developer);

  // Whoever opens files of their own wants to see them, not the demo; it fills only an empty folder.
  const withDemo = commandLine.demo && earlyPaths.length === 0;
  host = startHostProcess({
    entry: unpackedPath(join(import.meta.dirname, "host-entry.mjs")),
    start: {
      dataFolder,
      version: productVersion(),
      openPaths: earlyPaths,
      ...(withDemo ? { demoModel: unpackedPath(demoModelPath()) } : {}),
    },
    secrets: windowSecrets(windowFolder),
    now: Date.now,
    onFailure: (reason) => {
      dialog.showErrorBox(message("error.data-folder"), reason ?? message("error.host-ends"));
      app.exit(1);
    },
  });

  const none = v.strictTuple([]);
  answerPage(CHANNELS.openFiles, none, () => (window === undefined ? [] : chooseFiles(window)));
  answerPage(CHANNELS.openFolder, none, () => (window === undefined ? [] : chooseFolder(window)));
  answerPage(CHANNELS.preferences, preferencesSchema, ([{ shortcuts, spaceMouse }]) => {
    devices.allowSpaceMouse(spaceMouse);
    setMenu(runCommand, developer, shortcuts);
  });
  answerPage(CHANNELS.requestPort, none, (_input, sender) => {
    const port = host?.connect();
    if (port !== undefined) sender.postMessage(CHANNELS.hostPort, undefined, [port]);
    pageIsUp = true;
    openPaths(latePaths.splice(0));
    openLink(lateLink);
  });

  window = openMainWindow({
    preload: join(import.meta.dirname, "preload.cjs"),
    folder: windowFolder,
    developer,
  });
  window.on("closed", () => (window = undefined));
}

/** An address of a view, checked for its form; what it says is judged by the page. */
function openLink(link: string | undefined): void {
  if (link === undefined) return;
  lateLink = pageIsUp ? undefined : link;
  if (pageIsUp) window?.webContents.send(CHANNELS.openLink, link);
}

/** Paths of a later start of the program, or dropped on its icon. */
function openPaths(paths: readonly string[]): void {
  if (paths.length === 0) return;
  if (host === undefined) earlyPaths.push(...paths);
  else if (!pageIsUp) latePaths.push(...paths);
  else window?.webContents.send(CHANNELS.openPaths, paths);
}
