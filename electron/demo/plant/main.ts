/**
 * `npm run -s plant`: the simulated plant as a process of its own. Prints `listening URL token TOKEN` and
 * `machines URL thumbprint T`, takes commands on standard input (commands.ts), and ends with the interrupt key.
 */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { MachineServer } from "../opcua/machine-server.ts";
import type { RunMachinesOptions } from "../opcua/run-machines.ts";
import { CAUSES, DEMO_CAUSES, type Cause } from "../history/causes.ts";
import { microseconds } from "../../host/clock.ts";
import { answerKey } from "./answer-key.ts";
import { writeBulk } from "./bulk.ts";
import { obey } from "./commands.ts";
import { ordinaryFaults } from "./faults.ts";
import { createOwnCertificate, type OwnCertificate } from "./http/own-certificate.ts";
import { runPlant } from "./run-plant.ts";
import { DEFAULT_SEED, DEFAULT_UNITS } from "./start-plant.ts";

const USAGE = `usage: npm run -s plant -- [option…]
  --port N             0 or left out: a free one
  --token T            left out: made anew, or as in the state folder
  --seed N             another seed is another history (${DEFAULT_SEED})
  --units N            actuators in the year before (${DEFAULT_UNITS}); 0: five systems that begin empty
  --causes A,B         what is wrong with them, of: ${CAUSES.join(", ")} (${DEMO_CAUSES.join(",")})
  --answer-key FILE    writes what is truly wrong to a file
  --speed N            work minutes that pass in the plant per second (1); 0: it stands still
  --bulk N             so many synthetic events on top, in the MES
  --bulk-products N    shared among so many products (1)
  --spill FOLDER       keeps them in files there and not in memory
  --write FILE         only writes the synthetic events to a file, as NDJSON of changes
  --state FOLDER       remembers what happened, files and address for the next start
  --model FILE         CAD file of the product
  --no-machines        without the four machines behind an OPC UA server, which work by the plant's time
  --machines-port N    of that server; 0 or left out: a free one
  --tls FILE           over TLS, with a certificate by an authority of its own, whose PEM goes to the file
  --skew SECONDS       how far the plant's clock is ahead
  --fault-share N      0…1 of the requests go wrong in an ordinary way (0), by --fault-seed N`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      port: { type: "string" },
      token: { type: "string" },
      seed: { type: "string", default: String(DEFAULT_SEED) },
      units: { type: "string", default: String(DEFAULT_UNITS) },
      causes: { type: "string", default: DEMO_CAUSES.join(",") },
      "answer-key": { type: "string" },
      speed: { type: "string", default: "1" },
      bulk: { type: "string" },
      "bulk-products": { type: "string", default: "1" },
      spill: { type: "string" },
      write: { type: "string" },
      state: { type: "string" },
      model: {
        type: "string",
        default: resolve(import.meta.dirname, "../../../assets/demo/linear-actuator.step"),
      },
      machines: { type: "boolean", default: true },
      "machines-port": { type: "string", default: "0" },
      tls: { type: "string" },
      skew: { type: "string", default: "0" },
      "fault-share": { type: "string", default: "0" },
      "fault-seed": { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const seed = number("seed", values.seed);
  const products = number("bulk-products", values["bulk-products"], 1, 1_000);
  const bulk =
    values.bulk === undefined
      ? undefined
      : {
          events: number("bulk", values.bulk, 0, 100_000_000),
          products,
          ...(values.spill === undefined ? {} : { spillFolder: values.spill }),
        };
  if (values.write !== undefined) {
    const bytes = writeBulk(values.write, bulk ?? { events: 1_000_000, products }, seed);
    console.log(`wrote ${values.write}, ${bytes} bytes`);
    return 0;
  }
  const share = number("fault-share", values["fault-share"], 0, 1);
  const tls = values.tls === undefined ? undefined : ownCertificate(values.tls);
  const running = await runPlant({
    seed,
    units: number("units", values.units, 0, 1_000),
    causes: causesOf(values.causes),
    speed: number("speed", values.speed, 0, 10_000),
    modelFile: values.model,
    clockSkew: number("skew", values.skew, -1e9, 1e9) * 1e6,
    ...(tls === undefined ? {} : { tls }),
    ...(bulk === undefined ? {} : { bulk }),
    ...(values.token === undefined ? {} : { token: values.token }),
    ...(values.port === undefined ? {} : { port: number("port", values.port, 0, 65_535) }),
    ...(values.state === undefined ? {} : { stateFolder: values.state }),
    onBug: (thrown) => console.error(thrown),
  });
  if (share > 0) running.faults.byChance(number("fault-seed", values["fault-seed"]), ordinaryFaults(share));
  const { year } = running.plant;
  if (values["answer-key"] !== undefined && year !== undefined)
    writeFileSync(values["answer-key"], `${JSON.stringify(answerKey(year, seed), undefined, 2)}\n`);
  console.log(`listening ${running.url} token ${running.token}`);
  const machinesPort = number("machines-port", values["machines-port"], 0, 65_535);
  const speed = number("speed", values.speed, 0, 10_000);
  // What stands still has no time of its own: its machines work by this computer's.
  const time = speed > 0 ? { time: () => running.time(), speed: speed * 60 } : undefined;
  const machines = values.machines ? await startMachines(values.state, machinesPort, seed, time) : undefined;

  const end = (): void => {
    process.stdin.destroy();
    void running.end();
    void machines?.close();
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  // An alarm that is raised by hand comes when it is in the plant.
  const commanded = { running, machines: machines?.server, now: time?.time ?? microseconds };
  await obey(commanded, process.stdin, (line) => console.log(line));
  return 0;
}

/** Prints their address. Without a folder for its state their certificate is a new one. */
async function startMachines(
  state: string | undefined,
  port: number,
  seed: number,
  plant: RunMachinesOptions["plant"],
): Promise<{ readonly server: MachineServer; close(): Promise<void> }> {
  // Half of a second: whoever wants the plant alone does not wait for it.
  const { runMachines } = await import("../opcua/run-machines.ts");
  const folder =
    state === undefined ? mkdtempSync(join(tmpdir(), "throughline-machines-")) : join(state, "machines");
  const machines = await runMachines({ folder, seed, port, now: microseconds, plant });
  machines.start();
  const { url, certificate } = machines.server;
  const thumbprint = new X509Certificate(certificate).fingerprint.replaceAll(":", "");
  console.log(`machines ${url} thumbprint ${thumbprint}`);
  return {
    server: machines.server,
    close: async () => {
      await machines.close();
      if (state === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** For a year; readers are given the file. */
function ownCertificate(file: string): OwnCertificate {
  const now = microseconds();
  const own = createOwnCertificate({
    from: now - 86_400e6,
    to: now + 365 * 86_400e6,
    addresses: ["127.0.0.1"],
    names: ["localhost"],
  });
  writeFileSync(file, own.ca);
  return own;
}

class Usage extends Error {}

function number(name: string, text: string, least = 0, most = 2 ** 32 - 1): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most))
    throw new Usage(`--${name} is a number from ${least} to ${most}, not "${text}"`);
  return value;
}

function causesOf(text: string): readonly Cause[] {
  return text
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const cause = CAUSES.find((other) => other === name);
      if (cause === undefined) throw new Usage(`there is no cause "${name}"; there are ${CAUSES.join(", ")}`);
      return cause;
    });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const isUsage =
      thrown instanceof Usage ||
      (thrown instanceof TypeError && "code" in thrown && String(thrown.code).startsWith("ERR_PARSE_ARGS"));
    console.error(isUsage ? `${thrown.message}\n${USAGE}` : thrown);
    process.exitCode = isUsage ? 2 : 1;
  },
);
