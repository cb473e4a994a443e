/** Names of everything that crosses between main and the preload script. */
export const CHANNELS = {
  /** Page asks, main answers: paths that the person chose. */
  openFiles: "throughline:open-files",
  openFolder: "throughline:open-folder",
  /** Page asks for a port to the host; it comes as a message of its own. */
  requestPort: "throughline:request-port",
  /** Page tells: its own keys, for the menu, and whether a 3D mouse may be reached. */
  preferences: "throughline:preferences",
  /** Main to preload, with the port. */
  hostPort: "throughline:host-port",
  /** Main to preload: the id of a command that the person chose in the menu. */
  menu: "throughline:menu",
  /** Main to preload: paths that another start of the program handed over. */
  openPaths: "throughline:open-paths",
  /** Main to preload: the address of a view that the system handed over. */
  openLink: "throughline:open-link",
} as const;

/** What the preload posts to the page, with the port. */
export const PORT_MESSAGE = "throughline-host-port";
