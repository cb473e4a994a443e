/** A real host on a small history made by hand: a box with two plates, two laboratories, one machine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { createHost, type Host } from "../../electron/host/host.ts";
import type { WritableRecord } from "../../electron/host/store/writer/writer-contract.ts";
import { fillPlant } from "./plant-steps.ts";

/** 2026-01-05T08:00:00Z in µs. */
export const START = 1_767_600_000_000_000;
const MINUTE = 60_000_000;

const box = { name: "BX-100", revision: "B", strength: "stated" } as const;
const plate = { name: "PL-200", revision: "A", strength: "stated" } as const;
const serial = (part: typeof box | typeof plate, number: string) =>
  ({ part, serial: number, serialStatus: "proven", origin: "source" }) as const;

/** In the product's structure: the parts and the model. */
const DESIGN: readonly WritableRecord[] = [
  { record: "part", part: box, title: "Box" },
  { record: "part", part: plate, title: "Plate" },
  { record: "bom-line", parent: box, child: plate, quantity: 2, findNumber: "10" },
  {
    record: "stored-model",
    part: box,
    fileName: "box.step",
    sha256: "c".repeat(64),
    meshSha256: "d".repeat(64),
    bytes: 1234,
    problems: ["One face has no surface."],
    nodes: [{ path: "box", part: { name: "BX-100", revision: "B" } }],
  },
];

const HOLE: WritableRecord = {
  record: "characteristic",
  part: plate,
  name: "Hole 4",
  kind: "diameter",
  nominal: 4,
  lowerLimit: 3.9,
  upperLimit: 4.1,
  uom: "mm",
};

/** The second laboratory's samples come without a serial: their order is all there is. */
const LAB_B: readonly WritableRecord[] = [
  HOLE,
  ...[1, 2].map((position): WritableRecord => ({
    record: "measurement",
    key: `sample ${position}/Hole 4`,
    unit: { part: plate, serialStatus: "missing", position },
    characteristic: "Hole 4",
    value: 4.02,
    verdict: "pass",
    verdictOrigin: "source",
    laboratory: "Lab B",
    sequence: position,
  })),
];

const HISTORY: readonly WritableRecord[] = [
  HOLE,
  ...["1", "2", "3"].flatMap((number, index): WritableRecord[] => [
    {
      record: "measurement",
      key: `${number}/Hole 4`,
      unit: serial(plate, number),
      characteristic: "Hole 4",
      value: 4 + index * 0.08,
      verdict: index === 2 ? "fail" : "pass",
      verdictOrigin: "source",
      laboratory: "Lab A",
      sequence: index + 1,
      takenAt: START + index * 10 * MINUTE,
    },
    {
      record: "event",
      key: `inspection/${number}`,
      kind: "inspection",
      type: "inspection",
      title: `Inspection of ${number}`,
      severity: index === 2 ? "fail" : "information",
      unit: serial(plate, number),
      operation: "20",
      startedAt: START + index * 10 * MINUTE,
      endedAt: START + index * 10 * MINUTE + MINUTE,
      offsetMinutes: 60,
      details: { gauge: "CMM-1", runs: 2, trained: true },
      payload: `<Result serial="${number}"/>`,
    },
    { record: "factor", key: `${number}/Feed`, unit: serial(plate, number), factor: "Feed", value: "High" },
  ]),
  {
    record: "event",
    key: "run/1",
    kind: "machine",
    type: "program-run",
    title: "Program O1001",
    severity: "information",
    unit: serial(plate, "1"),
    equipment: "VMC-1",
    operation: "10",
    startedAt: START - 30 * MINUTE,
    endedAt: START - 20 * MINUTE,
    payload: "run",
  },
  {
    record: "event",
    key: "memo",
    kind: "design",
    type: "memo",
    title: "Without a date",
    part: box,
    payload: "memo",
  },
  {
    record: "unit-component",
    key: "BX 7/1",
    parent: serial(box, "7"),
    child: serial(plate, "1"),
    position: "left",
    installedAt: START + MINUTE,
  },
  {
    record: "note",
    key: "F17",
    part: plate,
    units: [serial(plate, "3")],
    text: "Holes cut oversized",
    at: { line: 17 },
  },
  {
    record: "samples",
    equipment: "VMC-1",
    signal: "load",
    times: Float64Array.from({ length: 50 }, (_, index) => START + index * 1_000_000),
    values: Float64Array.from({ length: 50 }, (_, index) => (index === 7 ? NaN : index / 10)),
    uom: "PERCENT",
  },
  {
    record: "gap",
    key: "g1",
    stream: "VMC-1",
    startedAt: START,
    endedAt: START + MINUTE,
    cause: "link down",
  },
];

export interface FilledHost {
  readonly host: Host;
  /** A table file that can be planned and imported. */
  readonly table: string;
  /** A plant that can be followed. */
  readonly plant: RunningPlant;
  close(): Promise<void>;
}

export async function filledHost(): Promise<FilledHost> {
  const top = mkdtempSync(join(tmpdir(), "throughline-contract-"));
  const table = join(top, "setup.csv");
  writeFileSync(table, "Part;Serial;Coolant\nPL-200;1;Emulsion\nPL-200;2;Oil\n");
  const plant = await startPlant({ clock: microseconds, units: 0, clockSkew: 30_000_000 });
  fillPlant(plant);
  let ids = 0;
  const host = await createHost({
    dataFolder: join(top, "data"),
    version: "1.2.3",
    openPaths: [table],
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, "0")}`,
  });
  await take(host, "step:box", "step", DESIGN);
  await take(host, "qif:lab-a", "qif", HISTORY);
  await take(host, "qif:lab-b", "qif", LAB_B);
  return {
    host,
    table,
    plant,
    close: async () => {
      await host.close();
      await plant.stop();
      rmSync(top, { recursive: true, force: true });
    },
  };
}

async function take(
  host: Host,
  sourceId: string,
  format: string,
  records: readonly WritableRecord[],
): Promise<void> {
  const { imports } = host.store.writer;
  const { importId } = await imports.begin({});
  const file = { importId, path: `/${sourceId}`, name: sourceId, format, sourceId, sha256: sourceId };
  const { fileId } = await imports.beginFile(file);
  await imports.apply({ fileId, records });
  await imports.finishFile({ fileId, status: "done" });
  await imports.finish({ importId, status: "done" });
}
