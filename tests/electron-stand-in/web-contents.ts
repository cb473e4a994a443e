/** A page's contents without a page: what it may do is asked of the guards that main has set. */
import { EventEmitter } from "node:events";
import type { StandInPort } from "./ports.ts";

export interface StandInFrame {
  url: string;
  readonly parent: StandInFrame | null;
  readonly frameTreeNodeId: number;
}

let lastFrame = 0;

/** An event whose default is what a hostile page wants. */
class Attempt {
  prevented = false;
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
  preventDefault(): void {
    this.prevented = true;
  }
}

type OpenHandler = (details: { url: string }) => { action: "allow" | "deny" };

export class StandInContents extends EventEmitter {
  readonly mainFrame: StandInFrame = { url: "", parent: null, frameTreeNodeId: (lastFrame += 1) };
  /** What main sent to the page. */
  readonly sent: { channel: string; message: unknown; ports: readonly StandInPort[] }[] = [];
  /** Where sent messages go when the preload script runs. */
  deliver: ((channel: string, message: unknown, ports: readonly StandInPort[]) => void) | undefined;
  private openHandler: OpenHandler = () => ({ action: "allow" });

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, message: unknown): void {
    this.postMessage(channel, message);
  }

  postMessage(channel: string, message: unknown, ports: readonly StandInPort[] = []): void {
    this.sent.push({ channel, message, ports });
    this.deliver?.(channel, message, ports);
  }

  /** True where nothing prevents it. */
  tries(
    event: "will-navigate" | "will-redirect" | "will-frame-navigate" | "will-attach-webview",
    url: string,
  ): boolean {
    const attempt = new Attempt(url);
    this.emit(event, attempt, url);
    return !attempt.prevented;
  }

  opensWindow(url: string): boolean {
    return this.openHandler({ url }).action === "allow";
  }
}
