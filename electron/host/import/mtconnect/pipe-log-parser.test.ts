import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { events, microseconds, ofKind, readLog, samplesOf } from "./testing.ts";

const T = "2017-02-06T10:00:";

test("a number becomes a sample, a state an event, the rest is told by line", () => {
  const { read, taken, records } = readLog(
    [
      `${T}01.0Z|Feed_Rate|16.5`,
      `${T}02.0Z|Current_Tool|7.000000`,
      "",
      `${T}03.0Z|Feed_Rate|UNAVAILABLE`,
    ].join("\n"),
  );
  expect([read, taken]).toEqual([3, 3]);
  expect(samplesOf(records, "Feed_Rate")).toEqual([
    [microseconds("2017-02-06T10:00:01Z"), 16.5],
    [microseconds("2017-02-06T10:00:03Z"), Number.NaN],
  ]);
  expect(events(records)).toEqual([
    {
      record: "event",
      key: `mill/${T}02.0Z/Current_Tool`,
      kind: "machine",
      type: "tool-change",
      title: "Tool 7",
      startedAt: microseconds("2017-02-06T10:00:02Z"),
      severity: "none",
      equipment: "mill",
      details: { item: "Current_Tool", value: "7.000000" },
      payload: `${T}02.0Z|Current_Tool|7.000000`,
      at: { line: 2 },
    },
  ]);
});

test.each([
  ["2017", "Only part of a time"],
  ["20176", "Only part of a time"],
  ["2017.919363", "Only part of a time"],
  ["hello", "No pipe"],
  [`${T}01Z`, "Only part of a time"],
  [`${T}01Z|`, "without a value"],
  [`${T}01Z|Feed_Rate`, "without a value"],
  [`${T}01Z||5`, "without a name"],
  [`${T}01Z|Feed_Rate|`, "has no value"],
  [`${T}01Z|Feed_Rate|fast`, "is no number"],
  ["2017-02-06T10:0|Feed_Rate|5", "no complete UTC time"],
  [`${T}01Z|p1LPathPos|1 2`, "no three numbers"],
  [`${T}01Z|system|FAULT|E1`, "2 of its 5 fields"],
  [`${T}01Z|@ASSET@|id`, "without an asset"],
  [`${T}01Z|@NONSENSE@|id`, "no command"],
])("rejects %s", (line, reason) => {
  const { read, taken, records } = readLog(`${T}00Z|Feed_Rate|1\n${line}\n${T}02Z|Feed_Rate|2`);
  expect([read, taken]).toEqual([3, 2]);
  const rejections = ofKind(records, "rejection");
  expect(rejections).toHaveLength(1);
  expect(rejections[0]?.at.line).toBe(2);
  expect(rejections[0]?.reason).toContain(reason);
  expect(samplesOf(records, "Feed_Rate").map(([, value]) => value)).toEqual([1, 2]);
});

test("the sound pairs of a bad line are taken, and the rejection says so", () => {
  const { read, taken, records } = readLog(`${T}01Z|X1load|5|Y1load||Z1load|7`);
  expect([read, taken]).toEqual([1, 0]);
  expect(ofKind(records, "rejection")[0]?.reason).toContain("The other 2 pairs");
  expect(samplesOf(records, "Z1load").map(([, value]) => value)).toEqual([7]);
});

test("many pairs on one line, a vector as three signals", () => {
  const { records } = readLog(`${T}01Z|X1load|5|p1LPathPos|1.5 0 -2|p1block|G1 X5`);
  expect(samplesOf(records, "X1load").map(([, value]) => value)).toEqual([5]);
  expect(["X", "Y", "Z"].map((axis) => samplesOf(records, `p1LPathPos ${axis}`)[0]?.[1])).toEqual([
    1.5, 0, -2,
  ]);
  expect(events(records, "block")[0]?.title).toBe("p1block: G1 X5");
});

test("repeated values of a discrete item are one event; the first UNAVAILABLE is none", () => {
  const { records } = readLog(
    ["UNAVAILABLE", "ARMED", "ARMED", "TRIGGERED", "ARMED"]
      .map((value, at) => `${T}0${at}Z|estop|${value}`)
      .join("\n"),
  );
  expect(events(records).map(({ title, severity }) => [title, severity])).toEqual([
    ["Emergency stop armed", "none"],
    ["Emergency stop triggered", "fail"],
    ["Emergency stop armed", "none"],
  ]);
});

test("conditions: one event per change, several codes at once, NORMAL without a code ends them all", () => {
  const { records } = readLog(
    [
      `${T}01Z|system|NORMAL||||`,
      `${T}02Z|system|WARNING|12|||Oil low`,
      `${T}03Z|system|WARNING|12|||Oil low`,
      `${T}04Z|system|FAULT|99|1|HIGH|Servo`,
      `${T}05Z|system|NORMAL|12|||`,
      `${T}06Z|system|NORMAL||||`,
      `${T}07Z|system|NORMAL||||`,
    ].join("\n"),
  );
  expect(events(records).map(({ title, severity, type }) => [title, severity, type])).toEqual([
    ["system warning: 12 Oil low", "warning", "condition"],
    ["system fault: 99 Servo", "fail", "condition"],
    ["system 12: cleared", "none", "condition"],
    ["system: cleared", "none", "condition"],
  ]);
  expect(events(records)[1]?.details).toEqual({
    item: "system",
    level: "FAULT",
    nativeCode: "99",
    nativeSeverity: "1",
    qualifier: "HIGH",
    message: "Servo",
  });
});

