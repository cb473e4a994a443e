/** What is drawn of a part of a STEP file: its exact shape, its triangles or its curves. */
import type { CadMesh } from "../../../../shared/model/cad.ts";
import { curveMesh } from "./mesh-formats/curve-mesh.ts";
import type { MeshedPart } from "./mesh/mesh-parts.ts";
import type { SourcedMesh } from "./mesh/occurrence-faces.ts";
import type { ExchangeFile } from "./part21/exchange-file.ts";
import type { StructurePart } from "./structure/cad-structure.ts";
import { curveSegments, type CurveItem } from "./structure/curves.ts";
import { tessellatedMesh } from "./tessellation/tessellated-mesh.ts";

export interface DrawnShape extends Pick<MeshedPart, "problem">, SourcedMesh {
  /** These are triangles that the file has itself. */
  readonly isByTriangles: boolean;
}

/** Its exact shape, or where there is none, or no kernel can draw it, its triangles; without any surface its curves. */
export function drawnShape(
  file: ExchangeFile,
  { bodies, tessellations = [], curves }: Pick<StructurePart, "bodies" | "tessellations" | "curves">,
  own: MeshedPart | undefined,
): DrawnShape {
  const isPending = bodies.length > 0 && own === undefined;
  if (own?.mesh !== undefined || isPending || tessellations.length === 0) {
    const { mesh, problem } = own ?? (curves === undefined ? {} : wireOf(file, curves));
    return {
      ...(mesh === undefined ? {} : { mesh }),
      ...(problem === undefined ? {} : { problem }),
      sources: (own?.sources ?? []).map((id) => (id === undefined ? [] : [id])),
      isByTriangles: false,
    };
  }
  const drawn = tessellatedMesh(file, tessellations);
  if (drawn.mesh === undefined && own !== undefined) return drawnShape(file, { bodies }, own);
  const why = own?.problem?.replace(
    /^It can't be drawn/,
    "Its exact shape can't be drawn, its triangles are",
  );
  const problem = [why, drawn.problem].filter((text) => text !== undefined).join(" ");
  return {
    ...(drawn.mesh === undefined ? {} : { mesh: drawn.mesh }),
    ...(problem === "" ? {} : { problem }),
    sources: drawn.sources,
    isByTriangles: true,
  };
}

interface Wire {
  readonly mesh?: CadMesh;
  readonly problem?: string;
}

/** A model is put together anew whenever more of its parts are meshed. */
const wires = new WeakMap<readonly CurveItem[], Wire>();

function wireOf(file: ExchangeFile, items: readonly CurveItem[]): Wire {
  const wire = wires.get(items) ?? wireFrom(file, items);
  wires.set(items, wire);
  return wire;
}

function wireFrom(file: ExchangeFile, items: readonly CurveItem[]): Wire {
  const { segments, left } = curveSegments(file, items);
  const mesh = curveMesh(segments);
  if (mesh === undefined) return { problem: "It has only points, or curves that can't be drawn." };
  return { mesh, ...(left > 0 ? { problem: `It is drawn without ${left} curves that can't be read.` } : {}) };
}
