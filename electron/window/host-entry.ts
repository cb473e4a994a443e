/** The host process of the window: opens the data folder and serves the contract on every port it is handed. */
import type { MessagePortMain } from "electron";
import { safeParse } from "valibot";
import { contract } from "../../shared/contract/contract.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { createHost, type Host } from "../host/host.ts";
import { hostSecrets, type HostSecrets } from "./host-secrets.ts";
import { toHostSchema, type FromHost, type HostStart } from "./host-messages.ts";
import { mainPortTransport } from "./main-port-transport.ts";

const port = process.parentPort;
let host: Promise<Host> | undefined;
let secrets: HostSecrets | undefined;

const tell = (message: FromHost): void => port.postMessage(message);

port.on("message", ({ data, ports }) => {
  const parsed = safeParse(toHostSchema, data);
  if (!parsed.success) return;
  if (parsed.output.type === "start") {
    host ??= start(parsed.output);
    // Main hears of it by message; an unhandled rejection would end the process before that.
    host.catch(() => undefined);
  } else if (parsed.output.type === "connect") void connect(ports[0]);
  else if (parsed.output.type === "secret-answer") secrets?.answered(parsed.output);
  else void close();
});

async function start(options: HostStart): Promise<Host> {
  const { dataFolder, version, openPaths, demoModel } = options;
  secrets = hostSecrets(options.secretStorage, tell);
  const config = { dataFolder, version, openPaths, secrets, log: (line: string) => console.error(line) };
  try {
    const started = await createHost(demoModel === undefined ? config : { ...config, demoModel });
    tell({ type: "ready" });
    return started;
  } catch (thrown) {
    console.error(thrown);
    // Main shows the sentence and ends this process.
    tell({ type: "failed", message: thrown instanceof Failure ? thrown.message : String(thrown) });
    throw thrown;
  }
}

async function connect(port: MessagePortMain | undefined): Promise<void> {
  if (port === undefined) return;
  try {
    const { implementation, onBug } = await (host ?? Promise.reject(new Error("not started")));
    serveContract(contract, implementation, mainPortTransport(port), { onBug });
  } catch {
    port.close();
  }
}

async function close(): Promise<void> {
  try {
    await (await host)?.close();
  } catch (thrown) {
    console.error(thrown);
  }
  process.exit(0);
}
