import { expect, test } from "vitest";
import { storeInTurn } from "./store-in-turn.ts";

async function* numbers(count: number): AsyncGenerator<number> {
  for (let n = 1; n <= count; n += 1) yield n;
}

test("the next is handed over before the answer to the one before, and answers come in order", async () => {
  const calls: { n: number; answer: PromiseWithResolvers<number> }[] = [];
  const stored = storeInTurn(numbers(4), (n) => {
    const answer = Promise.withResolvers<number>();
    calls.push({ n, answer });
    return answer.promise;
  });
  const first = stored.next();
  await expect.poll(() => calls.length).toBe(2);
  calls[1]?.answer.resolve(20);
  calls[0]?.answer.resolve(10);
  expect((await first).value).toEqual({ value: 1, answer: 10 });
  const second = stored.next();
  await expect.poll(() => calls.length).toBe(3);
  expect((await second).value).toEqual({ value: 2, answer: 20 });
  const rest: unknown[] = [];
  const all = (async () => {
    for await (const { answer } of stored) rest.push(answer);
  })();
  await expect.poll(() => calls.length).toBe(4);
  for (const { n, answer } of calls.slice(2)) answer.resolve(n * 10);
  await all;
  expect(rest).toEqual([30, 40]);
});

test("a failure ends it once what is under way behind it has ended, and nothing further is handed over", async () => {
  const calls: PromiseWithResolvers<number>[] = [];
  let isOver = false;
  const stored = storeInTurn(numbers(9), () => {
    const answer = Promise.withResolvers<number>();
    calls.push(answer);
    return answer.promise;
  });
  const first = stored.next().finally(() => (isOver = true));
  first.catch(() => undefined);
  await expect.poll(() => calls.length).toBe(2);
  calls[0]?.reject(new Error("full disk"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  calls[1]?.reject(new Error("does not follow"));
  await expect(first).rejects.toThrow("full disk");
  expect(calls.length).toBe(2);
});

test("what can't be read ends it after what was read before is stored", async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    yield await Promise.reject(new Error("cut"));
  }
  const taken: number[] = [];
  const stored = storeInTurn(broken(), async (n) => {
    taken.push(n);
    return Promise.resolve(n);
  });
  expect(await stored.next()).toEqual({ done: false, value: { value: 1, answer: 1 } });
  await expect(stored.next()).rejects.toThrow("cut");
  expect(taken).toEqual([1]);
});
