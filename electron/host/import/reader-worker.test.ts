/** A worker that hears of nothing, as one is in the midst of a large file, and one that does. */
import { Worker } from "node:worker_threads";
import { afterEach, expect, test } from "vitest";
import { createReaderWorker, type ReaderWorker } from "./reader-worker.ts";

/** Answers as the import worker does; looking at the file `endless` never ends, and nothing else is heard meanwhile. */
const WORKER = `
  import { parentPort } from "node:worker_threads";
  import { serveContract } from ${JSON.stringify(new URL("../../../shared/rpc/server.ts", import.meta.url).href)};
  import { portTransport } from ${JSON.stringify(new URL("../transport/message-port.ts", import.meta.url).href)};
  import { importWorkerContract } from ${JSON.stringify(new URL("./import-contract.ts", import.meta.url).href)};
  const none = () => undefined;
  const formatOf = ({ name }) => { while (name === "endless"); return "step"; };
  serveContract(importWorkerContract, { files: { ping: none, scan: none, read: none, readBy: none, formatOf, previewTable: none } }, portTransport(parentPort));
`;

let reader: ReaderWorker;
let started: Worker[] = [];
const open = (): void => {
  started = [];
  reader = createReaderWorker(() => {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`));
    started.push(worker);
    return worker;
  });
};
afterEach(() => reader.close());

test("who does not come back after being given up is ended, and the next question is answered by another", async () => {
  open();
  const file = { path: "a", name: "endless" };
  const [asked] = await Promise.allSettled([reader.client().files.formatOf(file), reader.rest()]);
  expect(asked).toMatchObject({ status: "rejected", reason: { kind: "offline" } });
  expect(await reader.client().files.formatOf({ path: "b", name: "short" })).toBe("step");
  expect(started).toHaveLength(2);
});

test("who answers stays, warm as it is", async () => {
  open();
  expect(await reader.client().files.formatOf({ path: "b", name: "short" })).toBe("step");
  await reader.rest();
  expect(await reader.client().files.formatOf({ path: "b", name: "short" })).toBe("step");
  expect(started).toHaveLength(1);
});

test("with none there is nothing to wait for", async () => {
  open();
  await reader.rest();
  await reader.settled();
  expect(started).toHaveLength(0);
});
