/** Random histories of decisions over revisions: what is carried, how often, and what is left. */
import { describe, expect, test } from "vitest";
import { meshOf, random, type Random, type TestShape } from "../compare/testing.ts";
import type { FaceLink } from "../contract/links.ts";
import type { CadMesh } from "../model/cad.ts";
import { byLikeness } from "./by-likeness.ts";
import {
  linksLeft,
  linksToCarry,
  linksToRenumber,
  planCarryOver,
  planGone,
  triedOnGone,
  triedOnPlace,
  type PartInModel,
  type TriedLink,
} from "./carry-plan.ts";
import { groupFaces } from "./face-groups.ts";
import { faceKeyOf, findFace } from "./face-key.ts";

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const FEATURE = {
  characteristic: "D",
  kind: "diameter",
  nominal: undefined,
  lowerLimit: undefined,
  upperLimit: undefined,
  uom: "mm",
  place: undefined,
  faces: undefined,
} as const;
const FACE = { kind: "plane", centre: [0, 0, 0], area: 1 } as const;
const link = (number: number, more: Partial<FaceLink> = {}): FaceLink => ({
  linkId: uuid(number),
  partNumber: "P",
  revision: "A",
  sourceId: "qif:lab",
  characteristic: `D${number}`,
  state: "confirmed",
  finder: "hand",
  face: { ...FACE, centre: [0, 0, 0] },
  decidedBy: undefined,
  decidedAt: number,
  ...more,
});
const model = (revision: string, mesh: string, addedAt = 0): PartInModel => ({
  partNumber: "P",
  revision,
  mesh,
  addedAt,
});

test("what a person decided on the new revision, even a rejection, is not decided over", () => {
  const links = [link(1), link(2), link(3, { characteristic: "D2", revision: "B", state: "rejected" })];
  expect(linksToCarry(links, "B")).toEqual([link(1)]);
});

test("of several revisions the one that was decided last counts, a rejected link never", () => {
  const links = [
    link(1),
    link(5, { characteristic: "D1", revision: "B" }),
    link(9, { characteristic: "D1", revision: "B", state: "rejected" }),
  ];
  expect(linksToCarry(links, "C").map(({ linkId }) => linkId)).toEqual([uuid(5)]);
});

test("each is looked for once per mesh, what was carried never again on that revision", () => {
  const links = [link(1), link(2)];
  const tried: TriedLink[] = [
    { linkId: uuid(1), partNumber: "P", revision: "B", mesh: "m1", isCarried: true },
    { linkId: uuid(2), partNumber: "P", revision: "B", mesh: "m1", isCarried: false },
  ];
  expect(planCarryOver(links, [model("B", "m1")], tried)).toEqual([]);
  const [task] = planCarryOver(links, [model("B", "m2"), model("B", "m1")], tried);
  expect(task?.links).toEqual([link(2)]);
});

test("on a newer model of the same revision its own links are looked at, those decided on it are not", () => {
  const links = [link(1), link(2, { decidedAt: 100 })];
  const [task] = planCarryOver(links, [model("A", "m", 50)], []);
  expect([task?.links, task?.own]).toEqual([[], [link(1)]]);
});

test("a feature on two faces, one of which went over, waits with the other until a person decides", () => {
  const two = [link(1, { characteristic: "D" }), link(2, { characteristic: "D" })];
  const carried = link(3, { characteristic: "D", revision: "B", carriedFrom: uuid(1) });
  expect(linksLeft([...two, carried], "B")).toEqual([two[1]]);
  const dropped = link(4, { characteristic: "D", revision: "B", state: "rejected" });
  expect(linksLeft([...two, carried, dropped], "B")).toEqual([]);
});

const copy = (number: number, of: FaceLink, more: Partial<FaceLink> = {}): FaceLink => ({
  ...of,
  linkId: uuid(number),
  decidedAt: number,
  carriedFrom: of.carriedFrom ?? of.linkId,
  ...more,
});
const CBA = [model("C", "mc"), model("B", "mb"), model("A", "ma")];

test("a copy is nobody's decision: once what it repeats is removed it goes nowhere, neither on nor back", () => {
  const onB = copy(9, link(1), { revision: "B" });
  expect(planCarryOver([onB], CBA, [])).toEqual([]);
  expect(linksLeft([onB], "C")).toEqual([]);
});

