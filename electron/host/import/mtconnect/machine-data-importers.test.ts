/** The three importers of machine data as the product calls them: by content, from files, in any state. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { ImportError, type FileHead, type Importer, type SourceFile } from "../importer.ts";
import { ncImporter } from "../nc/nc-importer.ts";
import { decodeText } from "../text/decode-text.ts";
import { pipeLogImporter } from "./pipe-log-importer.ts";
import { streamsImporter } from "./streams-importer.ts";
import { events, ofKind, samplesOf } from "./testing.ts";

const IMPORTERS = [pipeLogImporter, streamsImporter, ncImporter];
const folder = mkdtempSync(join(tmpdir(), "machine-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

function headOf(path: string): FileHead {
  const content = readFileSync(path);
  const bytes = content.subarray(0, 64 * 1024);
  return { name: basename(path), size: content.length, bytes, text: decodeText(bytes) };
}

function sourceFile(path: string): SourceFile {
  return {
    path,
    name: basename(path),
    folder: basename(dirname(path)),
    size: statSync(path).size,
    sha256: "0",
  };
}

async function readAll(importer: Importer, path: string): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of importer.read(sourceFile(path), { signal: new AbortController().signal }))
    records.push(...batch);
  return records;
}

function totals(records: readonly SourceRecord[]): { read: number; taken: number; rejected: number } {
  const counts = ofKind(records, "count");
  return {
    read: counts.reduce((sum, { read }) => sum + read, 0),
    taken: counts.reduce((sum, { taken }) => sum + taken, 0),
    rejected: ofKind(records, "rejection").length,
  };
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const T = "2017-02-06T10:00:";
const LOG = `${T}01Z|Program_Name_Running|PLATE-16.NC\n${T}02Z|Program_Status|ACTIVE\n${T}03Z|Feed_Rate|16.5\n2017\n${T}04Z|Program_Status|PROGRAM_COMPLETED`;
const XML = `<?xml version="1.0" encoding="UTF-8"?>
<MTConnectStreams xmlns="urn:mtconnect.org:MTConnectStreams:1.3"><Header instanceId="1"/><Streams>
<DeviceStream name="M1" uuid="u"><ComponentStream component="Path" componentId="p"><Samples>
<PathFeedrate dataItemId="f" timestamp="${T}01Z" name="feed">12.5</PathFeedrate>
<PathFeedrate dataItemId="f" timestamp="${T}02Z" name="feed">fast</PathFeedrate>
</Samples><Events><Execution dataItemId="x" timestamp="${T}01Z">ACTIVE</Execution></Events>
</ComponentStream></DeviceStream></Streams></MTConnectStreams>`;
const NC = `%\nO0000(PLATE-16)\n(T3| 1/2 FLAT ENDMILL)\nN1G20\nN2T3M6\nN3S6000M3\n?? what is this\nN4G1X1.F36.\nN5M30\n%`;

/** Content, its rows and the rows of it that are bad. */
const SAMPLES: readonly (readonly [Importer, string, string, number, number])[] = [
  [pipeLogImporter, "mill.txt", LOG, 5, 1],
  [streamsImporter, "stream.xml", XML, 3, 1],
  [ncImporter, "PLATE-16.NC", NC, 10, 1],
];

describe.each(SAMPLES)("%o", (importer, name, content, rows, bad) => {
  test("knows its own and no other of the three", () => {
    const head = headOf(written(name, content));
    for (const one of IMPORTERS)
      if (one === importer) expect(one.recognise(head)).toBeGreaterThan(0.5);
      else expect(one.recognise(head)).toBe(0);
  });

  test.each([
    ["UTF-8", Buffer.from(content)],
    ["UTF-8 with mark and CRLF", Buffer.from(`\ufeff${content.replaceAll("\n", "\r\n")}`)],
    ["UTF-16 LE", Buffer.from(`\ufeff${content.replace("UTF-8", "UTF-16")}`, "utf16le")],
    ["UTF-16 BE", Buffer.from(`\ufeff${content.replace("UTF-8", "UTF-16")}`, "utf16le").swap16()],
  ])("%s: the same rows", async (_, bytes) => {
    const path = written(name, bytes);
    expect(importer.recognise(headOf(path))).toBeGreaterThan(0.5);
    const records = await readAll(importer, path);
    expect(totals(records)).toEqual({ read: rows, taken: rows - bad, rejected: bad });
    expect(ofKind(records, "rejection")[0]?.at.line).toBe(
      content.split("\n").findIndex((line) => /^2017$|fast|\?\?/.test(line)) + 1,
    );
  });

  test("cut anywhere and with bytes changed, it reads what it can and throws nothing but an ImportError", async () => {
    const bytes = Buffer.from(content);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 4 }),
        async (length, changes) => {
          const broken = Buffer.from(bytes);
          for (const [at, value] of changes) broken[at] = value;
          const path = written(name, broken.subarray(0, length));
          try {
            const { read, taken, rejected } = totals(await readAll(importer, path));
            expect(taken + rejected).toBe(read);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(ImportError);
          }
        },
      ),
      { seed: 3, numRuns: 150 },
    );
  });

  test("stops when it is cancelled", async () => {
    const path = written(name, content);
    const abort = new AbortController();
    abort.abort(new Error("cancelled"));
    const reading = importer.read(sourceFile(path), { signal: abort.signal }).next();
    await expect(reading).rejects.toThrow("cancelled");
  });

  test("an empty file is no error and no record of anything", async () => {
    const records = await readAll(importer, written(name, "")).catch((thrown: unknown) => thrown);
    if (records instanceof Error) expect(records).toBeInstanceOf(ImportError);
    else expect(totals(records as SourceRecord[])).toEqual({ read: 0, taken: 0, rejected: 0 });
  });
});

