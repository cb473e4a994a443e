import fc from "fast-check";
import { expect, test } from "vitest";
import { createSelection, subjectKey, type SelectedSubject, type SelectionState } from "./selection.ts";

const PARTS = ["PL-100", "PL-200", "BX-300"];
const KEYS = ["partNumber", "unitId", "eventPosition", "nodes", "face", "scope"] as const;

/** What Alt+Left goes through, without actions, the brush and what may be pressed. */
function subjectOf(state: SelectionState): SelectedSubject {
  return Object.fromEntries(
    KEYS.filter((key) => key in state).map((key) => [key, state[key]]),
  ) as unknown as SelectedSubject;
}

type Step = (state: SelectionState) => void;
const part = fc.option(fc.constantFrom(...PARTS), { nil: undefined });
const unit = fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined });
const nodes = fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 });

const selecting: fc.Arbitrary<Step> = fc.oneof(
  part.map(
    (number): Step =>
      ({ selectPart }) =>
        selectPart(number),
  ),
  fc.tuple(unit, part).map(
    ([id, number]): Step =>
      ({ selectUnit }) =>
        selectUnit(id, number),
  ),
  fc.tuple(unit, part, unit).map(([position, partNumber, unitId]): Step => {
    const about = {
      ...(partNumber === undefined ? {} : { partNumber }),
      ...(unitId === undefined ? {} : { unitId }),
    };
    return ({ selectEvent }) => selectEvent(position, about);
  }),
  fc.tuple(nodes, part, fc.boolean()).map(([picked, number, withFace]): Step => {
    const [node] = picked;
    const face = withFace && node !== undefined ? { node, face: 7 } : undefined;
    return ({ selectNodes }) => selectNodes(picked, number, face);
  }),
  fc.constantFrom<"part" | "unit">("part", "unit").map(
    (scope): Step =>
      ({ setScope }) =>
        setScope(scope),
  ),
);
const moving = fc.constantFrom<"back" | "forward">("back", "back", "forward");
const brushing = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined });

test("back and forward go through what was on the screen, whatever was done between", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 3, arbitrary: selecting.map((step) => ({ type: "select" as const, step })) },
          { weight: 2, arbitrary: moving.map((way) => ({ type: "move" as const, way })) },
          { weight: 1, arbitrary: brushing.map((from) => ({ type: "brush" as const, from })) },
        ),
        { maxLength: 60 },
      ),
      (steps) => {
        const store = createSelection();
        // The model: a list of past, one of future, and what is between them.
        const past: SelectedSubject[] = [];
        let future: SelectedSubject[] = [];
        let shown = subjectOf(store.getState());
        let brushed: number | undefined;
        for (const each of steps) {
          if (each.type === "select") {
            each.step(store.getState());
            const now = subjectOf(store.getState());
            if (JSON.stringify(now) !== JSON.stringify(shown)) {
              past.push(shown);
              future = [];
              shown = now;
            }
          } else if (each.type === "brush") {
            brushed = each.from;
            store
              .getState()
              .brush(each.from === undefined ? undefined : { from: each.from, to: each.from + 1 });
          } else {
            const [leave, reach] = each.way === "back" ? [future, past] : [past, future];
            const next = reach.pop();
            if (next !== undefined) {
              leave.push(shown);
              shown = next;
            }
            store.getState()[each.way]();
          }
          const state = store.getState();
          expect(subjectOf(state)).toEqual(shown);
          expect([state.canGoBack, state.canGoForward]).toEqual([past.length > 0, future.length > 0]);
          // Moving through subjects never changes the brushed span.
          expect(state.window?.from).toBe(brushed);
          expect("window" in state).toBe(brushed !== undefined);
        }
      },
    ),
    { seed: 101, numRuns: 400 },
  );
});

test("whatever is selected, the state is one that the host can be asked about", () => {
  fc.assert(
    fc.property(fc.array(selecting, { maxLength: 30 }), (steps) => {
      const store = createSelection();
      for (const step of steps) {
        step(store.getState());
        const state = store.getState();
        const { scope, unitId, partNumber } = state;
        if (scope === "unit") expect(unitId).toBeDefined();
        for (const key of ["partNumber", "unitId", "eventPosition", "face"] as const)
          if (key in state) expect(state[key]).toBeDefined();
        expect(state.subject()).toEqual(
          scope === "unit"
            ? { kind: "unit", unitId }
            : partNumber === undefined
              ? { kind: "everything" }
              : { kind: "part", partNumber },
        );
      }
    }),
    { seed: 102, numRuns: 300 },
  );
});

