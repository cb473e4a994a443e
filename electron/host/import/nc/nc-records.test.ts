import { expect, test } from "vitest";
import { events, ofKind } from "../mtconnect/testing.ts";
import { NcProgramReader } from "./nc-program.ts";
import { ncRecords } from "./nc-records.ts";

function records(fileName: string, ...lines: string[]) {
  const reader = new NcProgramReader();
  for (const line of lines) reader.line(line);
  const text = lines.join("\n");
  return [...ncRecords(reader.finish(), { fileName, sha256: "0".repeat(64), lines: lines.length, text })];
}

test("a program is an undated design event and factors of its unit", () => {
  const found = records(
    "PLATE-16.NC",
    "O0000(PLATE-16)",
    "(T3| 1/2 FLAT ENDMILL)",
    "G20",
    "T3M6",
    "S6000M3",
    "G1F144.",
    "X1.F36.",
  );
  const [event] = events(found);
  expect(event).toMatchObject({
    kind: "design",
    type: "program-release",
    title: "Program PLATE-16",
    linkOrigin: "name",
    unit: { part: { name: "PLATE", strength: "guessed" }, serial: "16", serialStatus: "assumed" },
    details: {
      lines: 7,
      units: "inch",
      tools: "T3 (1/2 FLAT ENDMILL)",
      speeds: "T3 6000 rpm",
      feeds: "T3 144 in/min, 36 in/min",
    },
  });
  expect(event?.startedAt).toBeUndefined();
  expect(ofKind(found, "factor").map(({ factor, value }) => [factor, value])).toEqual([
    ["NC program", "PLATE-16"],
    ["Spindle speed T3 (1/2 FLAT ENDMILL)", "6000 rpm"],
    ["Feed T3 (1/2 FLAT ENDMILL)", "144 in/min"],
  ]);
});

test("the file's serial wins, and a difference is remarked", () => {
  const found = records("PLATE-7.NC", "O0000(PLATE-6)", "G21", "G1X1.");
  expect(events(found)[0]?.unit?.serial).toBe("7");
  expect(ofKind(found, "remark")[0]?.text).toContain("calls itself PLATE-6");
});

test("a comment without a serial leaves the file's, a comment with one gives it", () => {
  expect(events(records("PLATE-1.NC", "O0000(PLATE)", "G1X1."))[0]?.unit?.serial).toBe("1");
  expect(events(records("O0012.nc", "O0012(PLATE-3)", "G1X1."))[0]?.unit?.serial).toBe("3");
});

test("a program of no unit has no factors", () => {
  const found = records("CHAMFER.NC", "G21", "T1M6", "S100M3");
  expect(events(found)[0]?.part?.name).toBe("CHAMFER");
  expect(ofKind(found, "factor")).toEqual([]);
});
