/** The kernel by occt-import-js (Open CASCADE compiled to WebAssembly; LGPL-2.1, its own file beside ours). */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { kernelFile } from "./kernel-file.ts";
import { gaveUp, noGeometry, tooMuchMemory } from "./kernel-failures.ts";
import type { KernelLibrary, KernelMesh, KernelNode, ThreadKernel } from "./mesh-kernel.ts";
import { WHOLE_DEFLECTION } from "./whole-deflection.ts";

// The package is never bundled: its WebAssembly lies beside its script, from source and in the app.
const require = createRequire(import.meta.url);

interface Occt {
  ReadStepFile(text: Uint8Array, options: OcctOptions): OcctResult;
  ReadIgesFile(bytes: Uint8Array, options: WholeOptions): OcctResult;
  ReadBrepFile(bytes: Uint8Array, options: WholeOptions): OcctResult;
}
interface OcctOptions {
  readonly linearUnit: "millimeter";
  readonly linearDeflectionType: "absolute_value";
  readonly linearDeflection: number;
  readonly angularDeflection: number;
}
interface WholeOptions {
  readonly linearUnit: "millimeter";
  readonly linearDeflectionType: "bounding_box_ratio";
  readonly linearDeflection: number;
  readonly angularDeflection: number;
}
interface OcctResult {
  readonly success: boolean;
  readonly root?: KernelNode;
  readonly meshes?: readonly OcctMesh[];
}
interface OcctMesh {
  readonly name?: string;
  readonly color?: readonly number[];
  readonly attributes: {
    readonly position: { readonly array: readonly number[] };
    readonly normal?: { readonly array: readonly number[] };
  };
  readonly index: { readonly array: readonly number[] };
  /** Inclusive triangle ranges; `last` before `first` for a face without triangles. */
  readonly brep_faces: readonly {
    readonly first: number;
    readonly last: number;
    readonly color?: readonly number[] | null;
  }[];
}
type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Start = (options: {
  instantiateWasm(imports: Imports, receive: (instance: WebAssembly.Instance) => void): object;
  print(): void;
  printErr(): void;
}) => Promise<Occt>;

export const occtImportJs: KernelLibrary = {
  isPresent: () => true,
  wholeFormats: ["iges", "brep"],
  compile: compileOcct,
  start: startOcct,
};

async function compileOcct(): Promise<WebAssembly.Module> {
  const bytes = await readFile(kernelFile());
  const module = await WebAssembly.compile(bytes);
  // The module has a copy of its own: 8 MB that would wait for the garbage collector.
  if (bytes.byteLength === bytes.buffer.byteLength) bytes.buffer.transfer(0);
  return module;
}

async function startOcct(module: WebAssembly.Module, memoryLimit: number): Promise<ThreadKernel> {
  const start = require("occt-import-js") as Start;
  const memory = { exhausted: false };
  const occt = await start({
    instantiateWasm: (imports, receive) => {
      const instance = new WebAssembly.Instance(module, limitMemory(imports, memoryLimit, memory));
      receive(instance);
      return instance.exports;
    },
    // Open CASCADE chats on standard output.
    print: () => undefined,
    printErr: () => undefined,
  });
  keepReaderUnoptimised(occt);
  const run = (what: () => OcctResult): OcctResult => {
    memory.exhausted = false;
    try {
      return what();
    } catch {
      // A C++ exception or a trap: both are opaque here, and leave the kernel's memory in no known state.
      if (memory.exhausted) throw tooMuchMemory(memoryLimit);
      throw gaveUp();
    }
  };
  return {
    mesh: ({ text, linearDeflection, angularDeflection }) => {
      const result = run(() =>
        occt.ReadStepFile(text, {
          linearUnit: "millimeter",
          linearDeflectionType: "absolute_value",
          linearDeflection,
          angularDeflection,
        }),
      );
      return (result.meshes ?? []).map(kernelMesh);
    },
    readWhole: ({ format, bytes }) => {
      const { success, root, meshes } = run(() =>
        format === "iges" ? occt.ReadIgesFile(bytes, WHOLE) : occt.ReadBrepFile(bytes, WHOLE),
      );
      if (!success || root === undefined || meshes === undefined) throw noGeometry();
      return {
        root: plainNode(root),
        meshes: meshes.map((mesh) => ({
          ...kernelMesh(mesh),
          name: mesh.name ?? "",
          ...(mesh.color === undefined ? {} : { colour: encoded(mesh.color) }),
          faceColours: mesh.brep_faces.map(({ color }) => (color == null ? undefined : encoded(color))),
        })),
      };
    },
  };
}

