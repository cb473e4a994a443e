/** The model of a STEP file from its structure, its meshes, and what else it says of its parts. */
import {
  isCurves,
  type CadModel,
  type CadPart,
  type PartCharacteristic,
} from "../../../../shared/model/cad.ts";
import { drawnShape, type DrawnShape } from "./drawn-shape.ts";
import type { MeshedParts } from "./mesh/mesh-parts.ts";
import { withFaceColours, withHiddenFaces } from "./mesh/occurrence-faces.ts";
import type { ExchangeFile } from "./part21/exchange-file.ts";
import type { PartPmi, Pmi } from "./pmi/read-pmi.ts";
import type { CadStructure, StructurePart } from "./structure/cad-structure.ts";
import { isA } from "./structure/instances.ts";
import { TESSELLATED_TOO } from "./structure/part-problem.ts";
import { readLayers } from "./structure/layers.ts";
import { compareProperties, validationProblem } from "./validation/compare.ts";
import { readStatedProperties } from "./validation/stated-properties.ts";

export function assembleModel(
  file: ExchangeFile,
  structure: CadStructure,
  meshed: MeshedParts,
  pmi: Pmi,
): CadModel {
  const { schema, originatingSystem, exportedAt, remarks } = structure;
  const shapes = new Map<number, DrawnShape>();
  const layers = readLayers(file, structure.parts);
  const properties = readStatedProperties(file);
  const parents = new Set(structure.nodes.map(({ parent }) => structure.nodes[parent]?.part));
  const parts = structure.parts.map((source, index): CadPart => {
    const {
      bodies: _bodies,
      hidden: stowed,
      externalFile: _file,
      tessellations: _tessellations,
      curves: _curves,
      definition,
      problem: said,
      ...part
    } = source;
    const own = meshed.shown.get(index);
    const hidden = meshed.hidden.get(index);
    const shape = drawnShape(file, source, own);
    shapes.set(index, shape);
    const { mesh, sources, problem: met, isByTriangles, colour } = shape;
    // It is drawn by them.
    const stated = isByTriangles ? said?.replace(TESSELLATED_TOO, "").trim() : said;
    const computed = properties.get(definition);
    // An assembly's values are of all that it holds, a surface's volume of nothing.
    const isComparable =
      mesh !== undefined &&
      !isCurves(mesh) &&
      !parents.has(index) &&
      met === undefined &&
      isSolid(file, source);
    const validation =
      isComparable && computed !== undefined ? compareProperties(computed, mesh, own?.deflection ?? 0) : [];
    const hiddenProblem =
      hidden?.problem === undefined ? undefined : `Of its hidden bodies: ${hidden.problem}`;
    const problem = [stated, met, hiddenProblem, validationProblem(validation)]
      .filter((text) => text !== undefined && text !== "")
      .join(" ");
    const characteristics = (pmi.parts.get(index) ?? []).map((item) => withFaces(item, sources));
    return {
      ...part,
      ...(colour === undefined ? {} : { colour }),
      ...(mesh === undefined ? {} : { mesh }),
      ...(stowed === undefined
        ? {}
        : {
            hidden: {
              count: stowed.count,
              ...(hidden?.mesh === undefined ? {} : { mesh: hidden.mesh }),
            },
          }),
      ...(problem === "" ? {} : { problem }),
      ...(characteristics.length === 0 ? {} : { characteristics }),
      ...(validation.length === 0 ? {} : { validation }),
      ...((layers[index]?.length ?? 0) === 0 ? {} : { layers: layers[index] ?? [] }),
    };
  });
  const meshOf = (part: number): DrawnShape | undefined => shapes.get(part);
  const coloured = withFaceColours(structure.nodes, structure.faceColours, meshOf);
  const { nodes, problems: hidingProblems } = withHiddenFaces(coloured.nodes, structure.hiddenFaces, meshOf);
  const partProblems = parts.flatMap(({ number, problem }) =>
    problem === undefined ? [] : [`${number}: ${problem}`],
  );
  return {
    schema,
    ...(originatingSystem === undefined ? {} : { originatingSystem }),
    ...(exportedAt === undefined ? {} : { exportedAt }),
    parts,
    nodes,
    problems: [
      ...structure.problems,
      ...coloured.problems,
      ...hidingProblems,
      ...pmi.problems,
      ...partProblems,
    ],
    ...(remarks.length === 0 ? {} : { remarks }),
  };
}

function withFaces(
  { surfaces: _surfaces, faces, remark: _remark, ...item }: PartPmi,
  sources: readonly (readonly number[])[],
): PartCharacteristic {
  const wanted = new Set(faces);
  return {
    ...item,
    faces: sources.flatMap((ids, face) => (ids.some((id) => wanted.has(id)) ? [face] : [])),
  };
}

const SOLIDS = ["MANIFOLD_SOLID_BREP", "BREP_WITH_VOIDS", "FACETED_BREP"];

function isSolid(file: ExchangeFile, { bodies }: StructurePart): boolean {
  return bodies.every(({ items }) => items.every((item) => SOLIDS.some((kind) => isA(file, item, kind))));
}
