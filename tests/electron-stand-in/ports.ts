/** Electron's MessagePortMain on Node's MessagePort. */
import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";

export class StandInPort extends EventEmitter {
  readonly raw: MessagePort;
  private started = false;

  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
    raw.on("close", () => this.emit("close"));
  }

  /** Messages wait until this is called, as in Electron. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.raw.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  }

  postMessage(message: unknown, transfer: readonly StandInPort[] = []): void {
    this.raw.postMessage(
      message,
      transfer.map(({ raw }) => raw),
    );
  }

  close(): void {
    this.raw.close();
  }
}

export class MessageChannelMain {
  readonly port1: StandInPort;
  readonly port2: StandInPort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new StandInPort(port1);
    this.port2 = new StandInPort(port2);
  }
}
