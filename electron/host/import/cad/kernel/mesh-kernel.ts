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
  },
} as const;

export interface KernelWorkerData {
  readonly module: WebAssembly.Module;
  /** Bytes the kernel's own memory may grow to. */
  readonly memoryLimit: number;
}
