import { expect, test } from "vitest";
import type { ManualDocument } from "../../../shared/manual/manual.ts";
import { findSections } from "./find-sections.ts";

const section = (title: string, text: string) => ({
  id: title.toLowerCase(),
  title,
  body: [],
  words: `${title} ${text}`,
});
const documents: readonly ManualDocument[] = [
  {
    id: "using",
    title: "Using",
    sections: [
      section("Tables", `A click sorts. ${"Rows stay. ".repeat(20)}The Section of a filter is a chip.`),
      section("Section", "Cuts the model open."),
    ],
  },
];

test("all words have to be there, whatever their case; a title counts most", () => {
  expect(findSections(documents, "sectioN").map(({ title }) => title)).toEqual(["Section", "Tables"]);
  expect(findSections(documents, "model section").map(({ title }) => title)).toEqual(["Section"]);
  expect(findSections(documents, "model chip")).toEqual([]);
  expect(findSections(documents, "  ")).toEqual([]);
});

test("an excerpt shows the words where they stand, cut between words", () => {
  const [, hit] = findSections(documents, "section");
  expect(hit?.excerpt).toMatch(/^… (?:Rows stay\. )+The Section of a filter is a chip\.$/);
  expect(findSections(documents, "cuts")[0]?.excerpt).toBe("Cuts the model open.");
});
