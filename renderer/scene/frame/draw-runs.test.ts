/** A frame in portions against the frame at once, on random runs with a kept seed. */
import fc from "fast-check";
import type { WebGLRenderer } from "three";
import { expect, test } from "vitest";
import { drawPortion, drawRuns, type RunsToDraw } from "./draw-runs.ts";

interface Drawn {
  readonly run: number;
  readonly start: number;
  readonly count: number;
  readonly instances: number;
}

/** A renderer that notes what is asked of the graphics card, run by run; entries without an instance draw nothing. */
function recorder(): { readonly renderer: WebGLRenderer; readonly drawn: Drawn[]; elements: () => number } {
  const drawn: Drawn[] = [];
  let elements = 0;
  const many = {
    multiDrawElementsInstancedWEBGL: (...values: unknown[]): void => {
      const [, counts, , , starts, , instances, , count] = values as [
        number,
        Int32Array,
        number,
        number,
        Int32Array,
        number,
        Int32Array,
        number,
        number,
      ];
      for (let run = 0; run < count; run++) {
        const times = instances[run] ?? 0;
        if (times > 0)
          drawn.push({ run, start: starts[run] ?? 0, count: counts[run] ?? 0, instances: times });
      }
    },
  };
  const renderer = {
    getContext: () => ({ LINES: 1, TRIANGLES: 4, UNSIGNED_INT: 5125 }),
    extensions: { get: () => many },
    info: { update: (count: number) => (elements += count) },
  };
  return { renderer: renderer as unknown as WebGLRenderer, drawn, elements: () => elements };
}

const batches = fc.array(
  fc
    .array(fc.record({ count: fc.integer({ min: 0, max: 900 }), times: fc.integer({ min: 0, max: 6 }) }), {
      maxLength: 12,
    })
    .map((runs): RunsToDraw => ({
      lines: false,
      indexed: true,
      starts: Int32Array.from(runs, (_, run) => run * 4_000),
      counts: Int32Array.from(runs, ({ count }) => count),
      instances: Int32Array.from(runs, ({ times }) => times),
      count: runs.length,
      elements: runs.reduce((sum, { count, times }) => sum + count * times, 0),
    })),
  { minLength: 1, maxLength: 5 },
);

test("the portions of a frame are the frame: every run once, by its own number, in order", () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 5_000 }), (all, size) => {
      const whole = recorder();
      for (const runs of all) drawRuns(whole.renderer, runs);
      const some = recorder();
      let total = 1;
      for (let from = 0; from < total; from += size)
        total = drawPortion(some.renderer, from, from + size, () => {
          for (const runs of all) drawRuns(some.renderer, runs);
        });
      const isSomething = ({ count }: Drawn): boolean => count > 0;
      expect(some.drawn).toEqual(whole.drawn.filter(isSomething));
      expect(some.elements()).toBe(whole.elements());
      expect(total).toBe(whole.elements());
    }),
    { seed: 1127, numRuns: 500 },
  );
});

test("a portion ends with the run that began in it, and a fault while it is drawn leaves no portion behind", () => {
  const runs: RunsToDraw = {
    lines: false,
    indexed: true,
    starts: Int32Array.of(0, 400, 800),
    counts: Int32Array.of(90, 300, 30),
    instances: Int32Array.of(1, 2, 1),
    count: 3,
    elements: 720,
  };
  const { renderer, drawn } = recorder();
  drawPortion(renderer, 0, 100, () => drawRuns(renderer, runs));
  expect(drawn.map(({ run }) => run)).toEqual([0, 1]);
  drawPortion(renderer, 100, 200, () => drawRuns(renderer, runs));
  expect(drawn.map(({ run }) => run)).toEqual([0, 1]);
  expect(() =>
    drawPortion(renderer, 0, 100, () => {
      throw new Error("lost");
    }),
  ).toThrow("lost");
  drawRuns(renderer, runs);
  expect(drawn.map(({ run }) => run)).toEqual([0, 1, 0, 1, 2]);
});
