/**
 * Wavefront OBJ (Advanced Visualizer manual, appendix B1): polygons, lines and points. An object is a part, a group
 * with its material one face of it.
 */
import type { Colour } from "../../../../../../shared/model/cad.ts";
import { ImportError } from "../../../importer.ts";
import { GrowingFloats, GrowingIndices } from "../growing.ts";
import { checkTriangles, MOST_REJECTIONS } from "../limits.ts";
import type { ReadModel, ReadProblem } from "../read-model.ts";
import { nameText, textLines } from "../words.ts";
import { MOST_LIBRARIES } from "./libraries.ts";
import { readMaterials } from "./materials.ts";
import { tree, type Group, type Strokes } from "./parts.ts";
import { triangulate, type Corner } from "./polygon.ts";

/** Bytes of a material library that are read. */
export const MOST_LIBRARY = 16 * 1024 * 1024;
const MOST_HEAD = 4096;
/** Corners of one polygon. */
const MOST_CORNERS = 10_000;

/**
 * @param library bytes of a material library that lies beside the file, by its name
 * @throws ImportError where nothing can be drawn
 */
export async function readObj(
  bytes: Uint8Array,
  library: (name: string) => Promise<Uint8Array | undefined>,
): Promise<ReadModel> {
  const points = new GrowingFloats();
  const normals = new GrowingFloats();
  /** Three per point, NaN where it has none; as long as the points from the first that has one. */
  const tints = new GrowingFloats();
  const groups = new Map<string, Group>();
  const libraries = new Set<string>();
  const rejections: ReadProblem[] = [];
  const skipped = new Map<string, number>();
  const strokes = new Map<string, Strokes>();
  let [object, name, material] = ["", "", ""];
  let rejected = 0;
  let triangles = 0;
  let segments = 0;
  let head = "";
  let isHead = true;

  const reject = (line: number, text: string): void => {
    rejected += 1;
    if (rejections.length < MOST_REJECTIONS) rejections.push({ line, text });
  };
  const groupOf = (): Group => {
    const key = JSON.stringify([object, name, material]);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group = { object, name, material, points: new GrowingIndices(), normals: new GrowingFloats() };
    groups.set(key, group);
    return group;
  };
  const strokesOf = (): Strokes => {
    const key = JSON.stringify([object, material]);
    const known = strokes.get(key);
    if (known !== undefined) return known;
    const own = { object, material, ends: new GrowingIndices(), points: new GrowingIndices() };
    strokes.set(key, own);
    return own;
  };
  const addFace = (line: number, words: readonly string[]): void => {
    if (words.length < 3) return reject(line, "A face needs at least three corners: left out");
    if (words.length > MOST_CORNERS) return reject(line, `A face of ${words.length} corners is left out`);
    const own = words.map((word) => {
      const [point, , normal] = word.split("/");
      return { point: placeOf(point, points.length / 3), normal: placeOf(normal, normals.length / 3) };
    });
    const missing = words.find((_, at) => own[at]?.point === undefined);
    if (missing !== undefined)
      return reject(line, `A face names the vertex ${missing.slice(0, 40)}, which is not there: left out`);
    const corners = own.map(({ point = 0 }): Corner => [
      points.at(point * 3),
      points.at(point * 3 + 1),
      points.at(point * 3 + 2),
    ]);
    const cut = triangulate(corners);
    triangles += cut.length / 3;
    checkTriangles(triangles);
    const group = groupOf();
    for (const at of cut) {
      group.points.push(own[at]?.point ?? 0);
      group.normals.push(own[at]?.normal ?? -1);
    }
  };

  const addLine = (words: readonly string[]): void => {
    const own = words.map((word) => placeOf(word.split("/")[0], points.length / 3));
    segments += Math.max(0, own.length - 1);
    checkTriangles(segments);
    const { ends } = strokesOf();
    // A point that is not there ends one piece and begins another.
    own.slice(1).forEach((to, at) => {
      const from = own[at];
      if (from !== undefined && to !== undefined) ends.push(from, to);
    });
  };
  const addPoints = (words: readonly string[]): void => {
    segments += words.length;
    checkTriangles(segments);
    const own = strokesOf();
    for (const word of words) {
      const place = placeOf(word.split("/")[0], points.length / 3);
      if (place !== undefined) own.points.push(place);
    }
  };

  for (const { line, text } of textLines(bytes, true)) {
    const trimmed = text.trim();
    if (trimmed.startsWith("#") || trimmed === "") {
      if (isHead && head.length < MOST_HEAD) head += `${trimmed}\n`;
      continue;
    }
    isHead = false;
    const words = trimmed.split(/\s+/);
    const [keyword = ""] = words;
    const comment = words.findIndex((word) => word.startsWith("#"));
    switch (keyword) {
      case "v":
      case "vn": {
        const values = words.slice(1, 4).map(Number);
        const isSound = values.length === 3 && values.every(Number.isFinite);
        if (keyword === "v")
          addTint(tints, points.length, words.slice(4, comment < 0 ? 7 : Math.min(comment, 7)));
        // Kept in its place, for later lines count them.
        (keyword === "v" ? points : normals).push(...(isSound ? values : [NaN, NaN, NaN]));
        if (!isSound)
          reject(line, keyword === "v" ? "A vertex needs three numbers" : "A normal needs three numbers");
        break;
      }
      case "f":
      case "fo":
        addFace(line, words.slice(1, comment < 0 ? undefined : comment));
        break;
      case "o":
        [object, name] = [nameText(trimmed.slice(1)), ""];
        break;
      case "g":
        name = nameText(trimmed.slice(1));
        break;
      case "usemtl":
        material = nameText(trimmed.slice(6));
        break;
      case "mtllib":
        if (libraries.size < MOST_LIBRARIES) libraries.add(nameText(trimmed.slice(6)));
        break;
      case "l":
        addLine(words.slice(1, comment < 0 ? undefined : comment));
        break;
      case "p":
        addPoints(words.slice(1, comment < 0 ? undefined : comment));
        break;
      case "curv":
      case "surf":
        skipped.set(keyword, (skipped.get(keyword) ?? 0) + 1);
        break;
      default:
        break;
    }
  }
  const drawn = [...strokes.values()].filter((own) => own.ends.length + own.points.length > 0);
  if (groups.size === 0 && drawn.length === 0)
    throw new ImportError(
      skipped.size > 0
        ? "The OBJ file has free-form surfaces only, which are not read: export it as polygons."
        : "The OBJ file has no face that can be read.",
      rejections[0]?.line,
    );

  const problems: string[] = [];
  const colours = new Map<string, Colour>();
  for (const wanted of libraries) {
    const found = await library(wanted);
    if (found === undefined) {
      problems.push(`Its colours lie in ${wanted}, which is not beside it.`);
      continue;
    }
    const { colours: own, hasTextures } = readMaterials(found);
    for (const [key, colour] of own) colours.set(key, colour);
    if (hasTextures) problems.push("Pictures on its surfaces are not drawn.");
  }
  problems.push(...leftOut(skipped));
  if (rejected > rejections.length)
    problems.push(`${rejected - rejections.length} more lines could not be read.`);
  const full = tints.length === 0 ? undefined : fullTint(tints);
  const { parts, nodes } = tree([...groups.values()], drawn, { points, normals, tints, full }, colours);
  return {
    schema: "OBJ",
    parts,
    nodes,
    problems,
    remarks: ["OBJ states neither unit nor axes: its numbers are taken as millimetres, with z up."],
    rejections,
    head: head.trim(),
  };
}

