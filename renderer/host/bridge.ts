export interface DesktopPreferences {
  /** Own keys by command id; empty: none. */
  readonly shortcuts: Readonly<Record<string, string>>;
  /** A 3D mouse may be reached. */
  readonly spaceMouse: boolean;
}

/** What the Electron preload offers the page; absent in the browser shell. */
export interface DesktopBridge {
  /** A port to the host that was there before the page asked for one. */
  readonly port?: MessagePort;
  /** Asks for a fresh port after the host was restarted; it arrives as a window message. */
  readonly requestPort?: () => void;
  /** Absolute paths that the person chose; empty where they cancelled. */
  readonly openFiles?: () => Promise<readonly string[]>;
  readonly openFolder?: () => Promise<readonly string[]>;
  /** What the window itself has to know of a person's choices. */
  readonly setPreferences?: (preferences: DesktopPreferences) => void;
  /** Absolute path of a dropped file; empty where it has none. */
  readonly pathForFile?: (file: File) => string;
  /** One listener: gets the id of the command that the person chose in the native menu. */
  readonly onMenu?: (listener: (command: string) => void) => void;
  /** One listener: gets absolute paths that came after the start, by a second start or by the system. */
  readonly onOpenPaths?: (listener: (paths: readonly string[]) => void) => void;
  /** One listener: gets the address of a view that was opened elsewhere on this computer. */
  readonly onOpenLink?: (listener: (link: string) => void) => void;
}

declare global {
  interface Window {
    readonly throughline?: DesktopBridge;
  }
}

export function desktopBridge(): DesktopBridge | undefined {
  return typeof window === "undefined" ? undefined : window.throughline;
}
