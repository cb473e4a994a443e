import { readFileSync } from "node:fs";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { parseDeviceDescription, type DeviceDescription } from "./device-description.ts";
import { StreamsReader } from "./streams-reader.ts";
import { events, microseconds, ofKind, samplesOf } from "./testing.ts";
import { hintFromFileName } from "./unit-hint.ts";

function read(xml: string, devices: readonly DeviceDescription[] = [], fileName = "stream.xml") {
  const reader = new StreamsReader(devices);
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => reader.openTag(name, attributes, parser.line));
  parser.on("text", (text) => reader.text(text));
  parser.on("cdata", (text) => reader.text(text));
  parser.on("closetag", ({ name }) => reader.closeTag(name));
  parser.write(xml).close();
  const records: SourceRecord[] = [...reader.finish(hintFromFileName(fileName))];
  return { read: reader.read, taken: reader.taken, records };
}

const T = "2022-08-08T10:00:";
const stream = (body: string, header = ""): string => `<?xml version="1.0"?>
<mt:MTConnectStreams xmlns:mt="urn:mtconnect.org:MTConnectStreams:2.2"><mt:Header instanceId="1" ${header}/><mt:Streams>
<mt:DeviceStream name="M1" uuid="u1"><mt:ComponentStream component="Path" componentId="p">
${body}
</mt:ComponentStream></mt:DeviceStream></mt:Streams></mt:MTConnectStreams>`;

test("samples, events and conditions of any name space and prefix", () => {
  const {
    read: rows,
    taken,
    records,
  } = read(
    stream(`<mt:Samples>
<mt:PathFeedrate dataItemId="f" timestamp="${T}01Z" sequence="1" name="feed">12.5</mt:PathFeedrate>
<mt:PathFeedrate dataItemId="f" timestamp="${T}02Z" sequence="4" name="feed">UNAVAILABLE</mt:PathFeedrate>
<mt:PathPosition dataItemId="pos" timestamp="${T}02Z" sequence="5">1 2 3.5</mt:PathPosition>
</mt:Samples><mt:Events>
<mt:Execution dataItemId="x" timestamp="${T}01Z" sequence="2" name="exec">ACTIVE</mt:Execution>
<mt:Execution dataItemId="x" timestamp="${T}03Z" sequence="6" name="exec">READY</mt:Execution>
<mt:Message dataItemId="m" timestamp="${T}02Z" sequence="7">A &lt; B</mt:Message>
</mt:Events><mt:Condition>
<mt:Normal dataItemId="c" timestamp="${T}00Z" sequence="3" type="SYSTEM"/>
<mt:Fault dataItemId="c" timestamp="${T}02Z" sequence="8" type="SYSTEM" nativeCode="E1">Hot</mt:Fault>
</mt:Condition>`),
  );
  expect([rows, taken]).toEqual([8, 8]);
  expect(samplesOf(records, "feed")).toEqual([
    [microseconds(`${T}01Z`), 12.5],
    [microseconds(`${T}02Z`), Number.NaN],
  ]);
  expect(samplesOf(records, "pos Z").map(([, value]) => value)).toEqual([3.5]);
  expect(events(records).map(({ title, severity }) => [title, severity])).toEqual([
    ["Program running", "none"],
    ["A < B", "information"],
    ["c fault: E1 Hot", "fail"],
    ["Machine ready", "none"],
    ["Program run, name not recorded", "none"],
  ]);
  const [running] = events(records);
  expect(running?.key).toBe(`M1/${T}01Z/exec`);
  expect(running?.payload).toBe(
    `<Execution dataItemId="x" timestamp="${T}01Z" sequence="2" name="exec">ACTIVE</Execution>`,
  );
  expect(running?.at?.line).toBe(9);
  const run = events(records, "program-run")[0];
  expect([run?.startedAt, run?.endedAt]).toEqual([microseconds(`${T}01Z`), microseconds(`${T}03Z`)]);
});

test("a time series ends at its time stamp", () => {
  const { records } = read(
    stream(`<mt:Samples><mt:TemperatureTimeSeries dataItemId="t" timestamp="${T}10Z" sampleRate="2" sampleCount="3">
1 2 3</mt:TemperatureTimeSeries></mt:Samples>`),
  );
  expect(samplesOf(records, "t")).toEqual([
    [microseconds(`${T}09Z`), 1],
    [microseconds(`${T}09.5Z`), 2],
    [microseconds(`${T}10Z`), 3],
  ]);
});

