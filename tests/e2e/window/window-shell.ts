/** The real Electron window with the page objects on it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, type ElectronApplication } from "playwright-core";
import { AppPage } from "../pages/app-page.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

/** Path of the Electron program, or why there is none; set by the test runner. */
export const ELECTRON = process.env["THROUGHLINE_ELECTRON"];
export const NO_ELECTRON = process.env["THROUGHLINE_NO_ELECTRON"] ?? "run it with `npm run e2e`";

export interface WindowShell {
  readonly electron: ElectronApplication;
  readonly app: AppPage;
  /** Ends it; throws where the page complained of anything. */
  close(): Promise<void>;
}

export async function openWindow(...args: readonly string[]): Promise<WindowShell> {
  const dataFolder = mkdtempSync(join(tmpdir(), "throughline-window-"));
  // Chromium's own sandbox can't start as root; everything else of the shell stays as it is.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const electron = await _electron.launch({
    ...(ELECTRON === undefined ? {} : { executablePath: ELECTRON }),
    args: [...asRoot, ROOT, "--data", dataFolder, ...args],
  });
  const page = await electron.firstWindow();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return {
    electron,
    app: new AppPage(page),
    close: async () => {
      await electron.close();
      rmSync(dataFolder, { recursive: true, force: true });
      if (problems.length > 0) throw new Error(problems.join("\n"));
    },
  };
}