/** From 0; OBJ counts from 1, or back from the last with negative numbers. */
function placeOf(word: string | undefined, count: number): number | undefined {
  const value = Number(word === "" ? NaN : word);
  if (!Number.isInteger(value) || value === 0) return undefined;
  const place = value > 0 ? value - 1 : count + value;
  return place >= 0 && place < count ? place : undefined;
}

function leftOut(skipped: ReadonlyMap<string, number>): readonly string[] {
  const surfaces = (skipped.get("curv") ?? 0) + (skipped.get("surf") ?? 0);
  return surfaces > 0 ? [`${surfaces} free-form curves and surfaces are not drawn.`] : [];
}

/**
 * Red, green and blue behind a point's place: a convention of scanners and sculpting programs, 0…1 in sRGB.
 * @param length of the points before this one
 */
function addTint(tints: GrowingFloats, length: number, words: readonly string[]): void {
  const values = words.length === 3 ? words.map(Number) : [];
  const isTint = values.length === 3 && values.every(Number.isFinite);
  if (!isTint && tints.length === 0) return;
  while (tints.length < length) tints.push(NaN, NaN, NaN);
  tints.push(...(isTint ? values : [NaN, NaN, NaN]));
}

/** Some programs count to 255. */
function fullTint(tints: GrowingFloats): number {
  const most = tints.values().reduce((largest, value) => (value > largest ? value : largest), 0);
  return most > 1.5 ? 255 : 1;
}
