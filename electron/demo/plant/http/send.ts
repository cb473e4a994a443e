/** Sends a body whole, or as a planned fault wants it. */
import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Fault } from "../faults.ts";

export type Headers = Readonly<Record<string, string | number>>;
export type Wait = (ms: number) => Promise<void>;

export async function send(
  response: ServerResponse,
  status: number,
  headers: Headers,
  parts: readonly Buffer[],
  fault: Fault | undefined,
  wait: Wait,
): Promise<void> {
  const spoilt = spoil(parts, fault);
  const size = spoilt.reduce((sum, { length }) => sum + length, 0);
  response.writeHead(status, { ...headers, "Content-Length": size });
  if (response.req.method === "HEAD") return void response.end();
  switch (fault?.fault) {
    case "cut":
      await write(response, Buffer.concat(spoilt).subarray(0, Math.floor(size * fault.share)));
      return void response.destroy();
    case "stall":
      return write(response, Buffer.concat(spoilt).subarray(0, Math.floor(size * fault.share)));
    case "slow": {
      const whole = Buffer.concat(spoilt);
      for (let start = 0; start < size && !response.destroyed; start += fault.bytes) {
        await write(response, whole.subarray(start, start + fault.bytes));
        await wait(fault.ms);
      }
      return void response.end();
    }
    default:
      for (const part of spoilt) await write(response, part);
      response.end();
  }
}

function spoil(parts: readonly Buffer[], fault: Fault | undefined): readonly Buffer[] {
  if (fault?.fault !== "truncated" && fault?.fault !== "corrupt") return parts;
  const whole = Buffer.concat(parts);
  if (fault.fault === "truncated") return [whole.subarray(0, Math.floor(whole.length * fault.share))];
  const middle = whole.length >> 1;
  whole.writeUInt8((whole[middle] ?? 0) ^ 1, middle);
  return [whole];
}

/** Resolves when the reader can take more, or is gone. */
async function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  if (bytes.length === 0 || response.destroyed) return setImmediate();
  if (response.write(bytes)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}
