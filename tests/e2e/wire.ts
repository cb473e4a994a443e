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

interface Questions {
  /** Ids of those that wait for their answer. */
  readonly open: Set<unknown>;
  asked: number;
}

const questions = new WeakMap<Page, Questions>();

/** To be called before the page connects. */
export function countQuestions(page: Page): void {
  const counted: Questions = { open: new Set(), asked: 0 };
  questions.set(page, counted);
  const read = (payload: string | Buffer): Record<string, unknown> =>
    typeof payload === "string" ? {} : (decodeMessage(payload) as Record<string, unknown>);
  page.on("websocket", (socket) => {
    counted.open.clear();
    socket.on("framesent", ({ payload }) => {
      const { type, id } = read(payload);
      if (type === "call") {
        counted.open.add(id);
        counted.asked += 1;
      } else if (type === "cancel") counted.open.delete(id);
    });
    socket.on("framereceived", ({ payload }) => {
      const { type, id } = read(payload);
      if (type === "result" || type === "error") counted.open.delete(id);
    });
  });
}

/** ms, longer than any panel holds a question back while what it is about goes on changing. */
const HELD_BACK = 300;

/** Until nothing that was asked is unanswered and nothing is held back: what no news comes of stands still then. */
export async function untilAnswered(page: Page): Promise<void> {
  const counted = questions.get(page);
  if (counted === undefined) throw new Error("the page's questions are not counted");
  for (let before = -1; before !== counted.asked || counted.open.size > 0;) {
    before = counted.asked;
    await page.evaluate((time) => new Promise((next) => setTimeout(next, time)), HELD_BACK);
  }
}
