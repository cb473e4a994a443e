import { hash } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import * as v from "valibot";
import {
  changeSchema,
  idsSchema,
  manifestSchema,
  type Manifest,
} from "../../../../shared/contract/plant/protocol.ts";
import { TABLES_VERSION } from "../../../../shared/contract/plant/segment-tables.ts";
import { expectRule, Skipped, type Check } from "../check.ts";
import { readLine, type Line } from "../page.ts";
import {
  addressOf,
  changesOf,
  stateAfter,
  streamName,
  type PlantUnderTest,
  type Stream,
} from "../plant-under-test.ts";
import { faultOfTables } from "../tables.ts";
import { namedFiles } from "./files.ts";

const DECODE = {
  identity: (bytes: Buffer): Buffer => bytes,
  gzip: (bytes: Buffer): Buffer => gunzipSync(bytes),
  zstd: (bytes: Buffer): Buffer => zstdDecompressSync(bytes),
};

const segmentAddress = ({ system }: Stream, path: string): string =>
  `/systems/${encodeURIComponent(system)}/segments/${path}`;

/** Every line of every segment, after checking each segment against the manifest. */
export async function readSegments(
  plant: PlantUnderTest,
  stream: Stream,
  query: Readonly<Record<string, string>> = {},
): Promise<{ readonly lines: readonly Line[]; readonly cursor: string }> {
  const { segments, cursor, scope } = await plant.json(addressOf(stream, "snapshot", query), manifestSchema);
  expectRule(scope === stream.scope, `the manifest is of ${scope}`);
  const lines: Line[] = [];
  for (const { path, encoding, rows, bytes, sha256 } of segments) {
    const { status, body } = await plant.ask(segmentAddress(stream, path));
    expectRule(status === 200, `segment ${path} is answered ${status}`);
    expectRule(body.length === bytes, `segment ${path} has ${body.length} bytes, the manifest says ${bytes}`);
    expectRule(hash("sha256", body) === sha256, `segment ${path} does not hash to ${sha256}`);
    const text = DECODE[encoding](body).toString();
    const own = text.trimEnd().split("\n").map(readLine);
    expectRule(own.length === rows, `segment ${path} has ${own.length} lines, the manifest says ${rows}`);
    for (const line of own) {
      const isPut = line.op === "put" && v.is(changeSchema, line.json);
      expectRule(isPut, `segment ${path}: ${line.id} is no put of the schema`);
    }
    lines.push(...own);
  }
  return { lines, cursor };
}

type SegmentFile = Pick<Manifest["segments"][number], "path" | "encoding" | "bytes" | "sha256">;

/** A file of a segment, checked and unpacked. */
async function fetched(plant: PlantUnderTest, stream: Stream, file: SegmentFile): Promise<Buffer> {
  const { path, encoding, bytes, sha256 } = file;
  const { status, body } = await plant.ask(segmentAddress(stream, path));
  expectRule(status === 200, `${path} is answered ${status}`);
  expectRule(
    body.length === bytes && hash("sha256", body) === sha256,
    `${path} is not what the manifest says`,
  );
  return DECODE[encoding](body);
}

async function linesOf(
  plant: PlantUnderTest,
  stream: Stream,
  segment: SegmentFile,
): Promise<readonly string[]> {
  return (await fetched(plant, stream, segment)).toString().trimEnd().split("\n");
}

/** What follows a cursor, and the last position that was there then. */
async function changesFrom(
  plant: PlantUnderTest,
  stream: Stream,
  start: string,
): Promise<{ readonly lines: readonly Line[]; readonly head: number }> {
  const lines: Line[] = [];
  for (let cursor = start; ;) {
    const { changes, end } = await plant.page(stream, { cursor, limit: "10000" });
    lines.push(...changes);
    if (!end.more) return { lines, head: end.head };
    ({ cursor } = end);
  }
}

/** What differs first between two states, in words; undefined where nothing does. */
function difference(one: ReadonlyMap<string, Line>, other: ReadonlyMap<string, Line>): string | undefined {
  for (const [id, line] of one) {
    const same = other.get(id);
    if (same === undefined) return `${id} is missing`;
    if (same.sha256 !== line.sha256) return `${id} is another record`;
  }
  return [...other.keys()].find((id) => !one.has(id))?.concat(" is too much");
}

