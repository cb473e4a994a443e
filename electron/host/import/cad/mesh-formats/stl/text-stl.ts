/** Text STL: `solid name`, facets of three `vertex x y z`, `endsolid`; several solids may follow each other. */
import { ImportError } from "../../../importer.ts";
import { GrowingFloats } from "../growing.ts";
import { checkTriangles, MOST_REJECTIONS } from "../limits.ts";
import type { ReadFace, ReadProblem } from "../read-model.ts";
import { nameText, textLines } from "../words.ts";
import type { StlSolids } from "./binary-stl.ts";

interface Solid {
  readonly name: string;
  readonly values: GrowingFloats;
}

/** @throws ImportError where not one facet is sound */
export function readTextStl(bytes: Uint8Array): StlSolids & { readonly rejections: readonly ReadProblem[] } {
  const solids: Solid[] = [];
  const rejections: ReadProblem[] = [];
  let unsound = 0;
  let open: { readonly line: number; readonly corners: number[]; isSound: boolean } | undefined;
  let isOpenSolid = false;
  let triangles = 0;
  const reject = (line: number, text: string): void => {
    unsound += 1;
    if (rejections.length < MOST_REJECTIONS) rejections.push({ line, text });
  };
  for (const { line, text } of textLines(bytes)) {
    const words = text.trim().split(/\s+/);
    switch (words[0]?.toLowerCase()) {
      case "solid":
        solids.push({ name: nameText(text.trim().slice(5)), values: new GrowingFloats() });
        isOpenSolid = true;
        break;
      case "facet":
        if (open !== undefined) reject(open.line, "A facet is not closed: left out");
        open = { line, corners: [], isSound: true };
        break;
      case "vertex": {
        if (open === undefined) break;
        const values = words.slice(1, 4).map(Number);
        if (values.length === 3 && values.every(Number.isFinite)) open.corners.push(...values);
        else open.isSound = false;
        break;
      }
      case "endfacet": {
        if (open === undefined) break;
        const { corners, isSound } = open;
        if (isSound && corners.length === 9) {
          if (solids.length === 0) solids.push({ name: "", values: new GrowingFloats() });
          solids.at(-1)?.values.push(...corners);
          triangles += 1;
          checkTriangles(triangles);
        } else reject(open.line, "A facet needs three corners of three numbers each: left out");
        open = undefined;
        break;
      }
      case "endsolid":
        isOpenSolid = false;
        break;
      default:
        break;
    }
  }
  const faces = solids
    .filter(({ values }) => values.length > 0)
    .map(({ name, values }): ReadFace => {
      const positions = Float32Array.from(values.values());
      const indices = Uint32Array.from({ length: positions.length / 3 }, (_, index) => index);
      return { positions, indices, ...(name === "" ? {} : { name }) };
    });
  if (faces.length === 0)
    throw new ImportError("The STL file has no facet that can be read.", rejections[0]?.line);
  const problems: string[] = [];
  if (open !== undefined || isOpenSolid)
    problems.push(`The file breaks off: the end of a solid is missing after ${triangles} facets.`);
  if (unsound > rejections.length)
    problems.push(`${unsound - rejections.length} more facets could not be read.`);
  return { faces, name: solids.length === 1 ? solids[0]?.name : undefined, problems, rejections };
}
