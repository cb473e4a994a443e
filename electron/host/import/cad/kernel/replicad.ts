/**
 * The kernel by replicad-opencascadejs (Open CASCADE 8 compiled to WebAssembly; LGPL-2.1). No part of the
 * product, since it costs three times the disk and more of everything else (docs/benchmarks.md); where the
 * package is installed it can take the default's place, and tests hold both to the same.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { gaveUp, noGeometry, tooMuchMemory } from "./kernel-failures.ts";
import type { KernelLibrary, KernelMesh, KernelScene, ThreadKernel } from "./mesh-kernel.ts";
import { meanExtent, WHOLE_DEFLECTION } from "./whole-deflection.ts";

// The package is never bundled: its WebAssembly lies beside its script.
const require = createRequire(import.meta.url);

interface Disposable {
  delete(): void;
}
interface Shape extends Disposable {
  IsNull(): boolean;
}
interface Reader extends Disposable {
  ReadFile(path: string): string;
  TransferRoots(range: Disposable): number;
  OneShape(): Shape;
}
interface Explorer extends Disposable {
  More(): boolean;
  Next(): void;
  Current(): Shape;
}
interface MeshData extends Disposable {
  getVerticesPtr(): number;
  getVerticesSize(): number;
  getNormalsPtr(): number;
  getNormalsSize(): number;
  getTrianglesPtr(): number;
  getTrianglesSize(): number;
  /** Per face: first index, count of indices, hash. */
  getFaceGroupsPtr(): number;
  getFaceGroupsSize(): number;
}
interface Box extends Disposable {
  IsVoid(): boolean;
  GetXMin(): number;
  GetXMax(): number;
  GetYMin(): number;
  GetYMax(): number;
  GetZMin(): number;
  GetZMax(): number;
}
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
interface OpenCascade {
  readonly wasmMemory: Memory;
  readonly FS: {
    writeFile(path: string, bytes: Uint8Array): void;
    unlink(path: string): void;
  };
  readonly STEPControl_Reader: new () => Reader;
  readonly Message_ProgressRange: new () => Disposable;
  readonly TopExp_Explorer: new (shape: Shape, find: string, avoid: string) => Explorer;
  readonly Bnd_Box: new () => Box;
  readonly BRepBndLib: { Add(shape: Shape, box: Box, useTriangulation: boolean): void };
  readonly BRepToolsWrapper: { Read(text: string): Shape };
  readonly ReplicadMeshExtractor: {
    extract(shape: Shape, linear: number, angular: number, skipNormals: boolean): MeshData;
  };
}
interface MemoryState {
  exhausted: boolean;
}
type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Start = (options: {
  instantiateWasm(imports: Imports, receive: (instance: WebAssembly.Instance) => void): object;
  print(): void;
  printErr(): void;
}) => Promise<OpenCascade>;

const PAGE = 65_536;
const PATH = "/part.stp";

export const replicad: KernelLibrary = {
  isPresent: () => place("replicad-opencascadejs") !== undefined,
  // It has no reader of IGES.
  wholeFormats: ["brep"],
  compile: async () => WebAssembly.compile(await readFile(require.resolve("replicad-opencascadejs/wasm"))),
  start: async (module, memoryLimit) => {
    const script = pathToFileURL(require.resolve("replicad-opencascadejs").replace(/\.cjs$/, ".js")).href;
    const { default: start } = (await import(script)) as { readonly default: Start };
    const memory: MemoryState = { exhausted: false };
    const kernel = await start({
      instantiateWasm: (imports, receive) => {
        const instance = new WebAssembly.Instance(module, trapWhenExhausted(imports, memory));
        receive(instance);
        return instance.exports;
      },
      print: () => undefined,
      printErr: () => undefined,
    });
    limitMemory(kernel.wasmMemory, memoryLimit, memory);
    return threadKernel(kernel, memoryLimit, memory);
  },
};

function place(name: string): string | undefined {
  try {
    const path = require.resolve(name);
    return existsSync(path) ? path : undefined;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return undefined;
    throw thrown;
  }
}

function threadKernel(kernel: OpenCascade, memoryLimit: number, memory: MemoryState): ThreadKernel {
  const run = <T>(what: () => T): T => {
    memory.exhausted = false;
    try {
      const result = what();
      // Had it come back all the same, faces would be missing in silence.
      if (memory.exhausted) throw tooMuchMemory(memoryLimit);
      return result;
    } catch (thrown) {
      if (thrown instanceof Failure) throw thrown;
      // A C++ exception or a trap: both leave the kernel's memory in no known state.
      throw memory.exhausted ? tooMuchMemory(memoryLimit) : gaveUp();
    }
  };
  return {
    mesh: ({ text, linearDeflection, angularDeflection }) =>
      run(() => {
        const shape = readStep(kernel, text);
        if (shape === undefined) return [];
        return meshShape(kernel, shape, linearDeflection, angularDeflection);
      }),
    readWhole: ({ format, bytes }) => {
      if (format !== "brep") throw new Failure("refused", "this geometry kernel does not read its format");
      return run(() => {
        const shape = kernel.BRepToolsWrapper.Read(Buffer.from(bytes).toString("latin1"));
        if (shape.IsNull()) throw noGeometry();
        const { ratio, angular } = WHOLE_DEFLECTION;
        const linear = ratio * meanExtent(extentsOf(kernel, shape));
        return wholeScene(meshShape(kernel, shape, linear, angular));
      });
    },
  };
}

