/** A host in a process of its own, to be killed: its contract over the process's message channel. */
import { join } from "node:path";
import { createHost } from "../../electron/host/host.ts";
import { fileSecrets } from "../../electron/host/secrets.ts";
import { contract } from "../../shared/contract/contract.ts";
import { failureData } from "../../shared/rpc/failure.ts";
import { serveContract } from "../../shared/rpc/server.ts";
import { processTransport } from "./process-transport.ts";

const [dataFolder = "", demoModel] = process.argv.slice(2);
try {
  const host = await createHost({
    dataFolder,
    version: "faults",
    ...(demoModel === undefined ? {} : { demoModel }),
    secrets: fileSecrets(join(dataFolder, "secrets.json")),
    log: (line) => console.error(line),
  });
  serveContract(contract, host.implementation, processTransport(process), { onBug: host.onBug });
  process.on("disconnect", () => void host.close().finally(() => process.exit(0)));
  process.send?.({ ready: true });
} catch (thrown) {
  process.send?.({ failure: failureData(thrown, "host") });
}
