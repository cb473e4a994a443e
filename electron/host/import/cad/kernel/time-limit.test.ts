import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { limitTime, processorTime } from "./time-limit.ts";

/** Computes for ever, as WebAssembly does that turns in circles. */
const LOOP =
  "const code = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,9,1,7,0,3,64,12,0,11,11]); new WebAssembly.Instance(new WebAssembly.Module(code)).exports.f();";
const WAIT = "require('node:worker_threads').parentPort.on('message', () => undefined);";

function lateness(worker: Worker, limitMs: number, usedBy = processorTime): Promise<void> {
  return new Promise((late) => limitTime(worker, limitMs, late, usedBy));
}

test("a worker that computes without an end is late, and its processor time says so", async () => {
  const worker = new Worker(LOOP, { eval: true });
  await lateness(worker, 200);
  expect(await processorTime(worker)).toBeGreaterThanOrEqual(200);
  await worker.terminate();
});

test("what the processor gave to others is not counted", async () => {
  const worker = new Worker(WAIT, { eval: true });
  // Before it, at its limit on the clock, and when it has computed as long.
  const used = [70, 100, 370, 371];
  const asked: number[] = [];
  await lateness(worker, 300, () => {
    const ms = used[asked.length] ?? NaN;
    asked.push(ms);
    return Promise.resolve(ms);
  });
  expect(asked).toEqual([70, 100, 370]);
  await worker.terminate();
});

test("one that waits for something, or does not tell, is late all the same", async () => {
  const worker = new Worker(WAIT, { eval: true });
  await lateness(worker, 50);
  await lateness(worker, 50, () => Promise.reject(new Error("it is not running")));
  await worker.terminate();
});
