/** Real files through the whole importer, against the kernel's own reading of the whole file at once. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { decodeModel, encodeModel } from "../../../../shared/geometry/mesh-blob.ts";
import type { CadModel } from "../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { of, sourceFile } from "../testing.ts";
import { createKernelPool } from "./kernel/kernel-pool.ts";
import { boxOf, EMPTY_BOX, growBox, type Box } from "./mesh/box.ts";
import { pointAt } from "./mesh/vector.ts";
import { createStepImporter } from "./step-importer.ts";
import { applyToPoint, length, multiply, type Transform } from "./structure/transform.ts";

interface Whole {
  readonly meshes: readonly {
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
    readonly brep_faces: readonly object[];
  }[];
}
type ReadStepFile = (bytes: Uint8Array, options: object) => Whole;

const start = createRequire(import.meta.url)("occt-import-js") as (
  options: object,
) => Promise<{ ReadStepFile: ReadStepFile }>;
const plain = await start({ print: () => undefined, printErr: () => undefined });

const pool = createKernelPool();
afterAll(() => pool.close());

interface Expected {
  readonly path: string;
  /** Faces drawn, of all parts; of these on their exact surface (the rest is free-form). */
  readonly faces: number;
  readonly verified: number;
  /** Nodes with a mesh. */
  readonly places: number;
  /** The whole file has more than the model: construction geometry that it marks hidden. */
  readonly hidden?: boolean;
}

const FILES: readonly Expected[] = [
  { path: "nist-box-assembly/cad/nist_mtc_crada_plate.STEP", faces: 272, verified: 152, places: 1 },
  { path: "step/nist_ctc_01_asme1_ap242-e1.stp", faces: 117, verified: 117, places: 1 },
  { path: "step/nist_ctc_02_asme1_ap242-e2.stp", faces: 635, verified: 601, places: 1, hidden: true },
  { path: "step/nist_ctc_03_asme1_ap242-e2.stp", faces: 120, verified: 120, places: 1 },
  { path: "step/nist_ctc_05_asme1_ap242-e1.stp", faces: 156, verified: 152, places: 1 },
  { path: "step/so101_base.step", faces: 572, verified: 554, places: 1 },
  { path: "step/odrive_pcb_v3.5.step", faces: 687, verified: 679, places: 625 },
];

describe.each(FILES)("$path", ({ path, ...expected }) => {
  const real = sharedData(path);
  test.skipIf(real === undefined)(
    `is drawn whole, in its place, face by face (${real === undefined ? NO_SHARED_DATA : "real data"})`,
    async () => {
      const { records, deflection } = await imported(real ?? "");
      expect(of(records, "rejection")).toEqual([]);
      const model = of(records, "model")[0]?.model;
      if (model === undefined) throw new Error("no model");
      const meshes = model.parts.flatMap(({ mesh }) => mesh ?? []);
      const faces = meshes.flatMap((mesh) => [...mesh.faces]);
      const drawn = model.nodes.filter(({ part }) => model.parts[part]?.mesh !== undefined);
      expect({
        faces: faces.length,
        verified: faces.filter(({ surface }) => surface !== undefined).length,
        places: drawn.length,
      }).toEqual({ faces: expected.faces, verified: expected.verified, places: expected.places });
      expect(decodeModel(encodeModel(model))).toEqual(model);

      const whole = plain.ReadStepFile(readFileSync(real ?? ""), {
        linearUnit: "millimeter",
        linearDeflectionType: "absolute_value",
        linearDeflection: deflection,
        angularDeflection: 0.5,
      });
      const theirs = boxOfWhole(whole);
      const ours = boxOfModel(model);
      const size = length(across(theirs.from, theirs.to));
      expect(length(across(theirs.from, ours.from)) / size).toBeLessThan(1e-4);
      expect(length(across(theirs.to, ours.to)) / size).toBeLessThan(1e-4);
      const placedFaces = drawn.reduce(
        (sum, { part }) => sum + (model.parts[part]?.mesh?.faces.length ?? 0),
        0,
      );
      const wholeFaces = whole.meshes.reduce((sum, mesh) => sum + mesh.brep_faces.length, 0);
      if (expected.hidden === true) expect(placedFaces).toBeLessThan(wholeFaces);
      else expect(placedFaces).toBe(wholeFaces);
    },
    60_000,
  );
});

const stc07 = sharedData("step/nist_stc_07_asme1_ap242-e3.stp");
test.skipIf(stc07 === undefined)(
  `a file that the kernel throws on as a whole is drawn (${stc07 === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const { records } = await imported(stc07 ?? "");
    const [part] = of(records, "model")[0]?.model.parts ?? [];
    expect(part?.mesh?.faces).toHaveLength(304);
  },
  60_000,
);

const plate = sharedData("nist-box-assembly/cad/nist_mtc_crada_plate.STEP");
test.skipIf(plate === undefined)(
  `the plate keeps the number that its inspection knows (${plate === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const { records } = await imported(plate ?? "");
    expect(of(records, "part").map(({ part }) => part.name)).toEqual(["nist_mtc_crada_plate"]);
    expect(of(records, "event")[0]?.startedAt).toBeDefined();
  },
  60_000,
);

async function imported(
  path: string,
): Promise<{ readonly records: readonly SourceRecord[]; readonly deflection: number }> {
  let deflection = 0;
  const importer = createStepImporter(() => ({
    size: pool.size,
    mesh: (request, signal) => {
      deflection = request.linearDeflection;
      return pool.mesh(request, signal);
    },
  }));
  const records: SourceRecord[] = [];
  const { signal } = new AbortController();
  for await (const batch of importer.read(sourceFile(path), { signal })) records.push(...batch);
  return { records, deflection };
}

function boxOfModel({ nodes, parts }: CadModel): Box {
  const world: Transform[] = [];
  let box = EMPTY_BOX;
  for (const { parent, part, transform } of nodes) {
    const above = world[parent];
    const here = above === undefined ? transform : multiply(above, transform);
    world.push(here);
    const positions = parts[part]?.mesh?.positions ?? new Float32Array();
    for (let vertex = 0; vertex < positions.length / 3; vertex++)
      box = growBox(box, applyToPoint(here, pointAt(positions, vertex)));
  }
  return box;
}

function boxOfWhole({ meshes }: Whole): Box {
  return boxOf(
    meshes.flatMap(({ attributes: { position } }) =>
      Array.from({ length: position.array.length / 3 }, (_, vertex) => pointAt(position.array, vertex)),
    ),
  );
}

function across(from: Box["from"], to: Box["to"]): Box["from"] {
  return [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
}