test("what was taken back on a revision does not come again from the copy on the next, nor from the first", () => {
  const onC = copy(9, link(1), { revision: "C" });
  const tried = [...triedOnPlace(link(1), model("B", "mb")), ...triedOnPlace(link(1), model("C", "mc"))];
  const models = [model("B", "mb2"), ...CBA];
  expect(planCarryOver([link(1), onC], models, tried)).toEqual([]);
  // Decided again by hand on A, under an id of its own, it is another decision.
  expect(planCarryOver([link(2, { characteristic: "D1" })], models, tried)[0]?.links).toHaveLength(1);
});

test("taken back on the last revision that it went to, a link goes on to none; where it is again, it does", () => {
  const toB = triedOnPlace(link(1), model("B", "mb"));
  expect(planCarryOver([link(1)], CBA, toB)).toEqual([]);
  const onB = copy(9, link(1), { revision: "B" });
  expect(planCarryOver([link(1), onB], CBA, toB).map(({ revision }) => revision)).toEqual(["C"]);
  // Taken back on B alone, once it is on C: what comes after C gets it.
  const D = [model("D", "md"), ...CBA];
  const onC = copy(10, link(1), { revision: "C" });
  const toBoth = [...toB, ...triedOnPlace(link(1), model("C", "mc"))];
  expect(planCarryOver([link(1), onC], D, toBoth).map(({ revision }) => revision)).toEqual(["D"]);
});

test("a copy goes along with what a person decided beside it, and never to where its first was made", () => {
  const first = link(1, { characteristic: "D" });
  const onB = copy(8, first, { revision: "B" });
  const beside = link(9, { characteristic: "D", revision: "B" });
  const tried = triedOnPlace(first, model("B", "mb"));
  expect(planCarryOver([first, onB, beside], CBA, tried)).toMatchObject([
    { revision: "C", links: [onB, beside] },
  ]);
  // The first is removed, and a newer file of A comes.
  const again = planCarryOver([onB, beside], [model("A", "ma2"), ...CBA], tried);
  expect(again.find(({ revision }) => revision === "A")?.links).toEqual([beside]);
});

test("of two faces the one that went nowhere is looked for at the third revision and waits there as well", () => {
  const two = [link(1, { characteristic: "D" }), link(2, { characteristic: "D" })] as const;
  const onB = copy(8, two[0], { revision: "B" });
  expect(linksToCarry([...two, onB], "C")).toEqual(two);
  const onC = copy(9, two[0], { revision: "C" });
  expect(linksLeft([...two, onB, onC], "C")).toEqual([two[1]]);
});

test("the same decision may go to a part and to another with the same revision, or with none", () => {
  for (const revision of ["B", ""]) {
    const other = { ...model(revision, "m1"), partNumber: "Q" };
    const models = [model(revision, "m1"), model("A", "ma")];
    expect(planCarryOver([link(1)], models, triedOnPlace(link(1), other))).toHaveLength(1);
  }
});

test("nothing goes back to a revision whose model is older than that of its own", () => {
  const onB = link(1, { revision: "B" });
  expect(planCarryOver([onB], CBA, []).map(({ revision }) => revision)).toEqual(["C"]);
  // Of its own revision no model is left: whichever is there may be the next.
  expect(planCarryOver([onB], [model("A", "ma")], [])).toHaveLength(1);
});

