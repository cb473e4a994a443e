/**
 * Every real file through the whole importer, against two readings that share nothing with it: the kernel's
 * own of the whole file (places, colours, faces), and that of Open CASCADE 8 (exact surfaces).
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../tests/shared-data.ts";
import { withHiddenBodies } from "../../../../shared/geometry/hidden-bodies.ts";
import { decodeModel, encodeModel } from "../../../../shared/geometry/mesh-blob.ts";
import type { CadModel, Colour, SurfaceKind } from "../../../../shared/model/cad.ts";
import type { SourceRecord } from "../../../../shared/model/record.ts";
import { of, sourceFile } from "../testing.ts";
import { createKernelPool, type KernelPool } from "./kernel/kernel-pool.ts";
import { HAS_OPEN_CASCADE, readReference, type ReferenceFace } from "./kernel/testing/open-cascade.ts";
import { boxOf, EMPTY_BOX, growBox, type Box } from "./mesh/box.ts";
import { surfaceGeometry, type SurfaceGeometry } from "./mesh/surface-geometry.ts";
import { pointAt } from "./mesh/vector.ts";
import { createStepImporter } from "./step-importer.ts";
import { moveSurface } from "./structure/surfaces.ts";
import {
  add,
  applyToPoint,
  length,
  multiply,
  scale,
  type Transform,
  type Vector,
} from "./structure/transform.ts";
import { meshProperties } from "./validation/mesh-properties.ts";

interface Whole {
  readonly meshes: readonly {
    readonly color?: readonly number[];
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly brep_faces: readonly { readonly color?: readonly number[] | null }[];
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
  /** Faces of construction geometry that the file marks hidden: they are in the whole file, and shown on demand only. */
  readonly hidden?: number;
  /**
   * mm³ of its solids, mm² of all faces shown, mm: of the exact geometry, as Open CASCADE 7.6.3 integrates it
   * natively (BRepGProp, 1e-6). It too throws on one file.
   */
  readonly exact?: { readonly volume: number; readonly area: number; readonly centre: Vector };
  /** The kernel throws on the whole file. */
  readonly throws?: boolean;
  /** Faces that the kernel shows in the colour of their body, losing their own: it has none of them on instances. */
  readonly lost?: number;
}

const FILES: readonly Expected[] = [
  {
    path: "nist-box-assembly/cad/nist_mtc_crada_plate.STEP",
    faces: 272,
    verified: 152,
    places: 1,
    exact: { volume: 35223.286, area: 19920.564, centre: [59.17, 34.14, 2.49] },
  },
  {
    path: "step/nist_827-9999-904.stp",
    faces: 117,
    verified: 97,
    places: 1,
    exact: { volume: 22869.874, area: 20900.615, centre: [51.68, 34.73, 2.02] },
  },
  {
    path: "step/nist_ctc_01_asme1_ap242-e1.stp",
    faces: 117,
    verified: 117,
    places: 1,
    exact: { volume: 14644823, area: 807080.82, centre: [-2.29, -1.36, -32.3] },
  },
  {
    path: "step/nist_ctc_02_asme1_ap242-e2.stp",
    faces: 635,
    verified: 601,
    places: 1,
    hidden: 2,
    exact: { volume: 47106842, area: 2480624, centre: [0, 358.62, -178.17] },
  },
  {
    path: "step/nist_ctc_03_asme1_ap242-e2.stp",
    faces: 120,
    verified: 120,
    places: 1,
    exact: { volume: 332122.91, area: 354787.65, centre: [-118.33, 242.86, 69.32] },
  },
  {
    path: "step/nist_ctc_05_asme1_ap242-e1.stp",
    faces: 156,
    verified: 152,
    places: 1,
    exact: { volume: 12694918, area: 861243.35, centre: [0, -1.01, 99.72] },
  },
  {
    path: "step/nist_ftc_06_asme1_ap242-e2.stp",
    faces: 187,
    verified: 187,
    places: 1,
    exact: { volume: 3323557.2, area: 283413.06, centre: [0, 29.01, -109.6] },
  },
  {
    path: "step/nist_ftc_07_asme1_ap242-e2.stp",
    faces: 304,
    verified: 284,
    places: 1,
    hidden: 2,
    exact: { volume: 1726244.1, area: 391371.24, centre: [0.77, -64.56, 0.04] },
  },
  {
    path: "step/nist_ftc_10_asme1_ap242-e2.stp",
    faces: 264,
    verified: 263,
    places: 1,
    hidden: 18,
    exact: { volume: 188318.07, area: 48531.229, centre: [5.02, 14.61, 0.01] },
  },
  {
    path: "step/nist_stc_06_asme1_ap242-e3.stp",
    faces: 144,
    verified: 144,
    places: 1,
    exact: { volume: 3323540.5, area: 283414.45, centre: [109.6, 0, 29.01] },
  },
  {
    path: "step/nist_stc_07_asme1_ap242-e3.stp",
    faces: 304,
    verified: 284,
    places: 1,
    hidden: 2,
    throws: true,
  },
  {
    path: "step/nist_stc_08_asme1_ap242-e3.stp",
    faces: 270,
    verified: 270,
    places: 1,
    hidden: 1,
    exact: { volume: 503592.18, area: 191687.87, centre: [2.53, -0.06, 25.38] },
  },
  {
    path: "step/odrive_pcb_v3.5.step",
    faces: 687,
    verified: 679,
    places: 625,
    lost: 420,
    exact: { volume: 20506.419, area: 28510.307, centre: [73.19, 23.33, -2.99] },
  },
  {
    path: "step/so101_base.step",
    faces: 572,
    verified: 554,
    places: 1,
    exact: { volume: 122707.55, area: 49307.579, centre: [-0.01, 21.5, 15.02] },
  },
];

