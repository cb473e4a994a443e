import { expect, test } from "vitest";
import type { PlantOffer } from "../../../shared/contract/plants.ts";
import {
  allScopes,
  followedOf,
  followedScopes,
  ALL_OF_IT,
  followedSpan,
  isSpan,
  scopeKey,
  toggled,
} from "./chosen-scopes.ts";

const offer: PlantOffer = {
  name: "Works 1",
  clockSkew: 0,
  systems: [
    ["plm", ["a", "b/c"]],
    ["plm/b", ["c"]],
  ].map(([system, scopes]) => ({
    system: system as string,
    kind: "plm",
    name: system as string,
    tellsDeletes: true,
    acceptsChangeRequests: false,
    scopes: (scopes as string[]).map((scope) => ({ scope, name: scope, products: [], records: 1 })),
  })),
};

test("everything is ticked at first, and names with slashes stay apart", () => {
  const all = allScopes(offer);
  expect(all.size).toBe(3);
  expect(followedOf(offer, all)).toEqual([
    { system: "plm", scopes: ["a", "b/c"] },
    { system: "plm/b", scopes: ["c"] },
  ]);
});

test("a system without a tick is not followed", () => {
  const chosen = toggled(allScopes(offer), scopeKey("plm/b", "c"));
  expect(followedOf(offer, chosen)).toEqual([{ system: "plm", scopes: ["a", "b/c"] }]);
  expect(followedOf(offer, toggled(chosen, scopeKey("plm/b", "c")))).toHaveLength(2);
});

test("what is followed, and of when: the narrowest span where scopes differ", () => {
  const scope = (id: string, since: number | undefined, until?: number) => ({
    scope: id,
    name: id,
    since,
    until,
  });
  const system = { system: "plm", name: "PLM", acceptsChangeRequests: false };
  const plant = { systems: [{ ...system, scopes: [scope("a", 5, 40), scope("b/c", 9, 30)] }] };
  expect(followedOf(offer, followedScopes(plant), followedSpan(plant))).toEqual([
    { system: "plm", scopes: ["a", "b/c"], since: 9, until: 30 },
  ]);
  expect(followedSpan({ systems: [{ ...system, scopes: [scope("a", undefined)] }] })).toEqual(ALL_OF_IT);
  expect(isSpan({ since: 9, until: 9 })).toBe(false);
  expect(isSpan({ since: 9, until: 10 }) && isSpan(ALL_OF_IT)).toBe(true);
});
