/** Starts the real browser shell as its own process, as a person would; ends with the test. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const ROOT = resolve(import.meta.dirname, "../..");

export interface ServeProcess {
  readonly url: string;
  readonly dataFolder: string;
  readonly pid: number;
  /** Everything it wrote to standard error so far. */
  errors(): string;
  /** Ends it; `signal` SIGKILL to test what a crash leaves. The data folder stays until `remove`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Removes the data folder. */
  remove(): void;
}

export interface ServeOptions {
  readonly paths?: readonly string[];
  readonly dataFolder?: string;
  /** false: start empty, without the demo. */
  readonly demo?: boolean;
}

export async function startServe(options: ServeOptions = {}): Promise<ServeProcess> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "throughline-e2e-"));
  const demo = options.demo === false ? ["--no-demo"] : [];
  const args = [
    "build/run.mjs",
    "electron/serve/main.ts",
    "--data",
    dataFolder,
    "--port",
    "0",
    "--no-open",
    ...demo,
    ...(options.paths ?? []),
  ];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  // Whatever happens to the runner, the shell must not outlive it.
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const url = await new Promise<string>((listening, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const match = /^listening (\S+)$/.exec(line);
      if (match?.[1] !== undefined) listening(match[1]);
    });
    void exited.then(() => reject(new Error(`the shell ended before it listened: ${errors}`)));
  });
  return {
    url,
    dataFolder,
    pid: child.pid ?? NaN,
    errors: () => errors,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      await exited;
      process.off("exit", killWithUs);
    },
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}
