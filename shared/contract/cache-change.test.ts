import { expect, test } from "vitest";
import {
  CHANGE_KINDS,
  EVERYTHING,
  samplesFrom,
  heardAfter,
  isAbout,
  isAboutPart,
  joined,
  MOST_PARTS,
  MOST_SIGNALS,
  partOf,
  type ChangeKind,
  type Changed,
} from "./cache-change.ts";

const LOAD = { equipment: "VMC-1", signal: "load", from: 500 };
const TEMPERATURE = { equipment: "VMC-1", signal: "temperature", from: 600 };
const OTHER = { equipment: "VMC-2", signal: "load", from: 700 };
const samples = (...signals: (typeof LOAD)[]): Changed => ({ kinds: ["samples"], signals });

test("two changes told as one are about all that either is about", () => {
  expect(joined(undefined, samples(LOAD))).toEqual(samples(LOAD));
  expect(joined(samples(LOAD), samples(OTHER, LOAD))).toEqual(samples(LOAD, OTHER));
  expect(joined({ kinds: ["events"] }, samples(LOAD))).toEqual({
    kinds: ["events", "samples"],
    signals: [LOAD],
  });
  expect(joined(samples(LOAD), { kinds: ["gaps"] })).toEqual({ kinds: ["gaps", "samples"], signals: [LOAD] });
  expect(joined({ kinds: ["events"] }, { kinds: ["as-of"] })).toEqual({ kinds: ["events", "as-of"] });
});

test("where one names no signals, or both too many, any signal may have changed", () => {
  for (const wide of [joined(samples(LOAD), { kinds: ["samples"] }), joined(EVERYTHING, samples(LOAD))]) {
    expect(wide.signals).toBeUndefined();
    expect(samplesFrom(wide, OTHER)).toBe(-Infinity);
  }
  const many = Array.from({ length: MOST_SIGNALS }, (_, at) => ({
    equipment: "VMC-1",
    signal: `s${at}`,
    from: 0,
  }));
  expect(joined(samples(...many), samples(...many)).signals).toHaveLength(MOST_SIGNALS);
  expect(joined(samples(...many), samples(LOAD)).signals).toBeUndefined();
});

test("joining never loses what one of them was about, whatever they are", () => {
  const all: Changed[] = [
    ...CHANGE_KINDS.map((kind): Changed => ({ kinds: [kind] })),
    samples(LOAD),
    samples(TEMPERATURE, OTHER),
    samples({ ...LOAD, from: 400 }),
    samples({ ...OTHER, from: 900 }),
    { kinds: ["events", "samples"], signals: [OTHER] },
    { kinds: [] },
    EVERYTHING,
  ];
  for (const one of all)
    for (const other of all) {
      const both = joined(one, other);
      for (const kind of CHANGE_KINDS)
        expect(isAbout(both, [kind])).toBe(isAbout(one, [kind]) || isAbout(other, [kind]));
      for (const key of [LOAD, TEMPERATURE, OTHER])
        expect(samplesFrom(both, key) ?? Infinity).toBe(
          Math.min(samplesFrom(one, key) ?? Infinity, samplesFrom(other, key) ?? Infinity),
        );
    }
});

test("the part of a change that somebody asks for keeps the signals only with the samples", () => {
  const both: Changed = { kinds: ["events", "samples"], signals: [LOAD] };
  expect(partOf(both, ["samples", "gaps"])).toEqual(samples(LOAD));
  expect(partOf(both, ["events"])).toEqual({ kinds: ["events"] });
  expect(partOf(both, ["structure"])).toBeUndefined();
});

test("a change that does not follow the last one heard may be about anything", () => {
  const change = { revision: 8, after: 7, kinds: ["gaps"] as readonly ChangeKind[] };
  expect(heardAfter(change, 7)).toEqual({ kinds: ["gaps"] });
  for (const last of [undefined, 6, 8]) expect(heardAfter(change, last)).toBe(EVERYTHING);
  expect(heardAfter({ ...change, after: undefined }, 7)).toBe(EVERYTHING);
  expect(heardAfter({ ...change, after: undefined }, undefined)).toBe(EVERYTHING);
});

test("parts narrow a change of events, as far as all that are told together name theirs", () => {
  const one: Changed = { kinds: ["events", "as-of"], parts: ["A", "TOP"] };
  const other: Changed = { kinds: ["events"], parts: ["B", "TOP"] };
  expect(joined(one, other)).toEqual({ kinds: ["events", "as-of"], parts: ["A", "TOP", "B"] });
  expect(joined(one, { kinds: ["gaps"] }).parts, "what is no change of events widens nothing").toEqual([
    "A",
    "TOP",
  ]);
  expect(joined(one, { kinds: ["events"] }).parts).toBeUndefined();
  const many = Array.from({ length: MOST_PARTS }, (_, n) => `${n}`);
  expect(joined(one, { kinds: ["events"], parts: many }).parts).toBeUndefined();
  expect(partOf(one, ["as-of"])).toEqual({ kinds: ["as-of"] });
  expect(partOf(one, ["events"])).toEqual({ kinds: ["events"], parts: ["A", "TOP"] });
  expect(heardAfter({ ...one, revision: 2, after: 1 }, 1)).toEqual(one);
  expect([isAboutPart(one, "A"), isAboutPart(one, "B"), isAboutPart({ kinds: ["events"] }, "B")]).toEqual([
    true,
    false,
    true,
  ]);
  expect(isAboutPart({ kinds: ["gaps"] }, "A")).toBe(false);
});
