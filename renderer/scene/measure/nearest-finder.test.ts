import { expect, test } from "vitest";
import {
  createNearestFinder,
  type NearestAnswer,
  type NearestPort,
  type NearestRequest,
} from "./nearest-finder.ts";
import { nearestOfSets, type SimplexSet } from "./simplex-tree.ts";

const point = (x: number): SimplexSet => ({ corners: 1, coordinates: Float64Array.of(x, 0, 0) });

/** A port that answers when it is told to, with what the worker would say. */
function port(): {
  readonly open: () => NearestPort;
  readonly answer: () => void;
  readonly ended: () => number;
} {
  let ended = 0;
  let tell: ((event: MessageEvent<NearestAnswer>) => void) | undefined;
  const asked: NearestRequest[] = [];
  return {
    open: () => {
      return {
        postMessage: (request) => void asked.push(request),
        terminate: () => void (ended += 1),
        addEventListener: (type: string, listener: (event: never) => void) => {
          if (type === "message") tell = listener as typeof tell;
        },
      };
    },
    answer: () => {
      for (const { id, first, second } of asked.splice(0)) {
        const data = { id, nearest: nearestOfSets(first, second) };
        tell?.(new MessageEvent("message", { data }));
      }
    },
    ended: () => ended,
  };
}

test("each question gets its own answer", async () => {
  const { open, answer } = port();
  const finder = createNearestFinder(open);
  const { signal } = new AbortController();
  const first = finder.find(point(0), point(3), signal);
  const second = finder.find(point(0), point(7), signal);
  answer();
  expect((await first)?.distance).toBe(3);
  expect((await second)?.distance).toBe(7);
});

test("a search nobody waits for any more ends its worker; the next one opens another", async () => {
  const { open, answer, ended } = port();
  const finder = createNearestFinder(open);
  const given = new AbortController();
  const up = finder.find(point(0), point(3), given.signal);
  given.abort(new Error("given up"));
  await expect(up).rejects.toThrow("given up");
  expect(ended()).toBe(1);
  const again = finder.find(point(0), point(4), new AbortController().signal);
  answer();
  expect((await again)?.distance).toBe(4);
  await expect(finder.find(point(0), point(1), given.signal)).rejects.toThrow("given up");
});
