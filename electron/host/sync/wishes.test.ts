import { expect, test } from "vitest";
import { Failure } from "../../../shared/rpc/failure.ts";
import { createWishes } from "./wishes.ts";

const signal = new AbortController().signal;
const of = (...parts: string[]): ReadonlySet<string> => new Set(parts);

test("the newest comes first, and each settles on its own", async () => {
  const wishes = createWishes();
  const first = wishes.add(of("A"), signal);
  const second = wishes.add(of("B"), signal);
  const newest = wishes.next();
  expect(newest?.parts).toEqual(of("B"));
  newest?.fulfil();
  await second;
  wishes.next()?.refuse(new Failure("limit", "too much"));
  await expect(first).rejects.toMatchObject({ kind: "limit" });
  expect(wishes.next()).toBeUndefined();
});

test("one that is given up is out of the way, also before it was added", async () => {
  const wishes = createWishes();
  const over = new AbortController();
  const given = wishes.add(of("A"), over.signal);
  over.abort();
  await expect(given).rejects.toMatchObject({ kind: "cancelled" });
  await expect(wishes.add(of("B"), over.signal)).rejects.toMatchObject({ kind: "cancelled" });
  expect(wishes.next()).toBeUndefined();
});

test("when everything is here all are granted; when nothing more will come all hear why", async () => {
  const wishes = createWishes();
  const all = Promise.all([wishes.add(of("A"), signal), wishes.add(of("B"), signal)]);
  wishes.settleAll();
  await all;
  const late = wishes.add(of("C"), signal);
  wishes.settleAll(new Failure("cancelled", "cancelled"));
  await expect(late).rejects.toMatchObject({ kind: "cancelled" });
});