test.each([
  ['<mt:Samples><mt:Load dataItemId="l" timestamp="2022">5</mt:Load></mt:Samples>', "no complete UTC time"],
  [`<mt:Samples><mt:Load dataItemId="l" timestamp="${T}01Z">high</mt:Load></mt:Samples>`, "no number"],
  [`<mt:Samples><mt:Load timestamp="${T}01Z">5</mt:Load></mt:Samples>`, "names no data item"],
  [`<mt:Condition><mt:Odd dataItemId="c" timestamp="${T}01Z"/></mt:Condition>`, "no level"],
  [
    `<mt:Samples><mt:LoadTimeSeries dataItemId="l" timestamp="${T}01Z">1 2</mt:LoadTimeSeries></mt:Samples>`,
    "sampleRate",
  ],
])("rejects %s", (body, reason) => {
  const { read: rows, taken, records } = read(stream(body));
  expect([rows, taken]).toEqual([1, 0]);
  expect(ofKind(records, "rejection")[0]).toMatchObject({ at: { line: 4 } });
  expect(ofKind(records, "rejection")[0]?.reason).toContain(reason);
});

test("what the agent held beyond the document is remarked", () => {
  const { records } = read(stream("", 'firstSequence="1" lastSequence="90" nextSequence="51"'));
  expect(ofKind(records, "remark")[0]?.text).toContain("sequences 51 to 90");
  const whole = read(stream("", 'firstSequence="1" lastSequence="90" nextSequence="91"'));
  expect(ofKind(whole.records, "remark")).toEqual([]);
});

test("an agent's error becomes a remark with its code and words", () => {
  const { records } = read(
    `<MTConnectError xmlns="urn:mtconnect.org:MTConnectError:1.3"><Header/><Errors>
<Error errorCode="OUT_OF_RANGE">'from' must be greater than 100</Error></Errors></MTConnectError>`,
  );
  expect(records).toEqual([
    {
      record: "remark",
      at: { line: 2 },
      text: "The agent answered with an error instead of data: OUT_OF_RANGE 'from' must be greater than 100",
    },
  ]);
});

test("units come from the device description, the agent's and not the adapter's", () => {
  const devices = parseDeviceDescription(
    `<MTConnectDevices><Devices><Device name="M1" id="d"><DataItems><DataItem id="f" name="feed" type="PATH_FEEDRATE"
category="SAMPLE" units="MILLIMETER/SECOND" nativeUnits="MILLIMETER/MINUTE"/></DataItems></Device></Devices></MTConnectDevices>`,
  );
  const { records } = read(
    stream(
      `<mt:Samples><mt:PathFeedrate dataItemId="f" timestamp="${T}01Z">5</mt:PathFeedrate></mt:Samples>`,
    ),
    devices,
  );
  expect(ofKind(records, "samples").map(({ signal, uom }) => [signal, uom])).toEqual([["feed", "mm/s"]]);
});

const streamFile = sharedData("nist-box-assembly/mtconnect/Cover-Hurco04-01of20.xml");
const devicesFile = sharedData("nist-box-assembly/mtconnect/Devices.xml");
const absent = streamFile === undefined || devicesFile === undefined;
describe.skipIf(absent)(`NIST stream${absent ? `: ${NO_SHARED_DATA}` : ""}`, () => {
  test("every observation is taken, counted by regular expressions; runs and unit are found", () => {
    const xml = readFileSync(streamFile ?? "", "utf8");
    const devices = parseDeviceDescription(readFileSync(devicesFile ?? "", "utf8"));
    expect(devices.map(({ itemCount }) => itemCount).reduce((sum, count) => sum + count)).toBe(345);
    const { read: rows, taken, records } = read(xml, devices, "Cover-Hurco04-01of20.xml");
    const observations = [...xml.matchAll(/<\w+ dataItemId=/g)].length;
    expect([rows, taken]).toEqual([observations, observations]);
    expect(samplesOf(records, "Feed_Rate")).toHaveLength([...xml.matchAll(/<PathFeedrate /g)].length);
    expect(ofKind(records, "samples").find(({ signal }) => signal === "Feed_Rate")?.uom).toBe("mm/s");
    // Read by eye in the Execution elements: three ACTIVE … PROGRAM_COMPLETED, the second with four feed holds.
    expect(
      events(records, "program-run").map(({ startedAt, endedAt, details, unit }) => [
        startedAt,
        endedAt,
        details?.["pauses"],
        unit?.serial,
      ]),
    ).toEqual([
      [
        microseconds("2017-02-07T16:02:39Z") + 250_000,
        microseconds("2017-02-07T16:20:21Z") + 937_500,
        0,
        "1",
      ],
      [
        microseconds("2017-02-10T10:07:42Z") + 919_375,
        microseconds("2017-02-10T10:26:06Z") + 497_500,
        4,
        "1",
      ],
      [
        microseconds("2017-02-10T18:33:01Z") + 138_125,
        microseconds("2017-02-10T18:34:21Z") + 278_750,
        0,
        "1",
      ],
    ]);
  });

  test("a device description has no rows and says what it holds", () => {
    const { read: rows, records } = read(readFileSync(devicesFile ?? "", "utf8"));
    expect(rows).toBe(0);
    expect(ofKind(records, "remark")[0]?.text).toMatch(/^Device description: 345 data items of GFAgie01/);
  });
});
