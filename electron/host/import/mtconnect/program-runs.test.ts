import { expect, test } from "vitest";
import type { EventRecord } from "../../../../shared/model/record.ts";
import { events, microseconds, ofKind, readLog, samplesOf } from "./testing.ts";

const T = "2017-02-06T10:";

function runs(...lines: string[]): EventRecord[] {
  return events(readLog(lines.map((line) => `${T}${line}`).join("\n")).records, "program-run");
}

test("a run lasts from ACTIVE to its end; holds pause it", () => {
  const [run, ...more] = runs(
    "00:00Z|Program_Name_Running|PLATE-16.NC",
    "00:01Z|Program_Status|ACTIVE",
    "00:02Z|Current_Tool|7.0",
    "00:03Z|Feed_Rate|100.126",
    "00:05Z|Program_Status|FEED_HOLD",
    "00:05.5Z|Program_Status|INTERRUPTED",
    "00:08Z|Program_Status|ACTIVE",
    "00:09Z|Current_Tool|0",
    "00:09.5Z|Current_Tool|15",
    "00:11Z|Program_Status|PROGRAM_COMPLETED",
    "00:11.2Z|Part_Count|5",
    "00:12Z|Feed_Rate|900",
  );
  expect(more).toEqual([]);
  expect(run).toMatchObject({
    kind: "production",
    title: "Program PLATE-16",
    startedAt: microseconds(`${T}00:01Z`),
    endedAt: microseconds(`${T}00:11Z`),
    severity: "none",
    key: `mill/${T}00:01Z/Program_Status/program-run`,
    unit: { serial: "16", serialStatus: "assumed" },
  });
  expect(run?.details).toEqual({
    program: "PLATE-16.NC",
    durationSeconds: 10,
    endedBy: "PROGRAM_COMPLETED",
    tools: "7, 15",
    pauses: 1,
    pausedSeconds: 3,
    partCount: "5",
    maximumFeed: 100.13,
  });
  expect(run?.payload.split("\n")).toHaveLength(3);
});

test("a run that the file does not end has no end and says so", () => {
  const [run] = runs("00:01Z|Program_Status|ACTIVE", "00:03Z|Feed_Rate|100");
  expect(run?.endedAt).toBeUndefined();
  expect(run?.details?.["end"]).toBe("not in this file");
  expect(run?.title).toBe("Program run, name not recorded");
});

test("a name reported just after the start is the run's, not the one before it", () => {
  const found = runs(
    "00:00Z|Program_Name_Running|A-1.NC",
    "00:01Z|Program_Status|ACTIVE",
    "00:01.1Z|Program_Name_Running|B-2.NC",
    "00:01.2Z|Program_Name_Running|SUBPROGRAM.NC",
    "00:09Z|Program_Status|PROGRAM_STOPPED",
    "00:20Z|Program_Status|ACTIVE",
    "00:30Z|Program_Status|READY",
  );
  expect(found.map(({ title }) => title)).toEqual(["Program B-2", "Program SUBPROGRAM"]);
  expect(found[0]?.severity).toBe("warning");
});

test("no name is carried over a long silence", () => {
  const [, second] = runs(
    "00:00Z|Program_Name_Running|A-1.NC",
    "00:01Z|Program_Status|ACTIVE",
    "00:09Z|Program_Status|PROGRAM_COMPLETED",
    "20:01Z|Program_Status|ACTIVE",
    "20:09Z|Program_Status|PROGRAM_COMPLETED",
  );
  expect(second?.title).toBe("Program run, name not recorded");
  expect(second?.details?.["lastProgramReported"]).toBe("A-1.NC");
  expect(second?.unit).toBeUndefined();
});

test("silence is a gap while the program moves, and none while it is held or the machine rests", () => {
  const log = [
    "00:01Z|Program_Status|ACTIVE",
    "12:01Z|Feed_Rate|5",
    "12:02Z|Program_Status|FEED_HOLD",
    "24:02Z|Program_Status|ACTIVE",
    "24:03Z|Program_Status|PROGRAM_COMPLETED",
    "40:03Z|Feed_Rate|5",
  ];
  const { records } = readLog(log.map((line) => `${T}${line}`).join("\n"));
  expect(ofKind(records, "gap")).toEqual([
    {
      record: "gap",
      key: "mill/gap/2017-02-06T10:00:01.000Z",
      stream: "mill",
      startedAt: microseconds(`${T}00:01Z`),
      endedAt: microseconds(`${T}12:01Z`),
      cause: "nothing recorded",
    },
  ]);
  expect(events(records, "program-run")[0]?.details?.["unrecordedSeconds"]).toBe(720);
});

test("an end without a start is remarked, not invented", () => {
  const { records } = readLog(`${T}00:01Z|Program_Status|PROGRAM_COMPLETED`);
  expect(events(records, "program-run")).toEqual([]);
  expect(ofKind(records, "remark")[0]?.text).toContain("began before this file");
});

test("in a log of several units each run's samples carry its own unit", () => {
  const log = ["1", "2"].flatMap((serial) => [
    `0${serial}:00Z|Program_Name_Running|PLATE-${serial}.NC`,
    `0${serial}:01Z|Program_Status|ACTIVE`,
    `0${serial}:02Z|Feed_Rate|${serial}`,
    `0${serial}:03Z|Program_Status|PROGRAM_COMPLETED`,
    `0${serial}:04Z|Feed_Rate|0`,
  ]);
  const { records } = readLog(log.map((line) => `${T}${line}`).join("\n"));
  const found = ofKind(records, "samples").map(({ unit, values }) => [unit?.serial, ...values]);
  expect(found).toEqual([
    ["1", 1],
    [undefined, 0],
    ["2", 2],
    [undefined, 0],
  ]);
  expect(samplesOf(records, "Feed_Rate")).toHaveLength(4);
});