test("a stream that breaks off keeps what came before, and names the line", async () => {
  const path = written("cut.xml", XML.slice(0, XML.indexOf("<Execution")));
  const records = await readAll(streamsImporter, path);
  expect(totals(records)).toEqual({ read: 3, taken: 1, rejected: 2 });
  expect(samplesOf(records, "feed").map(([, value]) => value)).toEqual([12.5]);
  expect(ofKind(records, "rejection")[1]).toMatchObject({ at: { line: 6 } });
});

test("a document type definition is refused, another XML is no MTConnect", async () => {
  const bomb = XML.replace("<MTConnectStreams", '<!DOCTYPE x [<!ENTITY a "aaaa">]>\n<MTConnectStreams');
  await expect(readAll(streamsImporter, written("bomb.xml", bomb))).rejects.toThrow(
    "document type definition",
  );
  await expect(readAll(streamsImporter, written("other.xml", "<a/>"))).rejects.toThrow("no MTConnect data");
});

test("source ids are the same wherever the file lies", () => {
  const head = headOf(written("stream.xml", XML));
  const file = sourceFile(join(folder, "stream.xml"));
  expect(streamsImporter.sourceId(file, head)).toBe("mtconnect:M1/stream.xml");
  expect(pipeLogImporter.sourceId({ ...file, name: "Plate-Hurco04-16of20.txt" }, head)).toBe(
    "log:Hurco04/Plate-Hurco04-16of20.txt",
  );
  expect(pipeLogImporter.sourceId({ ...file, name: "okuma.txt" }, head)).toBe("log:okuma/okuma.txt");
  expect(ncImporter.sourceId({ ...file, name: "PLATE-16.NC" }, head)).toBe("nc:PLATE-16");
});

const data = sharedData(".");
describe.skipIf(data === undefined)(`real files${data === undefined ? `: ${NO_SHARED_DATA}` : ""}`, () => {
  const root = data ?? "";
  const paths = data === undefined ? [] : (readdirSync(root, { recursive: true }) as string[]);
  const files = paths.filter((path) => statSync(join(root, path)).isFile());

  test("each importer knows its own files and no other's", () => {
    const own = (importer: Importer): string[] =>
      files.filter((path) => importer.recognise(headOf(join(root, path))) > 0).sort();
    const under = (pattern: RegExp): string[] => files.filter((path) => pattern.test(path)).sort();
    expect(own(pipeLogImporter)).toEqual(under(/partdata\/|okuma\.txt$/));
    expect(own(streamsImporter)).toEqual(under(/mtconnect.*\.xml$/));
    expect(own(ncImporter)).toEqual(under(/\.NC$/));
    expect(own(pipeLogImporter)).toHaveLength(27);
    expect(own(ncImporter)).toHaveLength(20);
  });

  test("a NIST log gets its units from the description in the folder beside", async () => {
    const path = join(root, "nist-box-assembly/partdata/Plate-Hurco04-16of20.txt");
    const records = await readAll(pipeLogImporter, path);
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "").length;
    expect(totals(records)).toEqual({ read: lines, taken: lines, rejected: 0 });
    const uoms = new Map(ofKind(records, "samples").map(({ signal, uom }) => [signal, uom]));
    expect([uoms.get("Feed_Rate"), uoms.get("Spindle_Speed"), uoms.get("Rapid_Override")]).toEqual([
      "mm/s",
      "rpm",
      "%",
    ]);
    expect(ofKind(records, "samples").every(({ unit }) => unit?.serial === "16")).toBe(true);
  });

  test("the Okuma log is known by its items: machine, native units", async () => {
    const records = await readAll(pipeLogImporter, join(root, "mtconnect-demo/okuma.txt"));
    expect(new Set(events(records).map(({ equipment }) => equipment))).toEqual(new Set(["OKUMA"]));
    expect(ofKind(records, "samples").find(({ signal }) => signal === "p1Fact")?.uom).toBe("mm/min");
  });

  test("reading a log twice gives the same keys", async () => {
    const path = join(root, "nist-box-assembly/partdata/Plate-Hurco04-01of20.txt");
    const keys = async (): Promise<string[]> =>
      events(await readAll(pipeLogImporter, path)).map(({ key }) => key);
    const first = await keys();
    expect(new Set(first).size).toBe(first.length);
    expect(await keys()).toEqual(first);
  });

  test("a program of the plate, as read from its file", async () => {
    const records = await readAll(ncImporter, join(root, "nist-box-assembly/nc/NIST_MTC_CRADA_PLATE-16.NC"));
    expect(totals(records)).toEqual({ read: 4161, taken: 4161, rejected: 0 });
    expect(events(records)[0]).toMatchObject({
      title: "Program NIST_MTC_CRADA_PLATE-16",
      unit: { serial: "16" },
    });
    const factors = new Map(ofKind(records, "factor").map(({ factor, value }) => [factor, value]));
    expect(factors.get("Spindle speed T3 (1/2 FLAT ENDMILL)")).toBe("6000 rpm");
    expect(factors.get("Feed T3 (1/2 FLAT ENDMILL)")).toBe("144 in/min");
  });
});
