/** A plant that lives: real clock, its own pace, and an address that stays the same over restarts. */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { microseconds } from "../../host/clock.ts";
import { startPlant, type PlantOptions, type RunningPlant } from "./start-plant.ts";

export interface RunOptions extends Omit<PlantOptions, "clock" | "wait"> {
  /** Work minutes that pass in the plant per second; 0: nothing happens by itself. */
  readonly speed: number;
}

export interface LivingPlant extends RunningPlant {
  end(): Promise<void>;
}

const STEP_MS = 1_000;
/** Shorter than what proxies take for a dead connection. */
const KEEP_ALIVE_MS = 15_000;

interface Address {
  readonly port: number;
  readonly token: string;
}

export async function runPlant({ speed, ...options }: RunOptions): Promise<LivingPlant> {
  const { stateFolder } = options;
  const kept = stateFolder === undefined ? undefined : readAddress(stateFolder);
  const token = options.token ?? kept?.token ?? randomBytes(18).toString("base64url");
  const start = (port: number): Promise<RunningPlant> =>
    startPlant({
      // Without a journal nothing is the same after a restart: cursors must not seem to fit.
      epochSalt: randomUUID(),
      ...options,
      clock: microseconds,
      wait: (ms) => wait(ms),
      token,
      port,
    });
  const running = await start(options.port ?? kept?.port ?? 0).catch((thrown: unknown) => {
    const isTaken = (thrown as NodeJS.ErrnoException).code === "EADDRINUSE" && options.port === undefined;
    if (!isTaken) throw thrown;
    return start(0);
  });
  if (stateFolder !== undefined) {
    const address: Address = { port: running.server.port, token };
    writeFileSync(join(stateFolder, "address.json"), JSON.stringify(address), { mode: 0o600 });
  }
  const pace =
    speed > 0 ? setInterval(() => running.plant.advance((speed * STEP_MS) / 1_000), STEP_MS) : undefined;
  const pulse = setInterval(() => running.server.keepAlive(), KEEP_ALIVE_MS);
  return Object.create(running, {
    end: {
      value: async () => {
        clearInterval(pace);
        clearInterval(pulse);
        await running.stop();
      },
    },
  }) as LivingPlant;
}

function readAddress(folder: string): Address | undefined {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "address.json");
  if (!existsSync(file)) return undefined;
  const { port, token } = JSON.parse(readFileSync(file, "utf8")) as Partial<Address>;
  return typeof port === "number" && typeof token === "string" ? { port, token } : undefined;
}
