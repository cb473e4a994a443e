/** The server's clock beside ours, looked at now and then: what it says goes along with the next delivery. */
import { AttributeIds, resolveNodeId, type ClientSession } from "node-opcua-client";
import { readClock, type ClockReading } from "../../../shared/model/clock.ts";

export interface ServerClockOptions {
  readonly session: ClientSession;
  /** µs UTC */
  readonly now: () => number;
  readonly onRead: (clock: ClockReading) => void;
  /** It could not be asked while nobody waited for it. */
  readonly onFailed: (thrown: unknown) => void;
}

/** µs after which a server is asked for its clock again: they jump when somebody sets them. */
const INTERVAL = 60_000_000;

export class ServerClock {
  readonly #options: ServerClockOptions;
  #reading: ClockReading | undefined;
  #isAsked = false;

  constructor(options: ServerClockOptions) {
    this.#options = options;
  }

  /** As it was looked at last; undefined where the server tells none. */
  get reading(): ClockReading | undefined {
    return this.#reading;
  }

  /** Throws where the line is lost. */
  async look(): Promise<void> {
    const { session, now, onRead } = this.#options;
    this.#reading = await readServerClock(session, now);
    if (this.#reading !== undefined) onRead(this.#reading);
  }

  /** Asks again where the last look is old at `at`, also where our own clock was set back. */
  refresh(at: number): void {
    const isOld = this.#reading !== undefined && Math.abs(at - this.#reading.at) > INTERVAL;
    if (!isOld || this.#isAsked) return;
    this.#isAsked = true;
    this.look()
      .catch(this.#options.onFailed)
      .finally(() => {
        this.#isAsked = false;
      });
  }
}

/** Server_ServerStatus_CurrentTime (OPC 10000-5, 12.10); undefined where the server has none. */
async function readServerClock(session: ClientSession, now: () => number): Promise<ClockReading | undefined> {
  const asked = now();
  const { value } = await session.read({ nodeId: resolveNodeId("i=2258"), attributeId: AttributeIds.Value });
  const told = value.value as unknown;
  return told instanceof Date ? readClock(told.getTime() * 1_000, asked, now()) : undefined;
}