test("a new selection ends what lay ahead", () => {
  const store = createSelection();
  for (const number of PARTS) store.getState().selectPart(number);
  store.getState().back();
  store.getState().back();
  store.getState().selectPart("other");
  expect(store.getState().canGoForward).toBe(false);
  store.getState().back();
  expect(store.getState().partNumber).toBe(PARTS[0]);
});

test("the same selection again is no step", () => {
  const store = createSelection();
  let told = 0;
  store.subscribe(() => (told += 1));
  for (let times = 0; times < 3; times += 1)
    store.getState().selectNodes([4, 5], "PL-100", { node: 4, face: 1 });
  expect(told).toBe(1);
  store.getState().selectNodes([4, 5], "PL-100", { node: 4, face: 2 });
  expect(told).toBe(2);
});

test("two hundred subjects are kept, the oldest go", () => {
  const store = createSelection();
  for (let unitId = 1; unitId <= 300; unitId += 1) store.getState().selectUnit(unitId);
  let steps = 0;
  while (store.getState().canGoBack) {
    store.getState().back();
    steps += 1;
  }
  expect(steps).toBe(199);
  expect(store.getState().unitId).toBe(101);
});

test("a unit narrows to itself, and without one the part comes back", () => {
  const store = createSelection();
  store.getState().selectPart("PL-100");
  store.getState().selectUnit(16);
  expect(subjectOf(store.getState())).toEqual({ partNumber: "PL-100", unitId: 16, nodes: [], scope: "unit" });
  store.getState().selectUnit(4, "PL-200");
  expect(store.getState().partNumber).toBe("PL-200");
  store.getState().selectUnit(undefined);
  expect(subjectOf(store.getState())).toEqual({ partNumber: "PL-200", nodes: [], scope: "part" });
});

test("reading an event keeps the question that led to it", () => {
  const store = createSelection();
  store.getState().selectNodes([3], "PL-100");
  store.getState().selectEvent(77, { partNumber: "PL-100", unitId: 16 });
  expect(subjectOf(store.getState())).toEqual({
    partNumber: "PL-100",
    unitId: 16,
    eventPosition: 77,
    nodes: [3],
    scope: "part",
  });
  store.getState().setScope("unit");
  store.getState().selectEvent(78);
  expect(store.getState()).toMatchObject({ unitId: 16, eventPosition: 78, scope: "unit" });
  // Of another part: neither its occurrences nor its unit belong to it.
  store.getState().selectEvent(79, { partNumber: "PL-200" });
  expect(subjectOf(store.getState())).toEqual({
    partNumber: "PL-200",
    eventPosition: 79,
    nodes: [],
    scope: "part",
  });
});

test("the scope turns to the unit only where there is one", () => {
  const store = createSelection();
  store.getState().selectPart("PL-100");
  store.getState().setScope("unit");
  expect(store.getState()).toMatchObject({ scope: "part", canGoForward: false });
  store.getState().selectUnit(16);
  store.getState().setScope("part");
  expect(store.getState().subject()).toEqual({ kind: "part", partNumber: "PL-100" });
});

test("the brush tells only of changes", () => {
  const store = createSelection();
  let told = 0;
  store.subscribe(() => (told += 1));
  store.getState().brush(undefined);
  store.getState().brush({ from: 1, to: 2 });
  store.getState().brush({ from: 1, to: 2 });
  expect(told).toBe(1);
  store.getState().brush(undefined);
  expect(told).toBe(2);
  expect("window" in store.getState()).toBe(false);
});

test("subjects have different keys", () => {
  const keys = [
    subjectKey({ kind: "everything" }),
    subjectKey({ kind: "part", partNumber: "16" }),
    subjectKey({ kind: "unit", unitId: 16 }),
  ];
  expect(new Set(keys).size).toBe(3);
});

test("a characteristic is selected with the unit whose value it is, and goes with the next selection", () => {
  const store = createSelection();
  const characteristic = { partNumber: "A", name: "Bore", text: "Bore on 7: 62.1 mm" };
  store.getState().selectCharacteristic(characteristic, 7);
  expect(store.getState()).toMatchObject({ partNumber: "A", unitId: 7, characteristic });
  store.getState().selectPart("B");
  expect(store.getState().characteristic).toBeUndefined();
  store.getState().back();
  expect(store.getState().characteristic).toEqual(characteristic);
});
