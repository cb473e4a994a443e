/** The sandboxed bridge: a few functions for the page, each of one fixed meaning. */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from "electron";
import { CHANNELS, PORT_MESSAGE } from "./channels.ts";

/** Values of a channel as they come; those that come before the page listens are kept for it. */
function inbox(channel: string): (listener: (value: unknown) => void) => void {
  const waiting: unknown[] = [];
  let deliver = (value: unknown): void => void waiting.push(value);
  ipcRenderer.on(channel, (_event, value: unknown) => deliver(value));
  return (listener) => {
    deliver = listener;
    for (const value of waiting.splice(0)) listener(value);
  };
}

ipcRenderer.on(CHANNELS.hostPort, ({ ports }: IpcRendererEvent) => {
  // Our own origin, never "*": whatever page this is, only ours may get the port.
  window.postMessage(PORT_MESSAGE, window.location.origin, [...ports]);
});

contextBridge.exposeInMainWorld("throughline", {
  shell: "window",
  openFiles: (): Promise<unknown> => ipcRenderer.invoke(CHANNELS.openFiles),
  openFolder: (): Promise<unknown> => ipcRenderer.invoke(CHANNELS.openFolder),
  requestPort: (): void => void ipcRenderer.invoke(CHANNELS.requestPort),
  setPreferences: (preferences: unknown): void => void ipcRenderer.invoke(CHANNELS.preferences, preferences),
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
  /** Listener gets the id of a command. */
  onMenu: inbox(CHANNELS.menu),
  /** Listener gets absolute paths. */
  onOpenPaths: inbox(CHANNELS.openPaths),
  /** Listener gets the address of a view. */
  onOpenLink: inbox(CHANNELS.openLink),
});
