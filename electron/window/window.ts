/** The main window: sandboxed, isolated, remembered in its place. */
import { join } from "node:path";
import { BrowserWindow, screen, type WebPreferences } from "electron";
import { message } from "./messages.ts";
import { PAGE_URL } from "./page-origin.ts";
import { boundsToOpen, MINIMUM_WINDOW_SIZE, readWindowState, writeWindowState } from "./window-state.ts";

/** Shown until the page paints; the dark theme's ground. */
const GROUND = "#0e1116";

export function webPreferences(preload: string, developer: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: developer,
  };
}

export interface MainWindowOptions {
  readonly preload: string;
  /** Folder of the window's own files. */
  readonly folder: string;
  readonly developer: boolean;
}

export function openMainWindow({ preload, folder, developer }: MainWindowOptions): BrowserWindow {
  const statePath = join(folder, "window-state.json");
  const state = readWindowState(statePath);
  const window = new BrowserWindow({
    ...boundsToOpen(
      state.bounds,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
    ...MINIMUM_WINDOW_SIZE,
    title: message("app.name"),
    backgroundColor: GROUND,
    // The page has a menu of its own; Alt shows the native one.
    autoHideMenuBar: true,
    show: false,
    webPreferences: webPreferences(preload, developer),
  });
  if (state.maximized) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.on("close", () => writeWindowState(statePath, window.getNormalBounds(), window.isMaximized()));
  void window.loadURL(PAGE_URL).catch((thrown: unknown) => console.error(thrown));
  return window;
}
