/**
 * For tests: a whole file as Open CASCADE 8 reads it by itself, through replicad-opencascadejs. It shares
 * nothing with this program's reading: it finds the tree, places every shape and knows its own surfaces.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { SurfaceKind } from "../../../../../../shared/model/cad.ts";
import { boxOf, EMPTY_BOX, growBox, type Box } from "../../mesh/box.ts";
import { pointAt } from "../../mesh/vector.ts";
import type { Vector } from "../../structure/transform.ts";
import { KERNELS } from "../kernels.ts";

export const HAS_OPEN_CASCADE = KERNELS.replicad.isPresent();

interface Handle {
  delete(): void;
}
interface Shape extends Handle {
  IsNull(): boolean;
}
interface Point extends Handle {
  X(): number;
  Y(): number;
  Z(): number;
}
interface Adaptor extends Handle {
  GetType(): string;
  FirstUParameter(): number;
  LastUParameter(): number;
  FirstVParameter(): number;
  LastVParameter(): number;
  EvalD0(u: number, v: number): Point;
}
interface Kernel {
  readonly wasmMemory: { readonly buffer: ArrayBuffer };
  readonly FS: { writeFile(path: string, bytes: Uint8Array): void; unlink(path: string): void };
  readonly STEPControl_Reader: new () => Handle & {
    ReadFile(path: string): string;
    TransferRoots(range: Handle): number;
    OneShape(): Shape;
  };
  readonly Message_ProgressRange: new () => Handle;
  readonly TopExp_Explorer: new (
    shape: Shape,
    find: string,
    avoid: string,
  ) => Handle & { More(): boolean; Next(): void; Current(): Shape };
  readonly TopoDS: { Face(shape: Shape): Shape };
  readonly BRepAdaptor_Surface: new (face: Shape, restriction: boolean) => Adaptor;
  readonly BRepToolsWrapper: { Write(shape: Shape): string };
  readonly ReplicadMeshExtractor: {
    extract(
      shape: Shape,
      linear: number,
      angular: number,
      skipNormals: boolean,
    ): Handle & { getVerticesPtr(): number; getVerticesSize(): number };
  };
}

export interface ReferenceFace {
  readonly kind: SurfaceKind;
  /** Points of its surface, mm. */
  readonly samples: readonly Vector[];
}

export interface ReferenceReading {
  /** In their places. */
  readonly faces: readonly ReferenceFace[];
  /** Around the vertices of a mesh of it. */
  box(linearDeflection: number, angularDeflection: number, solidsOnly?: boolean): Box;
  /** The same shape in the text of BREP. */
  brep(): string;
  delete(): void;
}

const KINDS: Readonly<Record<string, SurfaceKind>> = {
  GeomAbs_Plane: "plane",
  GeomAbs_Cylinder: "cylinder",
  GeomAbs_Cone: "cone",
  GeomAbs_Sphere: "sphere",
  GeomAbs_Torus: "torus",
};
const SHARES = [0.13, 0.5, 0.83];

let starting: Promise<Kernel> | undefined;

async function startKernel(): Promise<Kernel> {
  const script = createRequire(import.meta.url)
    .resolve("replicad-opencascadejs")
    .replace(/\.cjs$/, ".js");
  const { default: start } = (await import(pathToFileURL(script).href)) as {
    readonly default: (options: object) => Promise<Kernel>;
  };
  return start({ print: () => undefined, printErr: () => undefined });
}

export async function readReference(step: Uint8Array): Promise<ReferenceReading> {
  const kernel = await (starting ??= startKernel());
  kernel.FS.writeFile("/whole.stp", step);
  const reader = new kernel.STEPControl_Reader();
  const range = new kernel.Message_ProgressRange();
  const status = reader.ReadFile("/whole.stp");
  reader.TransferRoots(range);
  const shape = reader.OneShape();
  kernel.FS.unlink("/whole.stp");
  reader.delete();
  range.delete();
  if (status !== "IFSelect_RetDone" || shape.IsNull()) throw new Error("the reference can't read it");
  return {
    faces: parts(kernel, shape, "TopAbs_FACE").map((face) => referenceFace(kernel, face)),
    box: (linear, angular, solidsOnly = false) => {
      let box = EMPTY_BOX;
      for (const each of solidsOnly ? parts(kernel, shape, "TopAbs_SOLID") : [shape]) {
        const mesh = kernel.ReplicadMeshExtractor.extract(each, linear, angular, true);
        const { buffer } = kernel.wasmMemory;
        const numbers = new Float32Array(buffer, mesh.getVerticesPtr(), mesh.getVerticesSize());
        const own = boxOf(Array.from({ length: numbers.length / 3 }, (_, at) => pointAt(numbers, at)));
        box = growBox(growBox(box, own.from), own.to);
        mesh.delete();
      }
      return box;
    },
    brep: () => kernel.BRepToolsWrapper.Write(shape),
    delete: () => shape.delete(),
  };
}

function parts(kernel: Kernel, shape: Shape, kind: string): readonly Shape[] {
  const found: Shape[] = [];
  const explorer = new kernel.TopExp_Explorer(shape, kind, "TopAbs_SHAPE");
  for (; explorer.More(); explorer.Next()) found.push(explorer.Current());
  explorer.delete();
  return found;
}

function referenceFace(kernel: Kernel, shape: Shape): ReferenceFace {
  const face = kernel.TopoDS.Face(shape);
  const adaptor = new kernel.BRepAdaptor_Surface(face, true);
  const between = (from: number, to: number, share: number): number => from + (to - from) * share;
  const samples = SHARES.flatMap((u) =>
    SHARES.map((v): Vector => {
      const point = adaptor.EvalD0(
        between(adaptor.FirstUParameter(), adaptor.LastUParameter(), u),
        between(adaptor.FirstVParameter(), adaptor.LastVParameter(), v),
      );
      const at: Vector = [point.X(), point.Y(), point.Z()];
      point.delete();
      return at;
    }),
  );
  const kind = KINDS[adaptor.GetType()] ?? "other";
  for (const handle of [adaptor, face, shape]) handle.delete();
  return { kind, samples };
}
