/** `npm run -s serve -- [PATH…] --data DIR --port N --no-open`: prints `listening URL` and serves until it is ended. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultDataFolder, demoModelPath, productVersion, rendererFolder } from "../host/locations.ts";
import { fileSecrets } from "../host/secrets.ts";
import { microseconds } from "../host/clock.ts";
import { startHost } from "../host/starting-host.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { openBrowser } from "./open-browser.ts";
import { serve } from "./server.ts";

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      data: { type: "string" },
      port: { type: "string", default: "0" },
      open: { type: "boolean", default: true },
      demo: { type: "boolean", default: true },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Failure("invalid", `--port ${values.port} is no port number.`);
  const dataFolder = resolve(values.data ?? defaultDataFolder(process.env, homedir(), process.platform));
  const openPaths = positionals.map((path) => resolve(path));
  const missing = openPaths.find((path) => !existsSync(path));
  if (missing !== undefined) throw new Failure("invalid", `${missing} can't be found.`);

  const config = {
    dataFolder,
    version: productVersion(),
    openPaths,
    secrets: fileSecrets(join(dataFolder, "secrets.json")),
    log: (line: string) => console.error(line),
  };
  // Whoever opens files of their own wants to see them, not the demo; it fills only an empty folder.
  const withDemo = values.demo && openPaths.length === 0;
  const host = startHost(withDemo ? { ...config, demoModel: demoModelPath() } : config, microseconds);
  // A cache that takes minutes to be brought up to date is waited for on the screen.
  await host.worthShowing;
  const serving = await serve({ host, dataFolder, rendererFolder: rendererFolder(), port });

  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void serving
      .close()
      // In the middle of a step to a newer schema it is simply ended, as by a kill: that step is taken again.
      .then(() => host.host?.close())
      .finally(() => process.exit(0));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  console.log(`listening ${serving.url}`);
  if (values.open) openBrowser(serving.url, process.platform, process.env);
  await host.ready;
}

main().catch((thrown: unknown) => {
  console.error(
    thrown instanceof Failure || (thrown instanceof Error && "code" in thrown) ? thrown.message : thrown,
  );
  process.exit(1);
});