describe("a part that the newest model does not hold", () => {
  const gone = { partNumber: "P", older: "m1", newer: "m2", product: "TOP", fileName: "b.step" };
  const to = { partNumber: "Q", revision: "A", mesh: "m2" };

  test("has what was decided on its last revision looked for, once per model", () => {
    const links = [
      link(1),
      link(5, { characteristic: "D1", revision: "B" }),
      copy(9, link(1), { revision: "C" }),
      link(3, { state: "rejected" }),
      link(4, { partNumber: "OTHER" }),
    ];
    const [task] = planGone(links, [gone], []);
    expect(task?.links.map(({ linkId }) => linkId)).toEqual([uuid(5)]);
    const tried = (task?.links ?? []).map((each) => triedOnGone(each, "m2"));
    expect(planGone(links, [gone], tried)).toEqual([]);
    expect(planGone(links, [{ ...gone, newer: "m3" }], tried)).toHaveLength(1);
    // Carried on that mesh to another number: that is no answer either.
    expect(planGone(links, [gone], triedOnPlace(link(5), to))).toHaveLength(1);
  });

  test("has nothing looked for that was taken back on its own next revision", () => {
    const tried = triedOnPlace(link(1), model("B", "mb"));
    expect(planGone([link(1)], [gone], tried)).toEqual([]);
    expect(planGone([link(1), copy(9, link(1), { revision: "B" })], [gone], tried)).toHaveLength(1);
  });

  test("gives its links to another number once, and only where nobody has decided on any revision of that", () => {
    const own = [link(1), link(2)];
    expect(linksToRenumber(own, "Q", own, [])).toEqual(own);
    const elsewhere = link(9, { partNumber: "Q", revision: "B", characteristic: "D2", state: "rejected" });
    expect(linksToRenumber(own, "Q", [...own, elsewhere], [])).toEqual([own[0]]);
    expect(linksToRenumber(own, "Q", own, triedOnPlace(link(1), to))).toEqual([own[1]]);
    expect(linksToRenumber(own, "R", own, triedOnPlace(link(1), to))).toEqual(own);
  });

  test("has its links under the new number go on from there as decisions of their own", () => {
    const there = copy(9, link(1), { partNumber: "Q", carriedPart: "P" });
    const models = [
      { ...to, revision: "B", mesh: "m3", addedAt: 0 },
      { ...to, addedAt: 0 },
    ];
    expect(planCarryOver([link(1), there], models, triedOnPlace(link(1), to))).toMatchObject([
      { partNumber: "Q", revision: "B", links: [there] },
    ]);
  });
});

/** Known edits of a plate's holes; each hole has a link. */
function edited(next: Random): {
  readonly before: TestShape;
  readonly after: TestShape;
  readonly kept: readonly number[];
} {
  const holes = Array.from({ length: 8 }, (_, at) => ({
    x: at * 6 - 24,
    y: (at % 3) * 7 - 7,
    radius: 0.8 + (at % 4) * 0.3,
  }));
  const kept: number[] = [];
  const after = holes.flatMap((hole, at) => {
    const what = next();
    if (what < 0.15) return [];
    if (what < 0.3) return [{ ...hole, y: hole.y + 1.5 }];
    if (what < 0.45) return [{ ...hole, radius: hole.radius + 0.15 }];
    kept.push(at);
    return [hole];
  });
  const extra = next() < 0.5 ? [{ x: 20, y: 20, radius: 1.1 }] : [];
  return {
    before: { width: 80, height: 6, holes },
    // Another export: other numbers of faces, another order.
    after: { width: 80, height: 6, holes: [...extra, ...after.toSorted(() => next() - 0.5)] },
    kept,
  };
}

const holesOf = (mesh: CadMesh): ReturnType<typeof groupFaces> =>
  groupFaces(mesh).filter(({ kind }) => kind === "cylinder");

describe.each(Array.from({ length: 40 }, (_, index) => index + 1))("seed %i", (seed) => {
  const { before, after, kept } = edited(random(seed));
  const links = holesOf(meshOf(before)).map((group, at) => link(at, { face: faceKeyOf(group) }));
  const groups = groupFaces(meshOf(after));

  test("exactly the holes that stayed as they were are found again, each as itself", () => {
    const found = links.flatMap(({ face }, at) => (findFace(face, groups) === undefined ? [] : [at]));
    expect(found).toEqual(kept);
    for (const at of kept) {
      const again = findFace(links[at]?.face ?? { ...FACE, centre: [0, 0, 0] }, groups);
      const hole = before.holes[at];
      expect(again?.surface?.radius).toBe(hole?.radius);
      expect(again?.centre[0]).toBeCloseTo(hole?.x ?? NaN, 4);
      expect(again?.centre[1]).toBeCloseTo(hole?.y ?? NaN, 4);
    }
  });

  test("for one that was moved or widened the best proposal is the hole in its place, and none is certain", () => {
    const lost = links.filter((_, at) => !kept.includes(at));
    for (const each of lost) {
      const proposals = byLikeness([each]).propose(FEATURE, groups);
      for (const { score } of proposals) expect(score).toBeLessThan(0.9);
      const hole = before.holes[links.indexOf(each)];
      const there = after.holes.find(({ x }) => x === hole?.x);
      if (there === undefined) continue;
      const [best] = proposals.toSorted((a, b) => b.score - a.score);
      expect(best?.group.centre[0]).toBeCloseTo(there.x, 4);
    }
  });
});
