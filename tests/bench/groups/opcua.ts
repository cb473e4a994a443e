/** OPC UA: what it costs to store many fast signals, and how late an alarm is. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  AttributeIds,
  OPCUAClient,
  resolveNodeId,
  setWarningLogger,
  TimestampsToReturn,
} from "node-opcua-client";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { timingFor } from "../../../electron/host/opcua/timing.ts";
import { openBench, signalOf } from "../../opcua/bench.ts";
import { runLoad } from "../../opcua/load.ts";
import { startMachines } from "../../opcua/machines-process.ts";
import { median, type Figure } from "../figure.ts";

const SIGNALS = 1000;
const RATE = 10;
const SECONDS = 20;
const ALARMS = 10;
const PUBLISHING = timingFor(60).publishing;

export async function* measure(): AsyncGenerator<Figure> {
  const bare = await bareClient();
  const load = await runLoad({ signals: SIGNALS, rate: RATE, seconds: SECONDS });
  if (load.wrong.length > 0) throw new Error(`not stored as it was: ${load.wrong.join(", ")}`);
  const common = { group: "opcua" } as const;
  yield {
    ...common,
    name: `${SIGNALS} signals × ${RATE} Hz received and stored without a gap`,
    value: load.cpuShare * 100,
    unit: "% of a core",
    baseline: bare * 100,
    baselineName: "the library's client, counting only",
    target: { of: "value", comparison: "at most", limit: 15 },
  };
  yield {
    ...common,
    name: "alarm raised at the machine → stored",
    value: await alarmDelay(),
    unit: "ms",
    baseline: PUBLISHING,
    baselineName: "the publishing interval",
    target: { of: "value", comparison: "at most", limit: 2000 },
  };
}

/** CPU share of a client that subscribes to the same and keeps nothing. */
async function bareClient(): Promise<number> {
  setWarningLogger(() => undefined);
  const folder = mkdtempSync(join(tmpdir(), "throughline-bare-"));
  const machines = await startMachines(join(folder, "machines"), SIGNALS, RATE);
  const clientCertificateManager = new OPCUACertificateManager({
    rootFolder: join(folder, "pki"),
    disableFileWatchers: true,
  });
  await clientCertificateManager.initialize();
  const client = OPCUAClient.create({ endpointMustExist: false, clientCertificateManager });
  try {
    await client.connect(machines.url);
    const session = await client.createSession();
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: PUBLISHING,
      requestedLifetimeCount: 240,
      requestedMaxKeepAliveCount: 20,
      publishingEnabled: true,
    });
    await subscription.monitorItems(
      machines.paths.map((path) => ({
        nodeId: resolveNodeId(`ns=1;s=${path}`),
        attributeId: AttributeIds.Value,
      })),
      { samplingInterval: 0, queueSize: 750, discardOldest: true },
      TimestampsToReturn.Both,
    );
    const cpu = process.cpuUsage();
    const began = performance.now();
    await machines.run();
    await wait(SECONDS * 1000);
    const { user, system } = process.cpuUsage(cpu);
    const share = (user + system) / 1000 / (performance.now() - began);
    await session.close();
    return share;
  } finally {
    await client.disconnect();
    await machines.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Median in ms, at the usual settings. */
async function alarmDelay(): Promise<number> {
  const bench = await openBench({ timing: timingFor(60) });
  try {
    await bench.open({ signals: [signalOf("VMC-1/Spindle load")] });
    await bench.until("online", () => bench.state?.state === "online");
    const delays: number[] = [];
    for (let round = 1; round <= ALARMS; round += 1) {
      const began = performance.now();
      const active = round % 2 === 1;
      bench.server.alarm({ machine: "VMC-1", alarm: "Coolant level low", active, at: bench.now });
      await bench.until("stored", () => bench.events().length === round);
      delays.push(performance.now() - began);
    }
    return median(delays);
  } finally {
    await bench.close();
  }
}