test("an asset over several lines is one event with all of them as payload", () => {
  const block = [
    `${T}01Z|@ASSET@|T1|CuttingTool|--multiline--AB`,
    "<CuttingTool>",
    "",
    "</CuttingTool>",
    "--multiline--AB",
  ];
  const text = [...block, `${T}02Z|@REMOVE_ASSET@|T1`, `${T}03Z|@REMOVE_ALL_ASSETS@|CuttingTool`].join("\n");
  const { read, taken, records } = readLog(text);
  expect([read, taken]).toEqual([6, 6]);
  expect(events(records).map(({ title }) => title)).toEqual([
    "Cutting tool T1 described",
    "Asset T1 removed",
    "All assets of type Cutting tool removed",
  ]);
  expect(events(records)[0]?.payload).toBe(block.join("\n"));
});

test("a block without its end costs its first line only", () => {
  const { read, taken, records } = readLog(
    [`${T}01Z|@ASSET@|T1|CuttingTool|--multiline--AB`, `${T}02Z|Feed_Rate|1`, `${T}03Z|Feed_Rate|2`].join(
      "\n",
    ),
  );
  expect([read, taken]).toEqual([3, 2]);
  expect(ofKind(records, "rejection").map(({ at }) => at.line)).toEqual([1]);
  expect(samplesOf(records, "Feed_Rate")).toHaveLength(2);
});

test("many blocks without an end are all rejected, none is taken for an asset", () => {
  const lines = Array.from(
    { length: 50 },
    (_, at) => `${T}01Z|@ASSET@|T${at}|CuttingTool|--multiline--A${at}`,
  );
  const { read, taken, records } = readLog(lines.join("\n"));
  expect([read, taken]).toEqual([50, 0]);
  expect(ofKind(records, "rejection").map(({ at }) => at.line)).toEqual(lines.map((_, at) => at + 1));
});

test("while the machine's own source is away nobody observes it", () => {
  const { records } = readLog(
    ["AVAILABLE", "UNAVAILABLE", "UNAVAILABLE", "AVAILABLE", "UNAVAILABLE"]
      .map((value, at) => `${T}0${at}Z|avail|${value}`)
      .join("\n"),
  );
  expect(ofKind(records, "gap").map(({ startedAt, endedAt, cause }) => [startedAt, endedAt, cause])).toEqual([
    [microseconds(`${T}01Z`), microseconds(`${T}03Z`), "machine unavailable"],
    [microseconds(`${T}04Z`), undefined, "machine unavailable"],
  ]);
});

test("messages and alarms have fields of their own", () => {
  const { records } = readLog(
    [
      `${T}01Z|message|CHG|Change inserts`,
      `${T}02Z|alarm|OTHER|E5|CRITICAL|ACTIVE|Door open`,
      `${T}03Z|alarm|OTHER|E5|CRITICAL|CLEARED|Door open`,
    ].join("\n"),
  );
  expect(events(records).map(({ title, severity }) => [title, severity])).toEqual([
    ["Change inserts", "information"],
    ["Door open (active)", "fail"],
    ["Door open (cleared)", "none"],
  ]);
  expect(events(records)[1]?.details?.["nativeCode"]).toBe("E5");
});

test("lines out of order are kept, sorted and counted; protocol lines are counted", () => {
  const { records } = readLog(`* PING\n${T}05Z|Feed_Rate|5\n${T}01Z|Feed_Rate|1\n${T}06Z|Feed_Rate|6\r`);
  expect(samplesOf(records, "Feed_Rate").map(([, value]) => value)).toEqual([1, 5, 6]);
  const remarks = ofKind(records, "remark");
  expect(remarks.map(({ at }) => at?.line)).toEqual([3, 1]);
  expect(remarks[0]?.text).toMatch(/^1 lines are older/);
});

test("identical events of one time get keys of their own", () => {
  const { records } = readLog([1, 2, 1, 2].map((tool) => `${T}01Z|Current_Tool|${tool}`).join("\n"));
  const keys = events(records).map(({ key }) => key);
  expect(new Set(keys).size).toBe(4);
  expect(keys[3]).toBe(`mill/${T}01Z/Current_Tool#4`);
});

test("an item of another device belongs to that device", () => {
  const { records } = readLog(`${T}01Z|lathe:Feed_Rate|5|Feed_Rate|6`);
  expect(ofKind(records, "samples").map(({ equipment, values }) => [equipment, values[0]])).toEqual([
    ["lathe", 5],
    ["mill", 6],
  ]);
});

