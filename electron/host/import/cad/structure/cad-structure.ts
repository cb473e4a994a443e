/**
 * From instances to a product's structure: unique parts with what is to be meshed of each, and the
 * tree of occurrences (ISO 10303-41, -42, -43, -44, -46). Lengths are mm, angles radians.
 */
import type { CadNode, Colour, Surface } from "../../../../../shared/model/cad.ts";
import type { ExchangeFile } from "../part21/exchange-file.ts";
import { bomLines } from "./bom-lines.ts";
import { readExternalFiles } from "./external-files.ts";
import { statedFindNumbers } from "./find-numbers.ts";
import { occurrenceColours } from "./occurrence-colours.ts";
import { readOccurrences, readPlacements } from "./occurrences.ts";
import { hasDrawnCurves, partProblem } from "./part-problem.ts";
import type { CurveItem } from "./curves.ts";
import type { FaceColours, HiddenFaces } from "./face-styles.ts";
import type { PartShape, Tessellation } from "./part-shape.ts";
import { readProducts, shapesByDefinition } from "./products.ts";
import { readRepresentations } from "./representations.ts";
import { schemaName } from "./schema-name.ts";
import { readShapes } from "./shapes.ts";
import { damage, foreignContent, sharedNumbers } from "./structure-problems.ts";
import { readStyles } from "./styled-items.ts";
import { styledParts } from "./styled-parts.ts";
import { branches, paint, unfold, type Place } from "./tree.ts";
import { unitReader } from "./units.ts";
import { readUsages } from "./usages.ts";

export interface CadBody {
  /** Root items to be meshed together (MANIFOLD_SOLID_BREP, SHELL_BASED_SURFACE_MODEL …), by #id. */
  readonly items: readonly number[];
  /** Representation context (with its units) that the items are written in, by #id. */
  readonly context: number;
  /** Length unit of that context in mm, plane angle unit in radians. */
  readonly lengthUnit: number;
  readonly angleUnit: number;
  /** Column-major 4 × 4 within the part, mm; absent: identity (a MAPPED_ITEM inside a part, or a shape related by a transformation). */
  readonly transform?: readonly number[];
}

export interface CadFaceSource {
  /** #id of the ADVANCED_FACE or FACE_SURFACE, in shell order over all items of the body. */
  readonly id: number;
  readonly colour?: Colour;
  readonly name?: string;
  /** Exact surface, mm and radians, in the part's own coordinates (the body's transform applied). */
  readonly surface?: Surface;
}

export interface StructureBody extends CadBody {
  readonly faces: readonly CadFaceSource[];
}

export interface StructurePart {
  /** #id of its product definition: what else the file says of it hangs there. -1 for geometry without any product. */
  readonly definition: number;
  /** Product id (ISO 10303-41 product.id); its name where the id is blank. */
  readonly number: string;
  readonly name: string;
  readonly revision?: string;
  readonly colour?: Colour;
  readonly bodies: readonly StructureBody[];
  /** Bodies that the file marks hidden, and how many it says there are. */
  readonly hidden?: { readonly count: number; readonly bodies: readonly StructureBody[] };
  /** Drawn where it has no bodies. */
  readonly tessellations?: readonly Tessellation[];
  /** Drawn besides, or alone. */
  readonly curves?: readonly CurveItem[];
  /** Name of the file that holds its shape, where that is not this one. */
  readonly externalFile?: string;
  /** Said where the part has something that can't be drawn (tessellated only, curves only, external …). */
  readonly problem?: string;
}

export interface BomLine {
  /** Indices into `parts`. */
  readonly parent: number;
  readonly child: number;
  readonly quantity: number;
  readonly findNumber?: string;
  /** Of the nodes that the line stands for, as `CadNode.occurrence`; empty where only a quantity is given. */
  readonly occurrenceNames: readonly string[];
}

export interface CadStructure {
  /** For example `AP214`. */
  readonly schema: string;
  readonly originatingSystem?: string;
  /** The file's own time stamp, verbatim. */
  readonly exportedAt?: string;
  readonly parts: readonly StructurePart[];
  /** Pre-order; occurrence names unique among siblings. */
  readonly nodes: readonly CadNode[];
  /** Of single faces of single occurrences, by index of the node; equal ones of a part are the same object. */
  readonly faceColours: ReadonlyMap<number, FaceColours>;
  /** Faces that single occurrences hide, by index of the node; equal ones of a part are the same object. */
  readonly hiddenFaces: ReadonlyMap<number, HiddenFaces>;
  readonly bomLines: readonly BomLine[];
  readonly problems: readonly string[];
  /** See CadModel. */
  readonly remarks: readonly string[];
}

/**
 * Never throws: what can't be read is said in `problems` or by the part.
 * @param fileName names the part of a file without any product; absent: the name in the file's header
 */
