/**
 * A stand-in of the electron module for tests in plain Node: main's real wiring runs against it, and
 * tests ask it what was denied. `startMain` puts it in the place of the real one.
 */
import { EventEmitter } from "node:events";
import { resolve } from "node:path";
import { StandInContents, type StandInFrame } from "./web-contents.ts";

export { MessageChannelMain } from "./ports.ts";
export { children, utilityProcess } from "./utility-process.ts";

type Handler = (event: { sender: unknown; senderFrame: unknown }, ...input: unknown[]) => unknown;

class StandInApp extends EventEmitter {
  isPackaged = false;
  sandboxed = false;
  /** What the lock answers: false where another instance holds it. */
  lock = true;
  lockData: unknown;
  exitCode: number | undefined;
  readonly paths = new Map<string, string>();
  /** Schemes that the app says it answers for. */
  readonly schemes: string[] = [];
  private becomeReady: () => void = () => undefined;
  private readonly readiness = new Promise<void>((done) => (this.becomeReady = done));

  getAppPath(): string {
    return resolve(import.meta.dirname, "../..");
  }
  enableSandbox(): void {
    this.sandboxed = true;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.schemes.push(scheme);
    return true;
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.lockData = data;
    return this.lock;
  }
  whenReady(): Promise<void> {
    return this.readiness;
  }
  /** The test says when. */
  ready(): void {
    this.becomeReady();
  }
  quit(): void {
    let prevented = false;
    this.emit("will-quit", { preventDefault: () => (prevented = true) });
    if (!prevented) this.exit(0);
  }
  exit(code: number): void {
    this.exitCode ??= code;
    this.emit("stand-in-exit", code);
  }
}
export const app = new StandInApp();

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  readonly options: Record<string, unknown>;
  readonly webContents = new StandInContents();
  shown = false;
  focused = false;
  maximized = false;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit("web-contents-created", {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    await Promise.resolve();
    this.emit("ready-to-show");
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    this.focused = true;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isMinimized(): boolean {
    return false;
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 1200, height: 800 };
  }
  close(): void {
    this.emit("close");
    this.emit("closed");
    app.emit("window-all-closed");
  }
}

export const ipcMain = {
  handlers: new Map<string, Handler>(),
  handle(channel: string, handler: Handler): void {
    if (this.handlers.has(channel)) throw new Error(`second handler for ${channel}`);
    this.handlers.set(channel, handler);
  },
};

/** Calls a channel as a page would. `frame`: whose; by default the contents' own top frame. */
export async function invoke(
  contents: StandInContents,
  channel: string,
  input: readonly unknown[] = [],
  frame: StandInFrame | null = contents.mainFrame,
): Promise<unknown> {
  const handler = ipcMain.handlers.get(channel);
  if (handler === undefined) throw new Error(`no handler for ${channel}`);
  return handler({ sender: contents, senderFrame: frame }, ...input);
}

export const protocol = {
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  handlers: new Map<string, (request: { method: string; url: string }) => Promise<Response>>(),
  registerSchemesAsPrivileged(schemes: { scheme: string; privileges: Record<string, boolean> }[]): void {
    this.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: { method: string; url: string }) => Promise<Response>): void {
    this.handlers.set(scheme, handler);
  },
};

type Decide = (allowed: boolean) => void;

class StandInSession extends EventEmitter {
  request: (contents: unknown, permission: string, decide: Decide, details: object) => void = (
    _c,
    _p,
    decide,
  ) => decide(true);
  check: (contents: unknown, permission: string, origin: string) => boolean = () => true;
  device: (details: { deviceType: string; origin: string; device: object }) => boolean = () => true;
  displayMedia: (request: unknown, decide: (streams: unknown) => void) => void = (_r, decide) => decide({});
  bluetooth: (details: unknown, decide: (answer: { confirmed: boolean }) => void) => void = (_d, decide) =>
    decide({ confirmed: true });
  beforeRequest: (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void = (
    _d,
    decide,
  ) => decide({});
  readonly webRequest = {
    onBeforeRequest: (handler: StandInSession["beforeRequest"]): void => void (this.beforeRequest = handler),
  };
  setPermissionRequestHandler(handler: StandInSession["request"]): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: StandInSession["check"]): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: StandInSession["device"]): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(handler: StandInSession["displayMedia"]): void {
    this.displayMedia = handler;
  }
  setBluetoothPairingHandler(handler: StandInSession["bluetooth"]): void {
    this.bluetooth = handler;
  }
}
export const session = { defaultSession: new StandInSession() };

export const dialog = {
  /** What the person will choose next; undefined: cancel. */
  choice: undefined as readonly string[] | undefined,
  asked: [] as Record<string, unknown>[],
  errors: [] as { title: string; content: string }[],
  async showOpenDialog(
    _parent: unknown,
    options: Record<string, unknown>,
  ): Promise<{ canceled: boolean; filePaths: readonly string[] }> {
    this.asked.push(options);
    return { canceled: this.choice === undefined, filePaths: this.choice ?? [] };
  },
  showErrorBox(title: string, content: string): void {
    this.errors.push({ title, content });
  },
};

/** The key store: what it "encrypts" is told from plain text by a mark. */
export const safeStorage = {
  available: true,
  backend: "gnome_libsecret",
  /** What was encrypted before can't be read any more. */
  isReset: false,
  isEncryptionAvailable(): boolean {
    return this.available;
  },
  getSelectedStorageBackend(): string {
    return this.backend;
  },
  encryptString(text: string): Buffer {
    return Buffer.from(`sealed:${Buffer.from(text).toString("hex")}`);
  },
  decryptString(bytes: Buffer): string {
    const text = bytes.toString();
    if (this.isReset || !text.startsWith("sealed:")) throw new Error("can't be decrypted");
    return Buffer.from(text.slice(7), "hex").toString();
  },
};

export const shell = {
  opened: [] as string[],
  async openExternal(url: string): Promise<void> {
    this.opened.push(url);
  },
};

export interface MenuEntry {
  readonly id?: string;
  readonly label?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly submenu?: readonly MenuEntry[];
  readonly click?: () => void;
}

export const Menu = {
  current: [] as readonly MenuEntry[],
  buildFromTemplate: (template: readonly MenuEntry[]): readonly MenuEntry[] => template,
  setApplicationMenu(menu: readonly MenuEntry[]): void {
    this.current = menu;
  },
};

export const screen = {
  getAllDisplays: (): { workArea: { x: number; y: number; width: number; height: number } }[] => [
    { workArea: { x: 0, y: 0, width: 1920, height: 1040 } },
  ],
};

/** The page's side, for the preload script. */
export const ipcRenderer = {
  listeners: new Map<string, (event: { ports: readonly unknown[] }, message: unknown) => void>(),
  on(channel: string, listener: (event: { ports: readonly unknown[] }, message: unknown) => void): void {
    this.listeners.set(channel, listener);
  },
  invoke(channel: string, ...input: unknown[]): Promise<unknown> {
    const [window] = BrowserWindow.all;
    if (window === undefined) throw new Error("no window");
    return invoke(window.webContents, channel, input);
  },
};

export const contextBridge = {
  exposed: {} as Record<string, unknown>,
  exposeInMainWorld(name: string, api: unknown): void {
    this.exposed[name] = api;
  },
};

export const webUtils = { getPathForFile: (file: { readonly path?: string }): string => file.path ?? "" };
