/** Real files, against counts taken from their text by means that share nothing with the scanner. */
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure, type CadStructure } from "./cad-structure.ts";

interface RawCounts {
  readonly instances: number;
  readonly products: number;
  readonly usages: number;
  readonly solids: number;
}

/** Counts by regular expression over the raw text. */
function rawCounts(path: string): RawCounts {
  const text = readFileSync(path, "latin1").replace(/'(?:[^']|'')*'/g, "''");
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return {
    instances: count(/#\d+\s*=/g),
    products: count(/=\s*PRODUCT\s*\(/g),
    usages: count(/=\s*NEXT_ASSEMBLY_USAGE_OCCURRENCE\s*\(/g),
    solids: count(/=\s*(?:MANIFOLD_SOLID_BREP|BREP_WITH_VOIDS)\s*\(/g),
  };
}

function read(path: string): CadStructure {
  return readStructure(readExchangeFile(readFileSync(path)));
}

/** Nodes without children. */
function leaves({ nodes }: CadStructure): number {
  const parents = new Set(nodes.map(({ parent }) => parent));
  return nodes.filter((_, index) => !parents.has(index)).length;
}

function faces({ parts }: CadStructure): number {
  return parts.reduce((sum, { bodies }) => sum + bodies.reduce((n, body) => n + body.faces.length, 0), 0);
}

/** Faces over all places, as a reader sees them that copies every occurrence. */
function placedFaces({ nodes, parts }: CadStructure): number {
  return nodes.reduce(
    (sum, { part }) => sum + (parts[part]?.bodies.reduce((n, body) => n + body.faces.length, 0) ?? 0),
    0,
  );
}

describe("the demo product", () => {
  const path = resolve(import.meta.dirname, "../../../../../assets/demo/linear-actuator.step");
  const structure = read(path);
  const raw = rawCounts(path);

  test("parts, lines of the bill and faces are those of the text", () => {
    expect(structure.problems).toEqual([]);
    expect(structure.parts.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(structure.parts).toHaveLength(raw.products);
    expect(structure.bomLines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(raw.usages);
    const items = structure.parts.flatMap(({ bodies }) => bodies.flatMap((body) => body.items));
    expect(new Set(items).size).toBe(raw.solids);
    expect(structure.bomLines.every(({ findNumber }) => findNumber !== undefined)).toBe(true);
  });

  test("names are those that engineers gave, and every part has its colour", () => {
    expect(structure.nodes.filter(({ parent }) => parent < 0).map(({ path }) => path)).toEqual(["10-4000"]);
    expect(structure.nodes.map(({ path: at }) => at)).toContain("10-4000/Drive unit/Bearing.2/Cage");
    expect(structure.nodes.some(({ occurrence }) => /:\d+$/.test(occurrence))).toBe(false);
    for (const { bodies, colour } of structure.parts) if (bodies.length > 0) expect(colour).toBeDefined();
  });
});

const odrive = sharedData("step/odrive_pcb_v3.5.step");
describe.skipIf(odrive === undefined)(
  `a circuit board of 625 leaves (${odrive === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test("254 products, 541 occurrences, 625 leaves", () => {
      const structure = read(odrive ?? "");
      const raw = rawCounts(odrive ?? "");
      expect([raw.products, raw.usages]).toEqual([254, 541]);
      expect(structure.parts).toHaveLength(254);
      expect(structure.bomLines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(541);
      expect(leaves(structure)).toBe(625);
      // As occt-import-js 0.0.23 counts them in the whole file, copied to every place.
      expect(placedFaces(structure)).toBe(7185);
      expect(structure.problems).toEqual([
        "20 products of the file have the same number: Extruded. Different shapes are told apart by a mark.",
        "3 products of the file have the same number: Cylinder. Different shapes are told apart by a mark.",
      ]);
      expect(new Set(structure.nodes.map(({ path }) => path)).size).toBe(structure.nodes.length);
    });
  },
);

/** Faces that are shown, and bodies that the file marks invisible. */
const SINGLE_PARTS: readonly (readonly [string, string, number, number])[] = [
  ["step/nist_827-9999-904.stp", "AP242", 117, 0],
  ["step/nist_ctc_01_asme1_ap242-e1.stp", "AP242", 117, 0],
  ["step/nist_ctc_02_asme1_ap242-e2.stp", "AP242", 635, 2],
  ["step/nist_ctc_03_asme1_ap242-e2.stp", "AP242", 120, 0],
  ["step/nist_ctc_05_asme1_ap242-e1.stp", "AP242", 156, 0],
  ["step/nist_ftc_06_asme1_ap242-e2.stp", "AP242", 187, 0],
  ["step/nist_ftc_07_asme1_ap242-e2.stp", "AP242", 304, 2],
  ["step/nist_ftc_10_asme1_ap242-e2.stp", "AP242", 264, 12],
  ["step/nist_stc_06_asme1_ap242-e3.stp", "AP242", 144, 0],
  ["step/nist_stc_07_asme1_ap242-e3.stp", "AP242", 304, 2],
  ["step/nist_stc_08_asme1_ap242-e3.stp", "AP242", 270, 1],
  ["step/so101_base.step", "AP214", 572, 0],
  ["nist-box-assembly/cad/nist_mtc_crada_plate.STEP", "AP203", 272, 0],
];
describe.skipIf(odrive === undefined)(
  `single parts (${odrive === undefined ? NO_SHARED_DATA : "real data"})`,
  () => {
    test.each(SINGLE_PARTS)("%s: %s, %i faces, %i hidden bodies", (name, schema, shown, hidden) => {
      const path = sharedData(name) ?? "";
      const file = readExchangeFile(readFileSync(path));
      const structure = readStructure(file);
      expect(file.problems).toEqual([]);
      expect(file.instanceCount).toBe(rawCounts(path).instances);
      expect(structure.schema).toBe(schema);
      expect(structure.problems).toEqual([]);
      expect(structure.nodes).toHaveLength(1);
      expect(structure.parts).toHaveLength(1);
      expect(faces(structure)).toBe(shown);
      expect(structure.parts[0]?.problem).toBeUndefined();
      expect(structure.parts[0]?.hidden?.count).toBe(hidden === 0 ? undefined : hidden);
      for (const { faces: listed } of structure.parts[0]?.bodies ?? [])
        for (const { surface } of listed) expect(surface).toBeDefined();
      expect(basename(structure.nodes[0]?.path ?? "")).not.toBe("");
    });
  },
);
