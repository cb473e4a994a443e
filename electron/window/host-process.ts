/** Starts the host process, hands it ports, and starts it anew where it died. Relays nothing. */
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from "electron";
import { safeParse } from "valibot";
import type { Secrets } from "../host/secrets.ts";
import { answerSecret } from "./host-secrets.ts";
import { fromHostSchema, type HostStart, type ToHost } from "./host-messages.ts";
import { mayStart } from "./start-budget.ts";

/** Milliseconds given to the host to close its databases; then it is ended. WAL keeps what it had. */
const CLOSING_TIME = 5_000;

export interface HostProcessOptions {
  /** Path of the bundled host entry. */
  readonly entry: string;
  readonly start: Omit<HostStart, "secretStorage">;
  /** Where tokens are kept; the host asks for them. */
  readonly secrets: Secrets;
  readonly now: () => number;
  /** The data can't be opened (with the sentence), or the host keeps dying (without). Called once. */
  readonly onFailure: (message: string | undefined) => void;
}

export interface HostProcess {
  /** A port for the page; undefined where the host can't be started any more. */
  connect(): MessagePortMain | undefined;
  close(): Promise<void>;
}

export function startHostProcess(options: HostProcessOptions): HostProcess {
  const { entry, secrets, now, onFailure } = options;
  const start = { ...options.start, secretStorage: secrets.storage };
  const starts: number[] = [];
  let running: Running | undefined;
  let over = false;

  const fail = (message: string | undefined): void => {
    if (over) return;
    over = true;
    onFailure(message);
  };
  const ensure = (): Running | undefined => {
    if (over) return undefined;
    if (running !== undefined) return running;
    if (!mayStart(starts, now())) {
      fail(undefined);
      return undefined;
    }
    starts.push(now());
    const started = run(entry, secrets, fail);
    running = started;
    started.child.once("exit", () => {
      if (running === started) running = undefined;
    });
    started.tell({ type: "start", ...start });
    return started;
  };

  ensure();
  return {
    connect() {
      const current = ensure();
      if (current === undefined) return undefined;
      const { port1, port2 } = new MessageChannelMain();
      current.tell({ type: "connect" }, port2);
      return port1;
    },
    async close() {
      over = true;
      const last = running;
      if (last === undefined) return;
      const timer = setTimeout(() => last.child.kill(), CLOSING_TIME);
      last.tell({ type: "close" });
      await last.ended;
      clearTimeout(timer);
    },
  };
}

interface Running {
  readonly child: UtilityProcess;
  readonly ended: Promise<void>;
  tell(message: ToHost, port?: MessagePortMain): void;
}

function run(entry: string, secrets: Secrets, onFailed: (message: string) => void): Running {
  const child = utilityProcess.fork(entry, [], { serviceName: "Throughline host", stdio: "inherit" });
  const waiting: (() => void)[] = [];
  let spawned = false;
  child.once("spawn", () => {
    spawned = true;
    for (const send of waiting.splice(0)) send();
  });
  child.on("message", (message: unknown) => {
    const parsed = safeParse(fromHostSchema, message);
    if (!parsed.success) return;
    if (parsed.output.type === "failed") {
      onFailed(parsed.output.message);
      child.kill();
    } else if (parsed.output.type === "secret") {
      void answerSecret(secrets, parsed.output).then((answer) => running.tell(answer));
    }
  });
  const running: Running = {
    child,
    ended: new Promise((resolve) => child.once("exit", () => resolve())),
    tell(message, port) {
      const send = (): void => child.postMessage(message, port === undefined ? [] : [port]);
      if (spawned) send();
      else waiting.push(send);
    },
  };
  return running;
}
