import { expect, test } from "vitest";
import type { ModelSummary } from "../../../shared/contract/parts.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createNodeIndex } from "./node-index.ts";
import type { ModelState } from "./use-model.ts";
import { isLarge, nextPrepared, type Prepared } from "./use-prepared.ts";

const NOTHING: Prepared = { shown: undefined, building: undefined };
const EMPTY: ModelState = { state: "empty", partNumber: undefined };

function model(nodes: number): CadModel {
  return {
    schema: "",
    parts: [{ number: "A", name: "A" }],
    nodes: Array.from({ length: nodes }, (_, at) => ({
      parent: at === 0 ? -1 : 0,
      part: 0,
      occurrence: "",
      path: "",
      transform: [],
    })),
    problems: [],
  };
}

function ready(sha256: string, nodes: number): ModelState {
  const own = model(nodes);
  const summary = { sha256, fileName: `${sha256}.step` } as Partial<ModelSummary> as ModelSummary;
  return { state: "ready", shown: { summary, own, model: own, index: createNodeIndex(own) } };
}

test("large is what takes longer than the page can wait: occurrences, or vertices", () => {
  expect(isLarge(model(399))).toBe(false);
  expect(isLarge(model(400))).toBe(true);
  const mesh = {
    positions: new Float32Array(3_000_000),
    normals: new Float32Array(0),
    indices: new Uint32Array(0),
    faces: [],
    edges: new Float32Array(0),
  };
  expect(isLarge({ nodes: [], parts: [{ number: "A", name: "A", mesh }] })).toBe(true);
});

test("what is small, or is no model, is there at once", () => {
  const small = ready("small", 10);
  for (const wanted of [EMPTY, small])
    expect(nextPrepared(NOTHING, wanted, false)).toEqual({ shown: wanted, building: undefined });
  const large = ready("large", 5_000);
  expect(nextPrepared({ shown: small, building: large }, EMPTY, false)).toEqual({
    shown: EMPTY,
    building: undefined,
  });
});

test("a large one is built while what was there stays, then it is there", () => {
  const small = ready("small", 10);
  const large = ready("large", 5_000);
  const before: Prepared = { shown: small, building: undefined };
  const during = nextPrepared(before, large, true);
  expect(during).toEqual({ shown: small, building: large });
  expect(nextPrepared(during, large, false)).toEqual(during);
  const after = nextPrepared(during, large, true);
  expect(after).toEqual({ shown: large, building: undefined });
  expect(nextPrepared(after, large, true)).toEqual(after);
});

test("of a file that comes bit by bit each bit that was begun is shown, however fast the next ones come", () => {
  const bits = [4_000, 5_000, 6_000].map((nodes) => ready("assembly", nodes));
  const [first = EMPTY, second = EMPTY, third = EMPTY] = bits;
  let now = nextPrepared(NOTHING, first, true);
  for (const bit of bits) {
    now = nextPrepared(now, bit, false);
    expect(now.building).toBe(first);
  }
  now = nextPrepared(now, third, true);
  expect(now).toEqual({ shown: first, building: third });
  expect(nextPrepared(now, second, false).building).toBe(third);
  expect(nextPrepared(now, third, true)).toEqual({ shown: third, building: undefined });
});

test("another file takes the place of the one that is being built", () => {
  const [one, other] = [ready("one", 5_000), ready("other", 5_000)];
  expect(nextPrepared({ shown: EMPTY, building: one }, other, false)).toEqual({
    shown: EMPTY,
    building: other,
  });
});