export const SNAPSHOT_CHECKS: readonly Check[] = [
  {
    rule: "The bytes of a segment hash to what the manifest says and hold as many puts as it says.",
    async run(plant) {
      for (const stream of await plant.streams()) await readSegments(plant, stream);
    },
  },
  {
    rule: "The segments and then the changes from the manifest's cursor come to what the changes from the beginning come to.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const { lines, cursor } = await readSegments(plant, stream);
        if (lines.length === 0) continue;
        const behind = await changesFrom(plant, stream, cursor);
        const whole = changesOf(await plant.pagesByNow(stream));
        const known = whole.filter(({ position }) => position <= behind.head);
        const found = difference(stateAfter(known), stateAfter([...lines, ...behind.lines]));
        expectRule(found === undefined, `${streamName(stream)}: ${found}`);
      }
    },
  },
  {
    rule: "The tables of a segment, where it has some, hold the rows of its lines.",
    async run(plant) {
      let known = 0;
      for (const stream of await plant.streams()) {
        const { segments } = await plant.json(addressOf(stream, "snapshot"), manifestSchema);
        for (const { tables, ...segment } of segments) {
          if (tables?.version !== TABLES_VERSION) continue;
          known += 1;
          const fault = faultOfTables(
            await fetched(plant, stream, tables),
            await linesOf(plant, stream, segment),
          );
          expectRule(fault === undefined, `tables ${tables.path} of ${streamName(stream)}: ${fault}`);
        }
      }
      if (known === 0) throw new Skipped("no segment has tables");
    },
  },
  {
    rule: "A range of a segment or file is answered 206 with those bytes, one behind the end 416.",
    async run(plant) {
      const address = await somethingRanged(plant);
      const whole = (await plant.ask(address)).body;
      const size = whole.length;
      for (const [range, start, end] of [
        ["bytes=0-4", 0, 5],
        [`bytes=${size - 3}-`, size - 3, size],
        ["bytes=-2", size - 2, size],
        [`bytes=3-${size + 100}`, 3, size],
      ] as const) {
        const { status, headers, body } = await plant.ask(address, { headers: { Range: range } });
        expectRule(status === 206, `${range} is answered ${status}`);
        const said = headers["content-range"];
        expectRule(said === `bytes ${start}-${end - 1}/${size}`, `${range}: Content-Range is ${said}`);
        expectRule(body.equals(whole.subarray(start, end)), `${range}: other bytes came`);
      }
      const behind = await plant.ask(address, { headers: { Range: `bytes=${size}-` } });
      expectRule(behind.status === 416, `a range behind the end is answered ${behind.status}`);
    },
  },
  {
    rule: "The ids are those that exist, each once, with the revision of its last change.",
    async run(plant) {
      for (const stream of await plant.streams()) {
        const { ids, head, epoch } = await readIds(plant, stream);
        expectRule(
          epoch === (await plant.page(stream, { limit: "1" })).head.epoch,
          "they are of another epoch",
        );
        const revisions = new Map(ids);
        expectRule(revisions.size === ids.length, `${streamName(stream)}: an id comes twice`);
        const whole = changesOf(await plant.pagesByNow(stream));
        const state = stateAfter(whole.filter(({ position }) => position <= head));
        for (const [id, revision] of revisions) {
          const known = state.get(id)?.revision;
          expectRule(
            known === revision,
            `${streamName(stream)}: ${id} has revision ${revision} there, ${known} in the changes`,
          );
        }
        const lost = [...state.keys()].find((id) => !revisions.has(id));
        expectRule(
          lost === undefined || !stream.tellsDeletes,
          `${streamName(stream)}: ${lost} is missing among the ids`,
        );
      }
    },
  },
];

async function readIds(
  plant: PlantUnderTest,
  stream: Stream,
): Promise<{ readonly ids: readonly [string, number][]; readonly head: number; readonly epoch: string }> {
  const first = await plant.json(addressOf(stream, "ids"), idsSchema);
  const ids = [...first.ids];
  for (let after = first.next; after !== undefined;) {
    const further = await plant.json(addressOf(stream, "ids", { after }), idsSchema);
    ids.push(...further.ids);
    expectRule(further.next !== after, "the ids lead to themselves");
    after = further.next;
  }
  return { ids, head: first.head, epoch: first.epoch };
}

async function somethingRanged(plant: PlantUnderTest): Promise<string> {
  for (const stream of await plant.streams()) {
    const { segments } = await plant.json(addressOf(stream, "snapshot"), manifestSchema);
    const [segment] = segments.filter(({ bytes }) => bytes > 10);
    if (segment !== undefined) return segmentAddress(stream, segment.path);
    const [file] = (await namedFiles(plant)).filter(({ bytes }) => bytes > 10);
    if (file !== undefined) return `/files/${file.sha256}`;
  }
  throw new Skipped("there is neither a segment nor a file");
}
