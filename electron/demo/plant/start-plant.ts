/**
 * Starts the simulated plant in this process. Everything that happens by itself is passed in, so that tests
 * drive it: `clock`, `wait`, and `advance` for what the plant goes on producing.
 *
 *     const running = await startPlant({ clock: () => 0, units: 0, bulk: { events: 5_000 } });
 *     running.faults.next("changes", { fault: "cut", share: 0.5 });
 *     running.plant.put("mes", "site", "note/1", { record: "note", key: "1", text: "…" });
 *     await running.restart();   // same address, same feeds
 *     await running.stop();
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DEMO_CAUSES, type Cause } from "../history/causes.ts";
import type { BulkOptions } from "./bulk.ts";
import { createFaults, type Faults } from "./faults.ts";
import type { SnapshotOptions } from "./feed/snapshot.ts";
import { createFiles } from "./files.ts";
import type { Wait } from "./http/send.ts";
import { servePlant, type PlantServer } from "./http/server.ts";
import { openJournal } from "./journal.ts";
import { createPlant, type Plant, type PlantContent } from "./plant.ts";

export interface PlantOptions {
  /** µs UTC */
  readonly clock: () => number;
  /** Lets time pass for slow and late answers; by default none passes. */
  readonly wait?: Wait;
  readonly seed?: number;
  /** Actuators in the history's year; 0: five systems that begin empty. */
  readonly units?: number;
  /** What is wrong with it: see history/causes.ts; by default as in the demo. */
  readonly causes?: readonly Cause[];
  readonly bulk?: BulkOptions;
  readonly token?: string;
  /** 0 or left out: a free one. */
  readonly port?: number;
  /** How far the plant's clock is ahead, µs. */
  readonly clockSkew?: number;
  readonly epochSalt?: string;
  /** Keeps what happens to the plant, and files sent to it, over restarts of the process. */
  readonly stateFolder?: string;
  readonly snapshot?: Partial<SnapshotOptions>;
  /** PEM of a key and certificate: see http/own-certificate.ts. Plain HTTP where it is left out. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A CAD file that the PLM hands out as the product's model. */
  readonly modelFile?: string;
  readonly onBug?: (thrown: unknown) => void;
}

export interface RunningPlant {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly plant: Plant;
  readonly faults: Faults;
  readonly server: PlantServer;
  /** Off the network; `start` brings it back at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
}

export const DEFAULT_SEED = 168;
export const DEFAULT_UNITS = 200;

/** Network address of a plant. */
export interface PlantAddress {
  readonly token: string;
  /** 0: a free one. */
  readonly port: number;
}

/** A plant that is not on the network yet, and of whose year only the opening is in its feeds. */
export interface PreparedPlant {
  readonly plant: Plant;
  /** Puts the rest in and what the journal remembers: from here on it is the plant that is served. */
  complete(): Plant;
  /** `complete`, where that was not done yet, and on the network. */
  serve(address: PlantAddress): Promise<RunningPlant>;
}

export async function startPlant(options: PlantOptions): Promise<RunningPlant> {
  const { token = "plant-token", port = 0 } = options;
  return preparePlant(options).serve({ token, port });
}

export function preparePlant(options: PlantOptions): PreparedPlant {
  const { modelFile, stateFolder, epochSalt = "" } = options;
  const content: PlantContent = {
    seed: options.seed ?? DEFAULT_SEED,
    units: options.units ?? DEFAULT_UNITS,
    causes: options.causes ?? DEMO_CAUSES,
    bulk: options.bulk,
  };
  const journal =
    stateFolder === undefined
      ? undefined
      : openJournal(stateFolder, JSON.stringify(content), () => epochSalt);
  const files = createFiles(stateFolder === undefined ? undefined : join(stateFolder, "files"));
  const opening = createPlant({
    content,
    files,
    epochSalt: journal?.salt ?? epochSalt,
    snapshot: options.snapshot ?? {},
    model: modelFile === undefined ? undefined : files.add(basename(modelFile), readFileSync(modelFile)),
    staged: true,
  });
  let whole: Plant | undefined;
  const complete = (): Plant => {
    if (whole === undefined) {
      opening.complete();
      whole = journal?.attach(opening) ?? opening;
    }
    return whole;
  };
  return { plant: opening, complete, serve: (address) => putOnNetwork(complete(), options, address) };
}

async function putOnNetwork(
  plant: Plant,
  options: PlantOptions,
  { token, port: asked }: PlantAddress,
): Promise<RunningPlant> {
  const { clock, clockSkew = 0 } = options;
  const faults = createFaults();
  const parts = {
    plant,
    faults,
    token,
    tls: options.tls,
    time: () => clock() + clockSkew,
    wait: options.wait ?? (() => Promise.resolve()),
    onBug:
      options.onBug ??
      ((thrown: unknown) => {
        throw thrown;
      }),
  };
  let server = await servePlant(parts, asked);
  let isUp = true;
  const { port } = server;
  const stop = async (): Promise<void> => {
    if (isUp) await server.close();
    isUp = false;
  };
  const start = async (): Promise<void> => {
    if (!isUp) server = await servePlant(parts, port);
    isUp = true;
  };
  return {
    url: `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    token,
    plant,
    faults,
    get server() {
      return server;
    },
    stop,
    start,
    restart: async () => {
      await stop();
      await start();
    },
  };
}
