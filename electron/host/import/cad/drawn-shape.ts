/** What is drawn of a part of a STEP file: its exact shape or its triangles, and its curves and points. */
import { isCurves, type CadMesh, type Colour } from "../../../../shared/model/cad.ts";
import { colourOfAll, crosses, withCurves, type ColouredCurves } from "./mesh-formats/curve-mesh.ts";
import type { MeshedPart } from "./mesh/mesh-parts.ts";
import type { SourcedMesh } from "./mesh/occurrence-faces.ts";
import type { ExchangeFile } from "./part21/exchange-file.ts";
import type { StructurePart } from "./structure/cad-structure.ts";
import { curveSegments, type CurveItem, type DrawnCurves } from "./structure/curves.ts";
import { tessellatedMesh } from "./tessellation/tessellated-mesh.ts";

export interface DrawnShape extends Pick<MeshedPart, "problem">, SourcedMesh {
  /** These are triangles that the file has itself. */
  readonly isByTriangles: boolean;
  /** Of curves that are all that it has. */
  readonly colour?: Colour;
}

type Source = Pick<StructurePart, "bodies" | "tessellations" | "curves" | "colour">;

/** Its surfaces with its curves, once those are there: of a part that is still to be meshed nothing is drawn. */
export function drawnShape(
  file: ExchangeFile,
  { bodies, tessellations = [], curves, colour: partColour }: Source,
  own: MeshedPart | undefined,
): DrawnShape {
  const isPending = bodies.length > 0 && own === undefined;
  const shape = surfaces(file, { bodies, tessellations }, own, partColour);
  if (curves === undefined || isPending) return shape;
  const { mesh, colour, problem: left } = lined(file, curves, shape.mesh);
  const isAlone = bodies.length + tessellations.length === 0;
  const without = shape.problem?.replace(/^It can't be drawn/, "Its surfaces can't be drawn");
  const problem = [mesh === undefined || isAlone ? shape.problem : without, left]
    .filter((text) => text !== undefined)
    .join(" ");
  return {
    sources: shape.sources,
    isByTriangles: shape.isByTriangles,
    ...(mesh === undefined ? {} : { mesh }),
    ...(colour === undefined ? {} : { colour }),
    ...(problem === "" ? {} : { problem }),
  };
}

/** Its exact shape, or where there is none, or no kernel can draw it, its triangles. */
function surfaces(
  file: ExchangeFile,
  { bodies, tessellations = [] }: Pick<Source, "bodies" | "tessellations">,
  own: MeshedPart | undefined,
  partColour?: Colour,
): DrawnShape {
  const isPending = bodies.length > 0 && own === undefined;
  if (own?.mesh !== undefined || isPending || tessellations.length === 0) {
    const { mesh, problem } = own ?? {};
    return {
      ...(mesh === undefined ? {} : { mesh }),
      ...(problem === undefined ? {} : { problem }),
      sources: (own?.sources ?? []).map((id) => (id === undefined ? [] : [id])),
      isByTriangles: false,
    };
  }
  const drawn = tessellatedMesh(file, tessellations, partColour);
  if (drawn.mesh === undefined && own !== undefined) return surfaces(file, { bodies }, own);
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

interface Lined extends Pick<DrawnShape, "colour" | "problem"> {
  readonly mesh?: CadMesh;
}

interface Lines {
  readonly drawn: readonly DrawnCurves[];
  readonly left: number;
  /** With the surfaces that were there last. */
  last?: { readonly surfaces: CadMesh | undefined; readonly lined: Lined };
}

/** A model is put together anew whenever more of its parts are meshed. */
const known = new WeakMap<readonly CurveItem[], Lines>();

function lined(file: ExchangeFile, items: readonly CurveItem[], surfaces: CadMesh | undefined): Lined {
  const lines: Lines = known.get(items) ?? curveSegments(file, items);
  known.set(items, lines);
  if (lines.last === undefined || lines.last.surfaces !== surfaces)
    lines.last = { surfaces, lined: withLines(lines, surfaces) };
  return lines.last.lined;
}

function withLines({ drawn, left }: Lines, surfaces: CadMesh | undefined): Lined {
  const curves = drawn.map(({ segments, colour }): ColouredCurves => ({
    segments,
    ...(colour === undefined ? {} : { colour }),
  }));
  const marks = crosses(drawn, [surfaces?.positions ?? [], ...drawn.map(({ segments }) => segments)]);
  const all = [...curves, ...marks.curves];
  const mesh = withCurves(surfaces, all);
  const isAlone = mesh !== undefined && isCurves(mesh);
  const colour = isAlone && mesh.curves === undefined ? colourOfAll(all) : undefined;
  const said = [
    ...(mesh === undefined ? ["It has only curves that can't be drawn."] : []),
    ...(left > 0 && mesh !== undefined ? [`It is drawn without ${left} curves that can't be read.`] : []),
    ...(marks.left > 0 ? [`Of its points ${marks.left} are not drawn.`] : []),
  ];
  return {
    ...(mesh === undefined ? {} : { mesh }),
    ...(colour === undefined ? {} : { colour }),
    ...(said.length === 0 ? {} : { problem: said.join(" ") }),
  };
}
