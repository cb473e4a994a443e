/** What goes over the line between the page and its host, as it passes: which questions are asked, and what is told. */
import type { Page } from "playwright-core";
import { decodeMessage } from "../../shared/rpc/codec.ts";

export type Passed =
  | { readonly type: "call"; readonly method: string }
  /** A value of a stream. */
  | { readonly type: "told"; readonly value: unknown };

export interface Wire {
  readonly passed: readonly Passed[];
  stop(): Promise<void>;
}

interface Frame {
  readonly response: { readonly opcode: number; readonly payloadData: string };
}

/** From now on. */
export async function tapWire(page: Page): Promise<Wire> {
  const session = await page.context().newCDPSession(page);
  const passed: Passed[] = [];
  const read = ({ response: { opcode, payloadData } }: Frame): Record<string, unknown> =>
    opcode === 2
      ? (decodeMessage(new Uint8Array(Buffer.from(payloadData, "base64"))) as Record<string, unknown>)
      : {};
  session.on("Network.webSocketFrameSent", (frame) => {
    const { type, method } = read(frame);
    if (type === "call") passed.push({ type, method: String(method) });
  });
  session.on("Network.webSocketFrameReceived", (frame) => {
    const { type, value } = read(frame);
    if (type === "event") passed.push({ type: "told", value });
  });
  await session.send("Network.enable");
  return { passed, stop: () => session.detach() };
}
