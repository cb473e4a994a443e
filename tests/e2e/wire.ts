/** What goes over the line between the page and its host, as it passes: which questions are asked, and what is told. */
import type { Page } from "playwright-core";
import { decodeMessage } from "../../shared/rpc/codec.ts";

export interface Wire {
  /** Methods called since the last look. */
  readonly calls: string[];
  /** Values of streams since the last look. */
  readonly told: unknown[];
  stop(): Promise<void>;
}

interface Frame {
  readonly response: { readonly opcode: number; readonly payloadData: string };
}

/** From now on. */
export async function tapWire(page: Page): Promise<Wire> {
  const session = await page.context().newCDPSession(page);
  const calls: string[] = [];
  const told: unknown[] = [];
  const read = ({ response: { opcode, payloadData } }: Frame): Record<string, unknown> =>
    opcode === 2
      ? (decodeMessage(new Uint8Array(Buffer.from(payloadData, "base64"))) as Record<string, unknown>)
      : {};
  session.on("Network.webSocketFrameSent", (frame) => {
    const { type, method } = read(frame);
    if (type === "call") calls.push(String(method));
  });
  session.on("Network.webSocketFrameReceived", (frame) => {
    const { type, value } = read(frame);
    if (type === "event") told.push(value);
  });
  await session.send("Network.enable");
  return { calls, told, stop: () => session.detach() };
}