function readStep(kernel: OpenCascade, text: Uint8Array): Shape | undefined {
  kernel.FS.writeFile(PATH, text);
  const reader = new kernel.STEPControl_Reader();
  const range = new kernel.Message_ProgressRange();
  try {
    if (reader.ReadFile(PATH) !== "IFSelect_RetDone" || reader.TransferRoots(range) === 0) return undefined;
    const shape = reader.OneShape();
    return shape.IsNull() ? undefined : shape;
  } finally {
    kernel.FS.unlink(PATH);
    range.delete();
    reader.delete();
  }
}

/** Solids, shells outside of solids, and all faces outside of shells as one. */
function meshShape(
  kernel: OpenCascade,
  shape: Shape,
  linear: number,
  angular: number,
): readonly KernelMesh[] {
  const meshes = (find: string, avoid: string): readonly KernelMesh[] =>
    explore(kernel, shape, find, avoid).map((own) => {
      const data = kernel.ReplicadMeshExtractor.extract(own, linear, angular, false);
      const mesh = copyMesh(kernel.wasmMemory.buffer, data);
      data.delete();
      own.delete();
      return mesh;
    });
  const loose = meshes("TopAbs_FACE", "TopAbs_SHELL");
  const result = [
    ...meshes("TopAbs_SOLID", "TopAbs_SHAPE"),
    ...meshes("TopAbs_SHELL", "TopAbs_SOLID"),
    ...(loose.length === 0 ? [] : [joined(loose)]),
  ];
  shape.delete();
  return result;
}

function explore(kernel: OpenCascade, shape: Shape, find: string, avoid: string): readonly Shape[] {
  const explorer = new kernel.TopExp_Explorer(shape, find, avoid);
  const found: Shape[] = [];
  for (; explorer.More(); explorer.Next()) found.push(explorer.Current());
  explorer.delete();
  return found;
}

/** Out of the kernel's memory: its numbers are 32 bits wide. */
function copyMesh(buffer: ArrayBuffer, data: MeshData): KernelMesh {
  const groups = new Int32Array(buffer, data.getFaceGroupsPtr(), data.getFaceGroupsSize());
  return {
    positions: Float64Array.from(new Float32Array(buffer, data.getVerticesPtr(), data.getVerticesSize())),
    normals: Float64Array.from(new Float32Array(buffer, data.getNormalsPtr(), data.getNormalsSize())),
    indices: new Uint32Array(buffer, data.getTrianglesPtr(), data.getTrianglesSize()).slice(),
    faceTriangles: Uint32Array.from(
      { length: groups.length / 3 },
      (_, face) => (groups[face * 3 + 1] ?? 0) / 3,
    ),
  };
}

function joined(meshes: readonly KernelMesh[]): KernelMesh {
  let vertices = 0;
  const indices = meshes.flatMap(({ positions, indices: own }) => {
    const base = vertices;
    vertices += positions.length / 3;
    return Array.from(own, (index) => index + base);
  });
  return {
    positions: Float64Array.from(meshes.flatMap(({ positions }) => [...positions])),
    normals: Float64Array.from(meshes.flatMap(({ normals }) => [...normals])),
    indices: Uint32Array.from(indices),
    faceTriangles: Uint32Array.from(meshes.flatMap(({ faceTriangles }) => [...faceTriangles])),
  };
}

/** Nothing in a BREP file has a name: its bodies stand side by side. */
function wholeScene(meshes: readonly KernelMesh[]): KernelScene {
  if (meshes.length === 0) throw noGeometry();
  return {
    root: { name: "", meshes: meshes.map((_, at) => at), children: [] },
    meshes: meshes.map((mesh) => ({
      ...mesh,
      name: "",
      faceColours: Array.from(mesh.faceTriangles, () => undefined),
    })),
  };
}

function extentsOf(kernel: OpenCascade, shape: Shape): readonly [number, number, number] {
  const box = new kernel.Bnd_Box();
  kernel.BRepBndLib.Add(shape, box, false);
  const extents = box.IsVoid()
    ? ([0, 0, 0] as const)
    : ([
        box.GetXMax() - box.GetXMin(),
        box.GetYMax() - box.GetYMin(),
        box.GetZMax() - box.GetZMin(),
      ] as const);
  box.delete();
  return extents;
}

/** Every growth passes here. */
function limitMemory(memory: Memory, limit: number, state: MemoryState): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + pages * PAGE <= limit) return grow(pages);
    state.exhausted = true;
    throw new RangeError("more memory than the limit");
  };
}

/**
 * A refusal to grow is caught inside, again and again, and an exception of JavaScript too: only a trap ends
 * what is under way. Which of the imports asks for memory has no name; it has one parameter, as few have.
 */
function trapWhenExhausted(imports: Imports, state: MemoryState): Imports {
  const { trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAP), {}).exports;
  const guarded = (value: unknown): unknown => {
    if (typeof value !== "function" || value.length !== 1) return value;
    const own = value as (bytes: number) => unknown;
    return (bytes: number) => {
      const result = own(bytes);
      if (state.exhausted) (trap as () => void)();
      return result;
    };
  };
  return Object.fromEntries(
    Object.entries(imports).map(([space, own]) => [
      space,
      Object.fromEntries(Object.entries(own).map(([name, value]) => [name, guarded(value)])),
    ]),
  );
}

/** A module of one function, `trap`, that is the instruction `unreachable` (WebAssembly 1.0, 5.5). */
const TRAP = Buffer.from(
  ["0061736d01000000", "010401600000", "0302010007080104747261700000", "0a05010300000b"].join(""),
  "hex",
);
