import { expect, test } from "vitest";
import type { EventFilter } from "../../shared/contract/event-filter.ts";
import { QUANTITIES } from "./colour-scale.ts";
import { isNarrowed } from "./is-narrowed.ts";

test("numbers are said to be filtered only where filters change them", () => {
  const characteristic: EventFilter = { by: "characteristic", keys: ["Bore"] };
  const machine: EventFilter = { by: "equipment", keys: ["M-1"] };
  const narrowedBy = (...only: EventFilter[]): readonly string[] =>
    QUANTITIES.filter((quantity) => isNarrowed(quantity, only));
  expect(narrowedBy()).toEqual([]);
  expect(narrowedBy(characteristic)).toEqual(
    QUANTITIES.filter((quantity) => !["cost", "units", "fail-rate"].includes(quantity)),
  );
  expect(narrowedBy(characteristic, machine)).toEqual(QUANTITIES.filter((quantity) => quantity !== "cost"));
});
