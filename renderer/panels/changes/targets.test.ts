import { expect, test } from "vitest";
import type { PlantsReport } from "../../../shared/contract/plants.ts";
import { targetsOf } from "./targets.ts";

const plant = (plantId: string): PlantsReport["plants"][number] => ({
  plantId,
  name: `Works ${plantId}`,
  url: "https://plant.example",
  hasOwnCa: false,
  allowPlainHttp: false,
  hasToken: true,
  paused: false,
  systems: ["plm", "mes"].map((system) => ({
    system,
    name: system.toUpperCase(),
    acceptsChangeRequests: system === "plm",
    scopes: [],
  })),
  state: "offline",
  message: undefined,
  needs: undefined,
  retryAt: undefined,
  outgoingRetryAt: undefined,
  clockSkew: undefined,
  progress: undefined,
  feeds: [],
  outgoing: 0,
});
const report: PlantsReport = { pins: [], plants: [plant("1"), plant("2")] };

test("only systems that take change requests, also while they are away", () => {
  expect(targetsOf(report, undefined).map(({ name }) => name)).toEqual(["Works 1, PLM", "Works 2, PLM"]);
  expect(targetsOf(undefined, undefined)).toEqual([]);
});

test("one that has a number goes where it got it", () => {
  const before = { number: "ECR-7", plantId: "2", system: "plm" };
  expect(targetsOf(report, before).map(({ plantId }) => plantId)).toEqual(["2"]);
  expect(targetsOf(report, { ...before, number: undefined })).toHaveLength(2);
});
