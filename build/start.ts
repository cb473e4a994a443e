/** `npm start [-- PATH…]`: the app in its window, or in the browser where there is no Electron. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { buildRenderer } from "./build-renderer.ts";
import { buildWindow } from "./build-window.ts";
import { findElectron } from "./electron-binary.ts";

const ROOT = resolve(import.meta.dirname, "..");
const args = process.argv.slice(2);

await buildRenderer();
const electron = findElectron(true);
if ("path" in electron) {
  await buildWindow();
  // Chromium's own sandbox can't start as root; everything else of the shell stays as it is.
  const asRoot = process.platform === "linux" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const window = spawn(electron.path, [...asRoot, ROOT, ...args], { stdio: "inherit" });
  window.on("exit", (code) => process.exit(code ?? 1));
} else {
  console.error(`No window (${electron.reason}): the app opens in the browser instead.`);
  await import("../electron/serve/main.ts");
}