/** The files that the kernel's package brings: the same assemblies and parts as other systems wrote them (CAx-IF). */
const SAMPLES = join(
  dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
  "test/testfiles",
);
const PACKAGED: readonly Expected[] = [
  { path: "cax-if/as1-oc-214.stp", faces: 53, verified: 25, places: 18 },
  { path: "cax-if/as1-tu-203.stp", faces: 53, verified: 25, places: 18 },
  { path: "cax-if/as1_pe_203.stp", faces: 53, verified: 53, places: 18 },
  { path: "cax-if/dm1-id-214.stp", faces: 24, verified: 0, places: 7 },
  { path: "cax-if/dm1-oc-214.stp", faces: 31, verified: 17, places: 7 },
  { path: "cax-if/dm1-pe-214.stp", faces: 31, verified: 31, places: 7 },
  { path: "cax-if/io1-cm-214.stp", faces: 29, verified: 29, places: 1 },
  { path: "cax-if/io1-tu-203.stp", faces: 29, verified: 5, places: 1 },
  { path: "cax-if/sg1-c5-214.stp", faces: 16, verified: 16, places: 1 },
  { path: "cax-if/s1-c5-214/HEAD_BACK.stp", faces: 12, verified: 12, places: 1 },
  { path: "cax-if/s1_pe_214/main_body_front_prt.stp", faces: 29, verified: 25, places: 1 },
  { path: "cax-if/s1-tu-203/tailturbine.stp", faces: 21, verified: 17, places: 1 },
  { path: "conical-surface/conical-surface.step", faces: 5, verified: 5, places: 1 },
  { path: "cube-10x10mm/Cube 10x10.stp", faces: 6, verified: 6, places: 1 },
  { path: "cube-units/cube-in.step", faces: 6, verified: 6, places: 1 },
  { path: "cube-units/cube-m.step", faces: 6, verified: 6, places: 1 },
  { path: "rounded-cube/rounded-cube.step", faces: 7, verified: 7, places: 1 },
  { path: "simple-basic-cube/cube.stp", faces: 6, verified: 6, places: 1 },
];

/** Where a file of either list lies. */
function fileOf(path: string): string | undefined {
  return PACKAGED.some((packaged) => packaged.path === path) ? join(SAMPLES, path) : sharedData(path);
}

/** Of the diagonal: what a box of the same vertices may differ by. */
const SAME_BOX = 1e-6;
/** mm: what 15 digits leave of a surface through a unit, an axis and a placement. */
const SAME_SURFACE = 1e-5;

/** What chords leave of the volume and area of a part at the product's deflection, and of the diagonal its centre. */
const MESH_OF_EXACT = 2.5e-3;

