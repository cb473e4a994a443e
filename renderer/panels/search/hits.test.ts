import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SEARCH_KINDS, type SearchHit } from "../../../shared/contract/search.ts";
import { commandTitles } from "../../../shared/commands/titles.ts";
import { groupHits, matchesWords, moveInList } from "./hits.ts";

const hits = fc
  .array(fc.tuple(fc.constantFrom(...SEARCH_KINDS), fc.nat({ max: 9 })), { maxLength: 20 })
  .map((made) =>
    made.map(([kind, number], index): SearchHit => ({
      kind,
      title: `${kind} ${number}`,
      context: String(index),
      partNumber: undefined,
      unitId: undefined,
      position: undefined,
      eventKind: undefined,
    })),
  );

test("hits are grouped by kind, in the host's order within, and none is lost", () => {
  fc.assert(
    fc.property(hits, (found) => {
      const groups = groupHits(found);
      expect(groups.map(({ kind }) => kind)).toEqual(
        SEARCH_KINDS.filter((kind) => found.some((hit) => hit.kind === kind)),
      );
      for (const group of groups) expect(group.hits).toEqual(found.filter(({ kind }) => kind === group.kind));
    }),
    { seed: 221 },
  );
});

describe("commands by their words", () => {
  test.each([
    ["Colour parts by fail rate", "fail", true],
    ["Colour parts by fail rate", "col rat", true],
    ["Colour parts by fail rate", "RATE colour", true],
    ["Colour parts by fail rate", "ail", false],
    ["Colour parts by fail rate", "fail hide", false],
    ["View: isometric", "iso", true],
    ["View: isometric", "view: isometric", true],
    ["Open files…", "open files…", true],
    ["Größe ändern", "änd", true],
    ["Undo", "", true],
    ["Undo", "  ", true],
  ])("%j is found by %j: %s", (title, query, found) => expect(matchesWords(title, query)).toBe(found));

  test("each is found by its whole title and by every beginning of it", () => {
    for (const title of Object.values(commandTitles)) {
      for (let length = 0; length <= title.length; length += 1)
        expect(matchesWords(title, title.slice(0, length)), `${title} by ${title.slice(0, length)}`).toBe(
          true,
        );
    }
  });
});

describe("moving in the list", () => {
  test.each([
    [0, 3, "ArrowDown", 1],
    [2, 3, "ArrowDown", 0],
    [0, 3, "ArrowUp", 2],
    [0, 1, "ArrowUp", 0],
    [2, 30, "PageDown", 12],
    [25, 30, "PageDown", 29],
    [5, 30, "PageUp", 0],
    // Those belong to the text that is typed.
    [1, 3, "Home", undefined],
    [1, 3, "End", undefined],
    [1, 3, "a", undefined],
    [0, 0, "ArrowDown", undefined],
  ])("from %i of %i by %s to %s", (at, count, key, next) => expect(moveInList(at, count, key)).toBe(next));
});
