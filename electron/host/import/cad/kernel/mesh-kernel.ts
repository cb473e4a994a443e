/**
 * The one interface of what turns exact geometry into triangles. Everything around it (structure,
 * names, colours, units of the tree) is read by this program itself, so that another kernel can take
 * the place of today's.
 */
import * as v from "valibot";
import { call } from "../../../../../shared/rpc/service.ts";

export interface MeshRequest {
  /** A whole exchange structure (ISO 10303-21) with one product. */
  readonly text: Uint8Array;
  /** How far a chord may stand off its curve, mm. */
  readonly linearDeflection: number;
  /** How far two neighbouring segments may turn, radians. */
  readonly angularDeflection: number;
}

/** One solid, one shell that bounds no solid, or all loose faces: in this order. */
export interface KernelMesh {
  /** x, y, z per vertex, mm. */
  readonly positions: Float64Array;
  /** Per vertex, outward; empty where the kernel gave none. */
  readonly normals: Float64Array;
  readonly indices: Uint32Array;
  /** Triangles of each B-rep face in the kernel's order; 0 where a face could not be meshed. */
  readonly faceTriangles: Uint32Array;
}

/** A whole file of a format that this program does not scan itself. */
export interface WholeFileRequest {
  readonly format: "iges" | "brep";
  readonly bytes: Uint8Array;
}

export interface KernelNode {
  readonly name: string;
  /** Indices into the scene's meshes. */
  readonly meshes: readonly number[];
  readonly children: readonly KernelNode[];
}

export interface KernelScene {
  readonly root: KernelNode;
  readonly meshes: readonly (KernelMesh & {
    readonly name: string;
    /** Red, green, blue, sRGB, 0…1: of the whole, and of each face that has its own. */
    readonly colour?: readonly number[];
    readonly faceColours: readonly (readonly number[] | undefined)[];
  })[];
}

export interface WholeFileKernel {
  /**
   * Everything placed in the file's own space, mm; the deflection is a thousandth of the mean extent.
   * @throws Failure as `MeshKernel.mesh` does
   */
  readWhole(request: WholeFileRequest, signal: AbortSignal): Promise<KernelScene>;
}

export interface MeshKernel {
  /**
   * No mesh at all where the kernel finds no geometry in the text.
   * @throws Failure `invalid` (it gave up on the geometry), `limit` (too long, too much memory), `offline` (it crashed); the signal's reason when cancelled
   */
  mesh(request: MeshRequest, signal: AbortSignal): Promise<readonly KernelMesh[]>;
}

/** What a kernel worker does for its pool. Internal, so inputs are typed, not checked again. */
export const kernelContract = {
  kernel: {
    mesh: call<readonly KernelMesh[]>()(v.custom<MeshRequest>(() => true)),
    readWhole: call<KernelScene>()(v.custom<WholeFileRequest>(() => true)),
  },
} as const;

/** A kernel on a thread of its own: it runs until done, and only a worker should ask it anything. */
export interface ThreadKernel {
  mesh(request: MeshRequest): readonly KernelMesh[];
  /** @throws Failure `refused` for a format that this kernel does not read */
  readWhole(request: WholeFileRequest): KernelScene;
}

/** A library that can be such a kernel. */
export interface KernelLibrary {
  /** Of this installation: not every kernel is part of the product. */
  isPresent(): boolean;
  readonly wholeFormats: readonly WholeFileRequest["format"][];
  /** Compiled once per process: threads that get the same module share its machine code, tiers and all. */
  compile(): Promise<WebAssembly.Module>;
  /** @param memoryLimit bytes its memory may grow to; beyond it a text fails whole, with `limit` */
  start(module: WebAssembly.Module, memoryLimit: number): Promise<ThreadKernel>;
}

export const KERNEL_NAMES = ["occt-import-js", "replicad"] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];

export interface KernelWorkerData {
  readonly kernel: KernelName;
  readonly module: WebAssembly.Module;
  /** Bytes the kernel's own memory may grow to. */
  readonly memoryLimit: number;
}
