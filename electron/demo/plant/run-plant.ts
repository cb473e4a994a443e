/** A plant that lives: real clock, its own pace, and an address that stays the same over restarts. */
import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { microseconds } from "../../host/clock.ts";
import { preparePlant, type PlantOptions, type PreparedPlant, type RunningPlant } from "./start-plant.ts";

export interface RunOptions extends Omit<PlantOptions, "clock" | "wait"> {
  /** Work minutes that pass in the plant per second; 0: nothing happens by itself. */
  readonly speed: number;
  /** ms between two steps of its time; 1,000 where it is left out. */
  readonly stepMs?: number;
  /** What is done with it before it is on the network. */
  readonly prepare?: (prepared: PreparedPlant) => Promise<void>;
}

export interface LivingPlant extends RunningPlant {
  /** Off the network, as with the cable pulled out, and at rest; `plugIn` brings it back at its address. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  end(): Promise<void>;
  /** What the clocks of its machines show, µs UTC: between two steps too, and standing still where it does. */
  time(): number;
}

const STEP_MS = 1_000;
/** Shorter than what proxies take for a dead connection. */
const KEEP_ALIVE_MS = 15_000;

interface Address {
  readonly port: number;
  readonly token: string;
}

export async function runPlant(options: RunOptions): Promise<LivingPlant> {
  const { stateFolder, speed, stepMs = STEP_MS } = options;
  const kept = stateFolder === undefined ? undefined : readAddress(stateFolder);
  const token = options.token ?? kept?.token ?? randomBytes(18).toString("base64url");
  const prepared = preparePlant({
    // Without a journal nothing is the same after a restart: cursors must not seem to fit.
    epochSalt: randomUUID(),
    ...options,
    clock: microseconds,
    wait: (ms) => wait(ms),
  });
  await options.prepare?.(prepared);
  const port = options.port ?? kept?.port ?? 0;
  const running = await prepared.serve({ token, port }).catch((thrown: unknown) => {
    const isTaken = (thrown as NodeJS.ErrnoException).code === "EADDRINUSE" && options.port === undefined;
    if (!isTaken) throw thrown;
    return prepared.serve({ token, port: 0 });
  });
  if (stateFolder !== undefined) {
    const address: Address = { port: running.server.port, token };
    writeFileSync(join(stateFolder, "address.json"), JSON.stringify(address), { mode: 0o600 });
  }
  let isPlugged = true;
  let stepped = microseconds();
  const perStep = (speed * stepMs) / 1_000;
  const step = (): void => {
    if (isPlugged) running.plant.advance(perStep);
    stepped = microseconds();
  };
  const time = (): number => {
    const share = isPlugged ? Math.min(1, Math.max(0, (microseconds() - stepped) / (stepMs * 1_000))) : 0;
    return running.plant.instant(running.plant.worked + share * perStep);
  };
  const pace = speed > 0 ? setInterval(step, stepMs) : undefined;
  const pulse = setInterval(() => {
    if (isPlugged) running.server.keepAlive();
  }, KEEP_ALIVE_MS);
  const unplug = async (): Promise<void> => {
    isPlugged = false;
    await running.stop();
  };
  const plugIn = async (): Promise<void> => {
    await running.start();
    stepped = microseconds();
    isPlugged = true;
  };
  const end = async (): Promise<void> => {
    clearInterval(pace);
    clearInterval(pulse);
    await unplug();
  };
  return Object.create(running, {
    unplug: { value: unplug },
    plugIn: { value: plugIn },
    end: { value: end },
    time: { value: time },
  }) as LivingPlant;
}

function readAddress(folder: string): Address | undefined {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "address.json");
  if (!existsSync(file)) return undefined;
  const { port, token } = read(file);
  return typeof port === "number" && typeof token === "string" ? { port, token } : undefined;
}

/** A file that was cut off in writing is as none: the plant gets another address. */
function read(file: string): Partial<Address> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Address>;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return {};
    throw thrown;
  }
}