describe.each([...FILES, ...PACKAGED])("$path", ({ path, ...expected }) => {
  const real = fileOf(path);
  const reason = real === undefined ? NO_SHARED_DATA : "real data";

  test.skipIf(real === undefined)(
    `is drawn whole, in its place, face by face, in its colours (${reason})`,
    async () => {
      const { records, deflection } = await imported(real ?? "", pool);
      expect(of(records, "rejection")).toEqual([]);
      const model = modelOf(records);
      const faces = model.parts.flatMap(({ mesh }) => mesh?.faces ?? []);
      expect({
        faces: faces.length,
        verified: faces.filter(({ surface }) => surface !== undefined && surface.kind !== "other").length,
        places: placesOf(model).length,
      }).toEqual({ faces: expected.faces, verified: expected.verified, places: expected.places });
      expect(decodeModel(encodeModel(model))).toEqual(model);
      if (expected.exact !== undefined) {
        const drawn = massOf(model);
        const { volume, area, centre } = expected.exact;
        expect(Math.abs(drawn.volume / volume - 1)).toBeLessThan(MESH_OF_EXACT);
        expect(Math.abs(drawn.area / area - 1)).toBeLessThan(MESH_OF_EXACT);
        const { from, to } = boxOfModel(model);
        const off = length(add(drawn.centre, scale(centre, -1)));
        expect(off / length(add(to, scale(from, -1)))).toBeLessThan(MESH_OF_EXACT);
      }

      if (expected.throws === true) return;
      const whole = plain.ReadStepFile(readFileSync(real ?? ""), {
        linearUnit: "millimeter",
        linearDeflectionType: "absolute_value",
        linearDeflection: deflection,
        angularDeflection: 0.5,
      });
      const shown = expected.hidden === undefined ? whole : { meshes: withoutHidden(whole, model) };
      expect(difference(boxOfModel(model), boxOfWhole(shown))).toBeLessThan(SAME_BOX);
      const placed = placesOf(model).reduce((sum, { part }) => sum + facesOfPart(model, part).length, 0);
      expect(placed + (expected.hidden ?? 0)).toBe(whole.meshes.flatMap((mesh) => mesh.brep_faces).length);
      expect(differentColours(coloursOf(model), coloursOfWhole(shown))).toBe(expected.lost ?? 0);
      if (expected.hidden === undefined) return;
      // With what the file hides it is the whole file.
      const all = withHiddenBodies(model);
      const hidden = model.parts.flatMap((part) => part.hidden?.mesh?.faces ?? []);
      expect(hidden).toHaveLength(expected.hidden);
      expect(difference(boxOfModel(all), boxOfWhole(whole))).toBeLessThan(SAME_BOX);
      expect(differentColours(coloursOf(all), coloursOfWhole(whole))).toBe(0);
    },
    60_000,
  );

  test.skipIf(real === undefined || !HAS_OPEN_CASCADE)(
    `lies on the surfaces that Open CASCADE 8 finds (${HAS_OPEN_CASCADE ? reason : "it is not installed"})`,
    async () => {
      const { records } = await imported(real ?? "", pool);
      const model = modelOf(records);
      const reference = await readReference(readFileSync(real ?? ""));
      const elementary = reference.faces.filter(({ kind }) => kind !== "other");
      const { paired, left } = pair(elementary, placedSurfaces(model));
      expect(left).toBe(0);
      expect(elementary.length - paired).toBeLessThanOrEqual(expected.hidden ?? 0);
      // Free-form is what is so there; a swept surface that is one may have a closed form here.
      const free = placesOf(model).flatMap(({ part }) =>
        (model.parts[part]?.mesh?.faces ?? []).filter(({ surface }) => surface?.kind === "other"),
      );
      expect(free.length).toBeLessThanOrEqual(reference.faces.length - elementary.length);
      reference.delete();
    },
    60_000,
  );
});

