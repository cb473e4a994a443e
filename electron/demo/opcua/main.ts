/**
 * The machines in a process of their own: `node main.ts --folder F [--signals N] [--rate HZ] [--port P]
 * [--seed S] [--user NAME:PASSWORD] [--neighbour NAME=URL]`. Tells its address as a line of JSON; each line on stdin is a command (`run`, `pause`,
 * `report`, `raise MACHINE/ALARM`, `clear MACHINE/ALARM`, `fail MACHINE/SIGNAL`, `mend MACHINE/SIGNAL`,
 * `end`), each answered by a line of JSON.
 */
import { createHash } from "node:crypto";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { setErrorLogger, setWarningLogger, StatusCodes } from "node-opcua-client";
import { runMachines } from "./run-machines.ts";

const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    signals: { type: "string", default: "0" },
    rate: { type: "string", default: "1" },
    port: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    /** Who may sign in besides nobody; may be given several times. */
    user: { type: "string", multiple: true, default: [] },
    /** Another server that it tells of; may be given several times. */
    neighbour: { type: "string", multiple: true, default: [] },
    /** Begins by itself and goes on until it is ended. */
    run: { type: "boolean", default: false },
  },
});
if (values.folder === undefined)
  throw new Error("--folder is missing: where the server keeps its certificates");
setWarningLogger(() => undefined);
setErrorLogger(() => undefined);

const tell = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const running = await runMachines({
  folder: values.folder,
  seed: values.seed,
  signals: Number(values.signals),
  rate: Number(values.rate),
  port: Number(values.port),
  users: Object.fromEntries(
    values.user.map((user) => {
      const [name = "", ...password] = user.split(":");
      return [name, password.join(":")];
    }),
  ),
  neighbours: values.neighbour.map((neighbour) => {
    const [name = "", ...url] = neighbour.split("=");
    return { name, url: url.join("=") };
  }),
  now: () => Date.now() * 1000,
});
const { server } = running;
if (values.run) running.start();
tell({ url: server.url, signals: server.signals.map(({ path }) => path) });

/** What each signal did, as a digest of its changes: the number of them, and SHA-256 over times and values. */
function report(): unknown {
  const signals = server.signals.flatMap(({ path, signal }) => {
    if (signal.type !== "number") return [];
    const recorded = server.historyOf(path).recorded();
    const columns = [recorded.map(({ at }) => at), recorded.map(({ value }) => Number(value))];
    const digest = createHash("sha256");
    for (const column of columns) digest.update(Buffer.from(Float64Array.from(column).buffer));
    return [{ path, count: recorded.length, sha256: digest.digest("hex") }];
  });
  return { steps: running.steps, at: running.at, signals };
}

for await (const command of createInterface({ input: process.stdin })) {
  if (command === "run") running.start();
  else if (command === "pause") running.pause();
  if (command === "end") break;
  const [, verb = "", machine = "", name = ""] = /^(\w+) ([^/]+)\/(.+)$/.exec(command) ?? [];
  if (verb === "raise" || verb === "clear")
    server.alarm({ machine, alarm: name, active: verb === "raise", at: Date.now() * 1000 });
  if (verb === "fail" || verb === "mend")
    server.setStatus(`${machine}/${name}`, verb === "fail" ? StatusCodes.BadSensorFailure : StatusCodes.Good);
  tell(command === "report" ? report() : { done: command, steps: running.steps, at: running.at });
}
await running.close();
process.exit(0);
