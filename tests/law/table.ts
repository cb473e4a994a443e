/**
 * The dependency law: which folder may import what. docs/architecture.md quotes this table; the
 * linter's configuration and law.test.ts execute it. The most specific folder counts.
 */
export interface FolderLaw {
  readonly folder: string;
  /** Folders of this repository that may be imported, besides the folder itself. */
  readonly folders: readonly string[];
  /** Packages that may be imported: exact names, `node:*` for all of Node, `*` for any. */
  readonly packages: readonly string[];
}

/** What panels and what they are made of stand on. */
const BELOW_PANELS = [
  "renderer/host",
  "renderer/messages",
  "renderer/scene",
  "renderer/state",
  "renderer/theme",
  "renderer/timeline",
];
const SCREEN = ["react", "react-dom", "zustand", "react-aria-components", "@tanstack/react-virtual"];

export const LAW: readonly FolderLaw[] = [
  { folder: "shared", folders: [], packages: ["valibot"] },
  {
    folder: "electron/host",
    folders: ["shared"],
    packages: [
      "node:*",
      "better-sqlite3",
      "node-opcua-client",
      "node-opcua-certificate-manager",
      "valibot",
      "occt-import-js",
      "replicad-opencascadejs",
      "saxes",
      "csv-parse",
      "read-excel-file",
      "fflate",
      "meshoptimizer",
      "draco3d",
      "hyparquet-writer",
    ],
  },
  {
    folder: "electron/window",
    folders: ["shared", "electron/host"],
    packages: ["node:*", "electron", "valibot"],
  },
  { folder: "electron/serve", folders: ["shared", "electron/host"], packages: ["node:*", "ws"] },
  { folder: "electron/cli", folders: ["shared", "electron/host"], packages: ["node:*"] },
  // The demo writes through the same door as every source: the writer's contract and the import of files.
  {
    folder: "electron/demo",
    folders: ["shared", "electron/host"],
    packages: ["node:*", "node-opcua-server", "node-opcua-client", "node-opcua-certificate-manager"],
  },
  { folder: "renderer/scene", folders: ["shared"], packages: ["three", "three-mesh-bvh", "camera-controls"] },
  { folder: "renderer/timeline", folders: ["shared"], packages: [] },
  // Panels don't know what they stand in: only the shell knows all of them.
  {
    folder: "renderer/panels",
    folders: ["shared", ...BELOW_PANELS, "renderer/components"],
    // The last one is made of docs/ when the screen is built.
    packages: [...SCREEN, "valibot", "@fontsource-variable/inter", "virtual:manual"],
  },
  { folder: "renderer/components", folders: ["shared", ...BELOW_PANELS], packages: SCREEN },
  {
    folder: "renderer",
    folders: ["shared"],
    packages: [
      "react",
      "react-dom",
      "zustand",
      "valibot",
      "dockview-react",
      "react-aria-components",
      "@tanstack/react-virtual",
      "intl-messageformat",
      "@fontsource-variable/inter",
      "@fontsource/jetbrains-mono",
    ],
  },
];

/** Names that only one place may use, because everything else must go through it. */
export const BANNED_NAMES: readonly {
  readonly pattern: RegExp;
  readonly name: string;
  readonly allowed: readonly string[];
  readonly within: readonly string[];
}[] = [
  {
    name: "ipcMain",
    pattern: /\bipcMain\b/,
    allowed: ["electron/window/guards.ts"],
    within: ["electron", "renderer", "shared"],
  },
  {
    name: "shell.openExternal",
    pattern: /\bopenExternal\s*\(/,
    allowed: ["electron/window/guards.ts"],
    within: ["electron", "renderer", "shared"],
  },
  {
    name: "new Database",
    pattern: /\bnew Database\b/,
    allowed: ["electron/host/store/open.ts"],
    within: ["electron", "renderer", "shared"],
  },
  { name: "Date.now", pattern: /\bDate\.now\b/, allowed: [], within: ["shared", "electron/host/sync"] },
  {
    name: "Math.random",
    pattern: /\bMath\.random\b/,
    allowed: [],
    within: ["shared", "electron/host/sync", "electron/demo"],
  },
];

/** Law of a file: that of the deepest folder that holds it. `file` is relative to the repository, with "/". */
export function lawOf(file: string): FolderLaw | undefined {
  return LAW.filter(({ folder }) => file.startsWith(`${folder}/`)).sort(
    (a, b) => b.folder.length - a.folder.length,
  )[0];
}