const LARGEST = "step/odrive_pcb_v3.5.step";
const HIDDEN = "step/nist_stc_07_asme1_ap242-e3.stp";
describe.each([LARGEST, HIDDEN])("%s, meshed by the other kernel", (path) => {
  const real = sharedData(path);
  test.skipIf(real === undefined || !HAS_OPEN_CASCADE)(
    `stands where Open CASCADE 8 puts it (${real === undefined ? NO_SHARED_DATA : HAS_OPEN_CASCADE ? "real data" : "it is not installed"})`,
    async () => {
      const other = createKernelPool({ kernel: "replicad", size: 1 });
      try {
        const { records, deflection } = await imported(real ?? "", other);
        const reference = await readReference(readFileSync(real ?? ""));
        const theirs = reference.box(deflection, 0.5, path === HIDDEN);
        expect(difference(boxOfModel(modelOf(records)), theirs)).toBeLessThan(SAME_BOX);
        reference.delete();
      } finally {
        await other.close();
      }
    },
    60_000,
  );
});

/** Leaves of an assembly by the name of their product, whatever its case. */
async function leavesOf(path: string): Promise<Readonly<Record<string, number>>> {
  const model = modelOf((await imported(fileOf(path) ?? "", pool)).records);
  const leaves: Record<string, number> = {};
  for (const { part } of placesOf(model)) {
    const name = (model.parts[part]?.name ?? "").toLowerCase();
    leaves[name] = (leaves[name] ?? 0) + 1;
  }
  return leaves;
}

test.each([
  [
    "as1",
    ["cax-if/as1-oc-214.stp", "cax-if/as1-tu-203.stp", "cax-if/as1_pe_203.stp"],
    { nut: 8, bolt: 6, "l-bracket": 2, plate: 1, rod: 1 },
  ],
  [
    "dm1",
    ["cax-if/dm1-id-214.stp", "cax-if/dm1-oc-214.stp", "cax-if/dm1-pe-214.stp"],
    { nut: 3, bolt: 3, "l-bracket": 1 },
  ],
])(
  "%s is the same assembly from whichever system it comes",
  async (_name, paths, expected) => {
    for (const path of paths) expect(await leavesOf(path), path).toEqual(expected);
  },
  60_000,
);

const plate = sharedData("nist-box-assembly/cad/nist_mtc_crada_plate.STEP");
test.skipIf(plate === undefined)(
  `the plate keeps the number that its inspection knows (${plate === undefined ? NO_SHARED_DATA : "real data"})`,
  async () => {
    const { records } = await imported(plate ?? "", pool);
    expect(of(records, "part").map(({ part }) => part.name)).toEqual(["nist_mtc_crada_plate"]);
    expect(of(records, "event")[0]?.startedAt).toBeDefined();
  },
  60_000,
);

interface Imported {
  readonly records: readonly SourceRecord[];
  readonly deflection: number;
}

const known = new Map<string, Promise<Imported>>();

function imported(path: string, kernel: KernelPool): Promise<Imported> {
  if (kernel !== pool) return importWith(path, kernel);
  const reading = known.get(path) ?? importWith(path, kernel);
  known.set(path, reading);
  return reading;
}

async function importWith(path: string, kernel: KernelPool): Promise<Imported> {
  let deflection = 0;
  const importer = createStepImporter(() => ({
    size: kernel.size,
    mesh: (request, signal) => {
      deflection = request.linearDeflection;
      return kernel.mesh(request, signal);
    },
  }));
  const records: SourceRecord[] = [];
  const { signal } = new AbortController();
  for await (const batch of importer.read(sourceFile(path), { signal })) records.push(...batch);
  return { records, deflection };
}

function modelOf(records: readonly SourceRecord[]): CadModel {
  const model = of(records, "model")[0]?.model;
  if (model === undefined) throw new Error("no model");
  return model;
}

interface Place {
  readonly part: number;
  readonly world: Transform;
  readonly colour: Colour | undefined;
}

/** Of what has a mesh. */
function placesOf({ nodes, parts }: CadModel): readonly Place[] {
  const places: Place[] = [];
  for (const { parent, part, transform, colour } of nodes) {
    const above = places[parent];
    places.push({
      part,
      world: above === undefined ? transform : multiply(above.world, transform),
      colour: above?.colour ?? colour,
    });
  }
  return places.filter(({ part }) => parts[part]?.mesh !== undefined);
}

