import { expect, test } from "vitest";
import { evidenceOfEvent, mergeEvidence } from "./evidence.ts";

const event = (sha256: string) => ({
  sha256,
  sourceId: "qms",
  sourceKey: "event/1",
  title: "Inspection failed",
  startedAt: undefined,
});

test("an event without a time is evidence without a time", () => {
  expect(evidenceOfEvent(event("a"))).toEqual({
    sha256: "a",
    sourceId: "qms",
    sourceKey: "event/1",
    title: "Inspection failed",
  });
  expect(evidenceOfEvent({ ...event("a"), startedAt: 5 })).toHaveProperty("startedAt", 5);
});

test("a record is evidence once", () => {
  const of = (sha256: string) => evidenceOfEvent(event(sha256));
  expect(mergeEvidence([of("a")], [of("b"), of("a"), of("b")]).map(({ sha256 }) => sha256)).toEqual([
    "a",
    "b",
  ]);
});
