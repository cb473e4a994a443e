/** The host process of the window: opens the data folder and serves the contract on every port it is handed. */
import type { MessagePortMain } from "electron";
import { safeParse } from "valibot";
import { contract } from "../../shared/contract/contract.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { microseconds } from "../host/clock.ts";
import { startHost, type StartingHost } from "../host/starting-host.ts";
import { hostSecrets, type HostSecrets } from "./host-secrets.ts";
import { toHostSchema, type FromHost, type HostStart } from "./host-messages.ts";
import { mainPortTransport } from "./main-port-transport.ts";
import { keepKernelsSmall } from "./wasm-memory.ts";

keepKernelsSmall(process.type);

const port = process.parentPort;
let host: StartingHost | undefined;
let secrets: HostSecrets | undefined;

const tell = (message: FromHost): void => port.postMessage(message);

port.on("message", ({ data, ports }) => {
  const parsed = safeParse(toHostSchema, data);
  if (!parsed.success) return;
  if (parsed.output.type === "start") {
    host ??= start(parsed.output);
  } else if (parsed.output.type === "connect") connect(ports[0]);
  else if (parsed.output.type === "secret-answer") secrets?.answered(parsed.output);
  else void close();
});

function start(options: HostStart): StartingHost {
  const { dataFolder, version, openPaths, demoModel } = options;
  secrets = hostSecrets(options.secretStorage, tell);
  const config = { dataFolder, version, openPaths, secrets, log: (line: string) => console.error(line) };
  const starting = startHost(demoModel === undefined ? config : { ...config, demoModel }, microseconds);
  starting.ready.then(
    () => tell({ type: "ready" }),
    (thrown: unknown) => {
      console.error(thrown);
      // Main shows the sentence and ends this process.
      tell({ type: "failed", message: thrown instanceof Failure ? thrown.message : String(thrown) });
    },
  );
  return starting;
}

/** At once: a page that comes while the data folder is opened says what is waited for. */
function connect(port: MessagePortMain | undefined): void {
  if (host === undefined) port?.close();
  if (host === undefined || port === undefined) return;
  serveContract(contract, host.implementation, mainPortTransport(port), { onBug: host.onBug });
}

async function close(): Promise<void> {
  try {
    // In the middle of a step to a newer schema it is simply ended: that step is taken again.
    await host?.host?.close();
  } catch (thrown) {
    console.error(thrown);
  }
  process.exit(0);
}