function facesOfPart({ parts }: CadModel, part: number): readonly { readonly colour?: Colour }[] {
  return parts[part]?.mesh?.faces ?? [];
}

/** mm³, mm², mm. */
function massOf(model: CadModel): NonNullable<Expected["exact"]> {
  let [volume, area] = [0, 0];
  let moment: Vector = [0, 0, 0];
  for (const { part, world } of placesOf(model)) {
    const mesh = model.parts[part]?.mesh;
    if (mesh === undefined) continue;
    const own = meshProperties(mesh);
    volume += own.volume;
    area += own.area;
    moment = add(moment, scale(applyToPoint(world, own.centre), own.volume));
  }
  return { volume, area, centre: scale(moment, 1 / volume) };
}

function boxOfModel(model: CadModel): Box {
  let box = EMPTY_BOX;
  for (const { part, world } of placesOf(model)) {
    const positions = model.parts[part]?.mesh?.positions ?? new Float32Array();
    for (let vertex = 0; vertex < positions.length / 3; vertex++)
      box = growBox(box, applyToPoint(world, pointAt(positions, vertex)));
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

/** Largest of the six differences, relative to the diagonal. */
function difference(a: Box, b: Box): number {
  const across = (from: Box["from"], to: Box["to"]): Box["from"] => [
    to[0] - from[0],
    to[1] - from[1],
    to[2] - from[2],
  ];
  const off = [...across(a.from, b.from), ...across(a.to, b.to)].map(Math.abs);
  return Math.max(...off) / length(across(b.from, b.to));
}

/** Bodies are meshes: those that the model shows have as many faces as its parts. */
function withoutHidden({ meshes }: Whole, model: CadModel): Whole["meshes"] {
  const shown = new Set(model.parts.map(({ mesh }) => mesh?.faces.length));
  return meshes.filter(({ brep_faces: faces }) => shown.has(faces.length));
}

type Counts = ReadonlyMap<string, number>;

/** Faces of each colour, places counted. The reference states colours linear, the product as sRGB (IEC 61966-2-1). */
function coloursOf(model: CadModel): Counts {
  const linear = (value: number): number =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  return counted(
    placesOf(model).flatMap(({ part, colour }) =>
      facesOfPart(model, part).map((face) => {
        const own = colour ?? face.colour ?? model.parts[part]?.colour;
        return own?.slice(0, 3).map(linear);
      }),
    ),
  );
}

function coloursOfWhole({ meshes }: Whole): Counts {
  return counted(meshes.flatMap(({ color, brep_faces: faces }) => faces.map((face) => face.color ?? color)));
}

function counted(colours: readonly (readonly number[] | undefined)[]): Counts {
  const counts = new Map<string, number>();
  for (const colour of colours) {
    const name = colour?.map((value) => value.toFixed(3)).join() ?? "none";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Faces that have another colour there than here. */
function differentColours(ours: Counts, theirs: Counts): number {
  return [...ours].reduce((sum, [colour, count]) => sum + Math.max(0, count - (theirs.get(colour) ?? 0)), 0);
}

type Placed = Map<SurfaceKind, SurfaceGeometry[]>;

function placedSurfaces(model: CadModel): Placed {
  const placed: Placed = new Map();
  for (const { part, world } of placesOf(model))
    for (const { surface } of model.parts[part]?.mesh?.faces ?? []) {
      const geometry = surface === undefined ? undefined : surfaceGeometry(moveSurface(surface, world));
      if (surface === undefined || geometry === undefined) continue;
      placed.set(surface.kind, [...(placed.get(surface.kind) ?? []), geometry]);
    }
  return placed;
}

/** Each surface of ours with a face of the reference all of whose points lie on it. */
function pair(
  faces: readonly ReferenceFace[],
  surfaces: Placed,
): { readonly paired: number; readonly left: number } {
  let paired = 0;
  for (const { kind, samples } of faces) {
    const open = surfaces.get(kind) ?? [];
    const at = open.findIndex((geometry) =>
      samples.every((point) => geometry.distance(point) < SAME_SURFACE),
    );
    if (at < 0) continue;
    open.splice(at, 1);
    paired += 1;
  }
  return { paired, left: [...surfaces.values()].reduce((sum, { length: count }) => sum + count, 0) };
}
