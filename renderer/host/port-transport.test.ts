import { expect, test, vi } from "vitest";
import type { WireMessage } from "../../shared/rpc/transport.ts";
import { portTransport } from "./port-transport.ts";

const call = (id: number): WireMessage => ({ type: "call", id, method: "parts.tree", input: {} });

test("messages go both ways, in order, with typed arrays as they are", async () => {
  const { port1, port2 } = new MessageChannel();
  const [near, far] = [portTransport(port1), portTransport(port2)];
  const seen: unknown[] = [];
  const done = new Promise<void>((resolve) =>
    near.onMessage((message) => {
      seen.push(message);
      if (seen.length === 3) resolve();
    }),
  );
  far.onMessage((message) => {
    const { id } = message as { id: number };
    far.send({ type: "result", id, value: Float64Array.of(id, NaN) });
  });
  for (const id of [1, 2, 3]) near.send(call(id));
  await done;
  expect(seen).toEqual([1, 2, 3].map((id) => ({ type: "result", id, value: Float64Array.of(id, NaN) })));
  near.close();
});

test("what came before anybody listened is not lost", async () => {
  const { port1, port2 } = new MessageChannel();
  const [near, far] = [portTransport(port1), portTransport(port2)];
  far.send({ type: "end", id: 1 });
  far.send({ type: "end", id: 2 });
  await new Promise((resolve) => setImmediate(resolve));
  const seen: unknown[] = [];
  // A page's port waits until it is told to start.
  const start = vi.spyOn(port1, "start");
  await new Promise<void>((resolve) => {
    near.onMessage((message) => {
      seen.push(message);
      if (seen.length === 2) resolve();
    });
  });
  expect(seen).toEqual([
    { type: "end", id: 1 },
    { type: "end", id: 2 },
  ]);
  expect(start).toHaveBeenCalledOnce();
  near.close();
});

test("all who asked hear of the end, when the other side closes", async () => {
  const { port1, port2 } = new MessageChannel();
  const near = portTransport(port1);
  near.onMessage(() => undefined);
  const ends = [1, 2].map(() => new Promise<void>((resolve) => near.onClose(resolve)));
  portTransport(port2).close();
  await Promise.all(ends);
});
