import * as v from "valibot";
import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import { Failure } from "./failure.ts";
import { serveContract } from "./server.ts";
import { call, listen, type Client, type Implementation } from "./service.ts";
import { transportPair } from "./transport.ts";

const contract = {
  maths: {
    double: call<number>()(v.object({ value: v.number() })),
    forever: call<void>()(v.object({})),
    fail: call<void>()(v.object({ kind: v.string() })),
    count: listen<number>()(v.object({ to: v.number() })),
  },
} as const;

interface Fixture {
  readonly client: Client<typeof contract>;
  readonly aborted: string[];
  readonly bugs: string[];
  readonly send: (message: unknown) => void;
  readonly close: () => void;
}

function connect(): Fixture {
  const [near, far] = transportPair();
  const aborted: string[] = [];
  const bugs: string[] = [];
  const implementation: Implementation<typeof contract> = {
    maths: {
      double: ({ value }) => value * 2,
      forever: (_input, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            aborted.push("forever");
            reject(new Error("aborted"));
          }),
        ),
      fail: ({ kind }) => {
        if (kind === "conflict") throw new Failure("conflict", "changed meanwhile");
        throw new Error("secret\nstack");
      },
      count: async ({ to }, emit) => {
        for (let n = 1; n <= to; n += 1) emit(n);
      },
    },
  };
  serveContract(contract, implementation, far, { onBug: (method) => bugs.push(method), maximumPending: 3 });
  const client = createClient(contract, near);
  return { client, aborted, bugs, send: (message) => near.send(message as never), close: () => near.close() };
}

/** The far side without a client in between: what exactly comes back. */
function connectRaw(): { answers: unknown[]; send: (message: unknown) => void } {
  const [near, far] = transportPair();
  const answers: unknown[] = [];
  near.onMessage((message) => answers.push(message));
  const unused = (): never => expect.unreachable("no handler may run");
  const maths = { double: unused, forever: unused, fail: unused, count: unused };
  serveContract(contract, { maths }, far);
  return { answers, send: (message) => near.send(message as never) };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test("a call answers, a listen emits in order and ends", async () => {
  const { client } = connect();
  expect(await client.maths.double({ value: 21 })).toBe(42);
  const seen: number[] = [];
  await client.maths.count({ to: 3 }, (n) => seen.push(n));
  expect(seen).toEqual([1, 2, 3]);
});

test("failures cross as data with their kind; an unexpected error only with its first line", async () => {
  const { client, bugs } = connect();
  await expect(client.maths.fail({ kind: "conflict" })).rejects.toMatchObject({
    kind: "conflict",
    message: "changed meanwhile",
    method: "maths.fail",
  });
  await expect(client.maths.fail({ kind: "x" })).rejects.toMatchObject({ kind: "bug", message: "secret" });
  expect(bugs).toEqual(["maths.fail"]);
});

test("wrong input names the field and never reaches the handler", async () => {
  const { client } = connect();
  await expect(client.maths.double({ value: "21" } as never)).rejects.toMatchObject({
    kind: "invalid",
    message: expect.stringContaining("value:") as string,
  });
});

test("cancel rejects the caller at once and aborts the handler", async () => {
  const { client, aborted } = connect();
  const controller = new AbortController();
  const pending = client.maths.forever({}, { signal: controller.signal });
  await settled();
  controller.abort();
  await expect(pending).rejects.toMatchObject({ kind: "cancelled" });
  await settled();
  expect(aborted).toEqual(["forever"]);
});

test("the end of the connection fails what is pending as offline and aborts the handlers", async () => {
  const { client, aborted, close } = connect();
  const pending = client.maths.forever({});
  await settled();
  close();
  await expect(pending).rejects.toMatchObject({ kind: "offline" });
  await expect(client.maths.double({ value: 1 })).rejects.toMatchObject({ kind: "offline" });
  expect(aborted).toEqual(["forever"]);
});

test("more calls at once than allowed are refused, not queued without end", async () => {
  const { client } = connect();
  const three = [client.maths.forever({}), client.maths.forever({}), client.maths.forever({})];
  for (const pending of three) pending.catch(() => undefined);
  await expect(client.maths.forever({})).rejects.toMatchObject({ kind: "limit" });
});

test.each([
  "maths.__proto__",
  "constructor.toString",
  "maths.double.extra",
  "maths",
  "__proto__.double",
  "maths.count",
])("%s is no callable method", async (method) => {
  const { answers, send } = connectRaw();
  send({ type: "call", id: 1, method, input: {} });
  await settled();
  expect(answers).toEqual([
    { type: "error", id: 1, error: { kind: "invalid", message: "no such method", method } },
  ]);
});

test("messages that are no requests are ignored", async () => {
  const { client, send } = connect();
  for (const message of [
    undefined,
    null,
    7,
    "x",
    [],
    { type: "call" },
    { type: "cancel", id: "1" },
    { id: 5 },
  ])
    send(message);
  expect(await client.maths.double({ value: 1 })).toBe(2);
});

test("what is called off before its turn is never begun", async () => {
  const [near, far] = transportPair();
  const begun: number[] = [];
  const turns: (() => void)[] = [];
  const maths = {
    double: ({ value }: { value: number }) => {
      begun.push(value);
      return value * 2;
    },
    forever: () => undefined,
    fail: () => undefined,
    count: () => Promise.resolve(),
  };
  serveContract(contract, { maths }, far, { inTurn: (begin) => void turns.push(begin) });
  const client = createClient(contract, near);
  const off = new AbortController();
  const first = client.maths.double({ value: 1 });
  const second = client.maths.double({ value: 2 }, { signal: off.signal });
  const third = client.maths.double({ value: 3 });
  await expect.poll(() => turns.length).toBe(3);
  turns[0]?.();
  expect(await first).toBe(2);
  off.abort();
  await expect(second).rejects.toMatchObject({ kind: "cancelled" });
  turns[1]?.();
  turns[2]?.();
  expect(await third).toBe(6);
  expect(begun).toEqual([1, 3]);
});