const WHOLE: WholeOptions = {
  linearUnit: "millimeter",
  linearDeflectionType: "bounding_box_ratio",
  linearDeflection: WHOLE_DEFLECTION.ratio,
  angularDeflection: WHOLE_DEFLECTION.angular,
};

/** Open CASCADE's colours are linear ones since 7.5 (Quantity_Color), whatever the file holds; IEC 61966-2-1. */
function encoded(colour: readonly number[]): readonly number[] {
  return colour.map((value) => {
    const shown = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
    // No more digits than the kernel's 32 bits have.
    return Math.round(shown * 1e6) / 1e6;
  });
}

/** The kernel's own objects can't cross to another thread. */
function plainNode({ name, meshes, children }: KernelNode): KernelNode {
  return { name, meshes: [...meshes], children: children.map(plainNode) };
}

/**
 * The reader of entities is one function of 276 KB (a case per type of entity). V8 finds it hot after
 * some fifty entities and spends 1.3 s of processor time and 150 MB on optimising it, which it never
 * earns back. Whether a function may be optimised is settled when it is first called: so that happens
 * here, with one entity, while optimising is held back; everything around the reader is called before.
 * The flag is the process's: what another thread calls for the first time in these milliseconds stays
 * unoptimised too, which costs it speed and nothing else, as would a V8 that has no such flag.
 */
function keepReaderUnoptimised(occt: Occt): void {
  const read = (data: string): OcctResult => occt.ReadStepFile(exchange(data), READ_ONLY);
  read("");
  setFlagsFromString("--wasm-tier-up-filter=0");
  try {
    read("#1=CARTESIAN_POINT('',(0.,0.,0.));");
  } finally {
    setFlagsFromString("--wasm-tier-up-filter=-1");
  }
}

const READ_ONLY: OcctOptions = {
  linearUnit: "millimeter",
  linearDeflectionType: "absolute_value",
  linearDeflection: 1,
  angularDeflection: 1,
};

function exchange(data: string): Uint8Array {
  return Buffer.from(
    `ISO-10303-21;HEADER;FILE_DESCRIPTION((''),'2;1');FILE_NAME('','',(''),(''),'','','');FILE_SCHEMA(('AUTOMOTIVE_DESIGN'));ENDSEC;DATA;${data}ENDSEC;END-ISO-10303-21;`,
  );
}

function kernelMesh({ attributes, index, brep_faces: faces }: OcctMesh): KernelMesh {
  return {
    positions: new Float64Array(attributes.position.array),
    normals: new Float64Array(attributes.normal?.array ?? []),
    indices: new Uint32Array(index.array),
    faceTriangles: Uint32Array.from(faces, ({ first, last }) => Math.max(0, last - first + 1)),
  };
}

/**
 * The module may grow to 2 GB, whatever resource limits its worker has. Just refusing to grow would be
 * caught inside, and cost faces in silence: its own abort is a trap that nothing inside can catch.
 */
function limitMemory(imports: Imports, limit: number, memory: { exhausted: boolean }): Imports {
  const named = (name: string): ((bytes?: number) => boolean) => {
    const found = Object.values(imports)
      .flatMap((functions) => Object.values(functions))
      .find((value) => typeof value === "function" && value.name === name);
    if (found === undefined) throw new Failure("bug", `the kernel has no ${name}`);
    return found as (bytes?: number) => boolean;
  };
  const grow = named("_emscripten_resize_heap");
  const abort = named("__abort_js");
  const growWithin = (bytes: number): boolean => {
    // A signed 32-bit number of WebAssembly.
    if (bytes >>> 0 <= limit) return grow(bytes);
    memory.exhausted = true;
    return abort();
  };
  const limited = Object.entries(imports).map(([space, functions]) => [
    space,
    Object.fromEntries(
      Object.entries(functions).map(([key, value]) => [key, value === grow ? growWithin : value]),
    ),
  ]);
  return Object.fromEntries(limited) as Imports;
}