export function readStructure(file: ExchangeFile, fileName = file.header.fileName): CadStructure {
  const unitsOf = unitReader(file);
  const representations = readRepresentations(file, unitsOf);
  const statedShapes = shapesByDefinition(file);
  const placements = readPlacements(file, statedShapes);
  const styles = readStyles(file, (representation) => placements.contexts.has(representation));
  const all = readProducts(file);
  const { usages, makings, problems: usageProblems } = readUsages(file, all);

  const { products, shapes, owners, metBy, showsHidden, problems } = readShapes({
    file,
    fileName,
    representations,
    unitsOf,
    styles,
    placements,
    products: new Map([...all].filter(([, { isDocument }]) => !isDocument)),
  });

  const { occurrences, problems: placementProblems } = readOccurrences(
    { file, representations, placements, shapes, usageShapes: statedShapes, owners },
    usages,
  );
  const tree = branches(occurrences, products);
  const inTree = new Set(occurrences.flatMap(({ parent, child }) => [parent, child]));
  const shown = [...products.values()].filter(
    ({ id, hasShape, external }) => hasShape || external || inTree.has(id),
  );
  const definitions = (shown.length > 0 ? shown : [...products.values()]).map(({ id }) => id);
  const partIndex = new Map(definitions.map((definition, index) => [definition, index]));

  const externalFiles = readExternalFiles(file);
  const parts = definitions.map((definition): StructurePart => {
    const product = products.get(definition);
    const shape = shapes.get(definition);
    const externalFile = externalFiles.get(definition);
    const isElsewhere = externalFile !== undefined && (shape?.bodies.length ?? 0) === 0;
    const problem = partProblem({
      shape,
      hasChildren: tree.has(definition),
      external: product?.external === true,
      externalFile,
    });
    return {
      definition,
      number: product?.number ?? "",
      name: product?.name ?? "",
      ...(product?.revision === undefined ? {} : { revision: product.revision }),
      ...(shape?.colour === undefined ? {} : { colour: shape.colour }),
      bodies: shape?.bodies ?? [],
      ...(shape === undefined || shape.hidden === 0 || showsHidden
        ? {}
        : { hidden: { count: shape.hidden, bodies: shape.hiddenBodies } }),
      ...(shape === undefined || shape.tessellations.length === 0
        ? {}
        : { tessellations: shape.tessellations }),
      ...(hasDrawnCurves(shape, tree.has(definition)) && !isElsewhere ? { curves: shape.curves } : {}),
      ...(isElsewhere ? { externalFile } : {}),
      ...(problem === undefined ? {} : { problem }),
    };
  });

  const { places, problems: treeProblems } = unfold({ products, branches: tree, parts: definitions });
  const {
    colours,
    faceColours,
    problems: colourProblems,
    hidden: hiddenPlaces,
    hiddenFaces,
    partlyHidden,
  } = occurrenceColours(places, styles, placements, styledParts(file, shapes, metBy));
  // Hiding everything would show nothing.
  const showsPlaces = hiddenPlaces.size > 0 && !isAnythingSeen(places, hiddenPlaces, shapes);
  const schema = schemaName(file.header.schemas);
  return {
    schema,
    ...(file.header.originatingSystem === undefined
      ? {}
      : { originatingSystem: file.header.originatingSystem }),
    ...(file.header.timeStamp === undefined ? {} : { exportedAt: file.header.timeStamp }),
    parts,
    nodes: paint(places, colours, showsPlaces ? new Set() : hiddenPlaces),
    faceColours,
    hiddenFaces,
    bomLines: bomLines({ branches: tree, makings, findNumbers: statedFindNumbers(file), partIndex }),
    problems: [
      ...foreignContent(file, schema, parts),
      ...problems,
      ...usageProblems,
      ...placementProblems,
      ...treeProblems,
      ...colourProblems,
      ...sharedNumbers(parts),
      ...damage(file),
    ],
    remarks: [
      ...(showsHidden || showsPlaces
        ? ["Everything in the file is marked hidden: it is shown all the same."]
        : []),
      ...partlyHiddenRemark(partlyHidden.bodies, "bodies"),
      ...partlyHiddenRemark(partlyHidden.faces, "faces"),
    ],
  };
}

function partlyHiddenRemark(count: number, what: "bodies" | "faces"): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${what} are hidden in single occurrences of their part: they are shown all the same.`];
}

/** Some place with a shape is neither hidden nor below one that is. */
function isAnythingSeen(
  places: readonly Place[],
  hidden: ReadonlySet<number>,
  shapes: ReadonlyMap<number, PartShape>,
): boolean {
  const isOut = new Uint8Array(places.length);
  return places.some(({ parent, definition }, index) => {
    if (hidden.has(index) || isOut[parent] === 1) isOut[index] = 1;
    const shape = shapes.get(definition);
    const isDrawn = shape !== undefined && shape.bodies.length + shape.tessellations.length > 0;
    return isOut[index] === 0 && isDrawn;
  });
}
