/**
 * A host in a process of its own, to be killed: `node host-process.ts <data folder> <url> <path>…`. It
 * connects where it has no endpoint yet; the command `stored` is answered with what is in its cache.
 */
import { createInterface } from "node:readline";
import { createHost } from "../../electron/host/host.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import { storedCounts } from "./machines-process.ts";

const [dataFolder = "", url = "", ...paths] = process.argv.slice(2);
const host = await createHost({ dataFolder, version: "0", log: (line) => console.error(line) });
const { opcua } = host.implementation;
const context = { signal: new AbortController().signal };

if ((await opcua.endpoints({}, context)).length === 0) {
  const identity = { kind: "anonymous" } as const;
  const policy = { policy: "None", mode: "None" } as const;
  const { endpointId } = await opcua.add({ name: "Machines", url, ...policy, identity }, context);
  const signals = paths.map((path) => {
    const [equipment = "", name = ""] = path.split("/");
    return { nodeId: `ns=1;s=${path}`, equipment, name, intervalMs: 0 };
  });
  await opcua.setSignals({ endpointId, signals }, context);
}
console.log(JSON.stringify({ ready: true }));

let isOnline = false;
const watching = new AbortController();
const watched = opcua.watch(
  {},
  (event) => {
    if (event.type === "states") isOnline = event.states[0]?.state === "online";
  },
  { signal: watching.signal },
);
const cache = openCache(dataFolder, () => 0, true);
const open = cache.prepare("SELECT count(*) FROM gap WHERE ended_us IS NULL").pluck();
for await (const command of createInterface({ input: process.stdin })) {
  if (command === "end") break;
  console.log(JSON.stringify({ isOnline, counts: [...storedCounts(cache)], openGaps: open.get() }));
}
cache.close();
watching.abort();
await watched;
await host.close();
process.exit(0);
