/** What a reader of a mesh format gave, as the model that is stored and drawn. */
import type { CadModel, CadNode, CadPart } from "../../../../../shared/model/cad.ts";
import { distinctNumbers } from "../identity/distinct-numbers.ts";
import { meshShape } from "../identity/mesh-shape.ts";
import { shapeKeys } from "../identity/shape-key.ts";
import type { BomLine } from "../structure/cad-structure.ts";
import { occurrenceNames, pathStep } from "../structure/occurrence-names.ts";
import { colourOfAll, crosses, withCurves } from "./curve-mesh.ts";
import { faceMesh } from "./face-mesh.ts";
import { partNumbers } from "./part-numbers.ts";
import type { ReadModel, ReadPart } from "./read-model.ts";

export interface BuiltModel {
  readonly model: CadModel;
  readonly bomLines: readonly BomLine[];
}

/**
 * @param stem the file's name without its ending: names what has no name
 * @param rootNumber of the part that the whole file is, where it is known from elsewhere
 */
export function buildModel(read: ReadModel, stem: string, rootNumber?: string): BuiltModel {
  const named = partNumbers(read, stem, rootNumber);
  const meshed = read.parts.map(meshPart);
  const shapes = shapeKeys(
    read.nodes,
    meshed.map(({ mesh }) => meshShape(mesh)),
  );
  const numbers = distinctNumbers(
    named.map(({ number }, part) => ({ number, shape: shapes[part] ?? { coarse: "", exact: "" } })),
  );
  const parts = meshed.map((part, at): CadPart => {
    const { revision, layers } = read.parts[at] ?? {};
    return {
      ...part,
      number: numbers[at] ?? "",
      name: named[at]?.name ?? "",
      ...(revision === undefined ? {} : { revision }),
      ...(layers === undefined || layers.length === 0 ? {} : { layers }),
    };
  });
  const nodes = nameNodes(read, parts);
  const partProblems = parts.flatMap(({ number, problem }) =>
    problem === undefined ? [] : [`${number}: ${problem}`],
  );
  const { schema, originatingSystem, exportedAt } = read;
  return {
    model: {
      schema,
      ...(originatingSystem === undefined ? {} : { originatingSystem }),
      ...(exportedAt === undefined ? {} : { exportedAt }),
      parts,
      nodes,
      problems: [...read.problems, ...partProblems],
    },
    bomLines: countLines(nodes),
  };
}

function meshPart(part: ReadPart): Omit<CadPart, "number" | "name"> {
  const { faces, points = [], problem: stated } = part;
  const { mesh: faced, unsound } = faces.length === 0 ? { mesh: undefined, unsound: 0 } : faceMesh(faces);
  const lines = part.curves ?? [];
  const marks = crosses(points, [faced?.positions ?? [], ...lines.map(({ segments }) => segments)]);
  const curves = [...lines, ...marks.curves];
  const mesh = withCurves(faced, curves);
  const colour = faced === undefined && mesh?.curves === undefined ? colourOfAll(curves) : undefined;
  const surfaces =
    faced !== undefined || faces.length === 0
      ? undefined
      : mesh === undefined
        ? "It can't be drawn: none of its triangles is sound."
        : "Its surfaces can't be drawn: none of its triangles is sound.";
  const met = [
    stated,
    surfaces,
    faced === undefined || unsound === 0
      ? undefined
      : `It is drawn without ${unsound} triangles that name no sound point.`,
    marks.left === 0 ? undefined : `Of its points ${marks.left} are not drawn.`,
  ];
  const problem = met.filter((text) => text !== undefined).join(" ");
  return {
    ...(mesh === undefined ? {} : { mesh }),
    ...(mesh === undefined || colour === undefined ? {} : { colour }),
    ...(problem === "" ? {} : { problem }),
  };
}

/** Occurrence names unique among siblings, and the paths that they make. */
function nameNodes({ nodes }: ReadModel, parts: readonly CadPart[]): readonly CadNode[] {
  const siblings = new Map<number, number[]>();
  nodes.forEach(({ parent }, node) => {
    const list = siblings.get(parent);
    if (list === undefined) siblings.set(parent, [node]);
    else list.push(node);
  });
  const names: string[] = [];
  for (const list of siblings.values()) {
    const own = occurrenceNames(
      list.map((node) => {
        const { name, part = -1, transform = [] } = nodes[node] ?? {};
        const { number = "", revision } = parts[part] ?? {};
        const clean = name
          ?.replace(/[\s\p{Cc}]+/gu, " ")
          .trim()
          .slice(0, 200);
        return {
          designator: undefined,
          name: clean === "" ? undefined : clean,
          key: undefined,
          number,
          revision,
          transform,
        };
      }),
    );
    list.forEach((node, at) => {
      names[node] = own[at] ?? "";
    });
  }
  const paths: string[] = [];
  return nodes.map(({ parent, part, transform, isHidden }, node): CadNode => {
    const occurrence = names[node] ?? "";
    const step = pathStep(occurrence);
    const path = parent < 0 ? step : `${paths[parent]}/${step}`;
    paths.push(path);
    return {
      parent,
      part,
      occurrence,
      path,
      transform,
      ...(isHidden === undefined ? {} : { hidden: isHidden }),
    };
  });
}

/** One line per parent part and child part, from the first place of the parent. */
function countLines(nodes: readonly CadNode[]): readonly BomLine[] {
  const shown = new Map<number, number>();
  nodes.forEach(({ part }, node) => {
    if (!shown.has(part)) shown.set(part, node);
  });
  const lines = new Map<string, { parent: number; child: number; names: string[] }>();
  for (const { parent, part, occurrence } of nodes) {
    const above = nodes[parent]?.part;
    if (above === undefined || shown.get(above) !== parent) continue;
    const key = `${above} ${part}`;
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { parent: above, child: part, names: [occurrence] });
    else line.names.push(occurrence);
  }
  return [...lines.values()].map(({ parent, child, names }) => ({
    parent,
    child,
    quantity: names.length,
    occurrenceNames: names,
  }));
}
