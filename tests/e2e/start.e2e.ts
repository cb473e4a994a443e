/** `npm start` as a newcomer runs it, where there is no Electron: one line says why, and the browser shell serves. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { AppPage } from "./pages/app-page.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test("without the Electron program the app opens in the browser, with the demo in it", async () => {
  const data = mkdtempSync(join(tmpdir(), "throughline-start-"));
  const child = spawn(
    process.execPath,
    ["build/run.mjs", "build/start.ts", "--data", data, "--no-open", "--port", "0"],
    // A folder without the program: nothing is downloaded, and what is installed is not used.
    {
      cwd: ROOT,
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: data, ELECTRON_SKIP_BINARY_DOWNLOAD: "1" },
    },
  );
  const exited = new Promise((done) => child.once("exit", done));
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const browser = await launchBrowser();
  try {
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    let out = "";
    const url = await new Promise<string>((listening, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        out += chunk.toString();
        const match = /^listening (\S+)$/m.exec(out);
        if (match?.[1] !== undefined) listening(match[1]);
      });
      void exited.then(() => reject(new Error(`it ended: ${errors}`)));
    });
    // On a pipe of its own: it may be read after what was written later on the other.
    await expect
      .poll(() => errors.split("\n").filter((line) => line.startsWith("No window (")))
      .toHaveLength(1);
    expect(out.trim()).toBe(`listening ${url}`);
    const { page, problems } = await openPage(browser, url);
    await new AppPage(page).scene.ready();
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
    child.kill();
    await exited;
    process.off("exit", killWithUs);
    rmSync(data, { recursive: true, force: true });
  }
});
