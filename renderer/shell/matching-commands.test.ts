import { expect, test } from "vitest";
import type { Command } from "../state/commands.ts";
import { matchingCommands } from "./matching-commands.ts";

const command = (titleKey: Command["titleKey"], hidden = false): Command => ({
  id: titleKey,
  titleKey,
  hidden,
  run: () => undefined,
});
const COMMANDS = [
  command("colour.by-part-deviation"),
  command("colour.by-deviation-mean"),
  command("colour.by-deviation-worst"),
  command("colour.by-cost", true),
];
const found = (text: string): readonly string[] => matchingCommands(COMMANDS, text).map(({ id }) => id);

test("the command that is named exactly as typed comes before those that have its words", () => {
  expect(found("Colour by: worst deviation")).toEqual([
    "colour.by-deviation-worst",
    "colour.by-part-deviation",
  ]);
  expect(found(" colour by: WORST deviation ")[0]).toBe("colour.by-deviation-worst");
});

test("others stay as they are listed, hidden ones away", () => {
  expect(found("deviation")).toEqual([
    "colour.by-part-deviation",
    "colour.by-deviation-mean",
    "colour.by-deviation-worst",
  ]);
  expect(found("cost")).toEqual([]);
});