test("an undescribed item may hold numbers and words: both are kept", () => {
  const { records } = readLog(`${T}01Z|door|1\n${T}02Z|door|OPEN\n${T}03Z|door|2`);
  expect(samplesOf(records, "door").map(([, value]) => value)).toEqual([1, 2]);
  expect(events(records).map(({ title }) => title)).toEqual(["door: OPEN"]);
});

test("whatever is cut or shuffled, every line is taken or rejected", () => {
  const lines = [
    `${T}01.5Z|Feed_Rate|16.5`,
    `${T}02Z|Program_Status|ACTIVE`,
    `${T}03Z|system|FAULT|1|2|HIGH|hot`,
    `${T}04Z|@ASSET@|T1|CuttingTool|--multiline--AB`,
    "<CuttingTool/>",
    "--multiline--AB",
    `${T}05Z|X1load|5|p1block|G1 X\\|5|avail|AVAILABLE`,
    `${T}06Z|Program_Status|PROGRAM_COMPLETED`,
    "* PONG 10",
    "2017",
    "",
  ];
  const log = fc.array(fc.tuple(fc.constantFrom(...lines), fc.nat(60), fc.boolean()), { maxLength: 40 });
  fc.assert(
    fc.property(log, (drawn) => {
      const text = drawn.map(([line, cut, whole]) => (whole ? line : line.slice(0, cut)));
      const { read, taken, records } = readLog(text.join("\n"));
      expect(read).toBe(text.filter((line) => line.trim() !== "").length);
      expect(taken + ofKind(records, "rejection").length).toBe(read);
      for (const { times } of ofKind(records, "samples"))
        expect([...times]).toEqual([...times].sort((a, b) => a - b));
      const keys = events(records).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

const partData = sharedData("nist-box-assembly/partdata");
describe.skipIf(partData === undefined)(
  `NIST logs${partData === undefined ? `: ${NO_SHARED_DATA}` : ""}`,
  () => {
    const folder = partData ?? "";
    const names = partData === undefined ? [] : readdirSync(folder);

    test.each(names)("%s: every line is taken or rejected, counted by regular expressions", (name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const { read, taken, records } = readLog(text, name);
      const lines = text.split("\n").filter((line) => line !== "");
      const sound = lines.filter((line) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z\|\w+\|.+$/.test(line));
      expect([read, taken]).toEqual([lines.length, sound.length]);
      expect(ofKind(records, "rejection")).toHaveLength(lines.length - sound.length);
      const feeds = lines.filter((line) => /\|Feed_Rate\|./.test(line)).length;
      expect(samplesOf(records, "Feed_Rate")).toHaveLength(feeds);
    });

    test("plate 16: two runs, its seven tools in order, and the times of the file", () => {
      const name = "Plate-Hurco04-16of20.txt";
      const { records } = readLog(readFileSync(join(folder, name), "utf8"), name);
      const runs = events(records, "program-run");
      expect(runs.map(({ title }) => title)).toEqual([
        "Program NIST_MTC_CRADA_PLATE-16",
        "Program run, name not recorded",
      ]);
      // Read by eye in the file: ACTIVE at 10:03:15.09375, PROGRAM_COMPLETED at 10:20:04.640625.
      expect(runs[0]?.startedAt).toBe(microseconds("2017-02-06T10:03:15Z") + 93_750);
      expect(runs[0]?.endedAt).toBe(microseconds("2017-02-06T10:20:04Z") + 640_625);
      expect(runs[0]?.details?.["tools"]).toBe("7, 15, 3, 4, 5, 1, 23");
      expect(runs[0]?.unit).toEqual({
        part: { name: "NIST_MTC_CRADA_PLATE", strength: "guessed" },
        serial: "16",
        serialStatus: "assumed",
        origin: "name",
      });
    });

    test("plate 11: 39 minutes of its run are not recorded", () => {
      const name = "Plate-Hurco04-11of20.txt";
      const { records } = readLog(readFileSync(join(folder, name), "utf8"), name);
      expect(ofKind(records, "gap")).toMatchObject([
        {
          stream: "Hurco04",
          startedAt: microseconds("2017-02-02T16:55:30Z") + 281_250,
          endedAt: microseconds("2017-02-02T17:34:47Z") + 265_625,
          cause: "nothing recorded",
        },
      ]);
    });
  },
);

const okuma = sharedData("mtconnect-demo/okuma.txt");
test.skipIf(okuma === undefined)(
  "Okuma log: every line taken, conditions quiet, tool assets once each",
  () => {
    const text = readFileSync(okuma ?? "", "utf8");
    const { read, taken, records } = readLog(text, "okuma.txt");
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    expect([read, taken]).toEqual([lines.length, lines.length]);
    expect(events(records, "condition")).toEqual([]);
    const loads = [...text.matchAll(/\|X1load\|/g)].length;
    expect(samplesOf(records, "X1load")).toHaveLength(loads);
    // Four programs, each completed once.
    expect(events(records, "program-run").map(({ title }) => title)).toEqual(
      ["1E-mm", "2-HOB", "3-TRAN", "4B-mm"].map((name) => `Program IMTS-2022-${name}`),
    );
  },
);
