/** Finds a Chromium for the end-to-end tests; on Debian as root it installs one. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

export type Browser = { readonly path: string } | { readonly problem: string };

const NAMES = [
  "google-chrome",
  "google-chrome-stable",
  "chromium",
  "chromium-browser",
  "microsoft-edge",
  "microsoft-edge-stable",
  "msedge",
];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

export function findChromium(): string | undefined {
  const named = process.env["THROUGHLINE_CHROMIUM"];
  if (named !== undefined && existsSync(named)) return named;
  // Throws where Playwright has no browser of its own for this system.
  const own = ((): string | undefined => {
    try {
      return chromium.executablePath();
    } catch {
      return undefined;
    }
  })();
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = [
    own,
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...PLACES,
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

export function ensureChromium(): Browser {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const apt = "/usr/bin/apt-get";
  if (existsSync(apt) && process.getuid?.() === 0) {
    console.log("installing Chromium for the end-to-end tests …");
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    for (const args of [
      ["update", "-qq"],
      ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ]) {
      spawnSync(apt, args, { stdio: ["ignore", "ignore", "inherit"], env: environment });
    }
  }
  const installed = findChromium();
  if (installed !== undefined) return { path: installed };
  return {
    problem:
      "no Chromium, Chrome or Edge was found. Install one (on Debian: apt-get install chromium), or name its program in THROUGHLINE_CHROMIUM.",
  };
}
