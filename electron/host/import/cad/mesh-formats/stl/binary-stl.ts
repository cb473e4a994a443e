/** Binary STL: 80 bytes of anything, a count, and 50 bytes per triangle, little-endian. */
import type { Colour } from "../../../../../../shared/model/cad.ts";
import { ImportError } from "../../../importer.ts";
import { checkTriangles } from "../limits.ts";
import type { ReadFace } from "../read-model.ts";
import { STL_HEADER, STL_TRIANGLE } from "./recognise.ts";
import { triangleColours } from "./triangle-colours.ts";

export interface StlSolids {
  readonly faces: readonly ReadFace[];
  readonly name: string | undefined;
  readonly problems: readonly string[];
}

/** @throws ImportError where not one triangle is there */
export function readBinaryStl(bytes: Uint8Array): StlSolids {
  if (bytes.length < STL_HEADER + STL_TRIANGLE)
    throw new ImportError(
      bytes.length < STL_HEADER
        ? "The file breaks off in its header: it is no whole STL file."
        : "The STL file has no triangle.",
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = view.getUint32(80, true);
  const there = Math.floor((bytes.length - STL_HEADER) / STL_TRIANGLE);
  const count = Math.min(stated, there);
  if (count === 0) throw new ImportError("The STL file has no triangle.");
  checkTriangles(count);

  const positions = new Float32Array(count * 9);
  const words = new Uint16Array(count);
  for (let triangle = 0; triangle < count; triangle++) {
    const at = STL_HEADER + triangle * STL_TRIANGLE;
    // Behind the facet's normal, which follows from its corners and is often wrong.
    for (let value = 0; value < 9; value++)
      positions[triangle * 9 + value] = view.getFloat32(at + 12 + value * 4, true);
    words[triangle] = view.getUint16(at + 48, true);
  }
  const problems: string[] = [];
  if (stated > there)
    problems.push(`The file breaks off: it holds ${there} of the ${stated} triangles that it states.`);
  else if (stated < there)
    problems.push(`It holds ${there - stated} triangles more than it states: left out.`);
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, 80).toString("latin1");
  const indices = Uint32Array.from({ length: count * 3 }, (_, index) => index);
  return {
    faces: [{ positions, indices, ...triangleColours(words, headerColour(bytes), indices) }],
    name: headerName(header),
    problems,
  };
}

/** `COLOR=` and four bytes: how Materialise Magics states one colour of the whole. */
function headerColour(bytes: Uint8Array): Colour | undefined {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, 80);
  const at = header.indexOf("COLOR=");
  if (at < 0 || at + 10 > 80) return undefined;
  const [red = 0, green = 0, blue = 0, alpha = 255] = header.subarray(at + 6, at + 10);
  return [red / 255, green / 255, blue / 255, alpha === 0 ? 1 : alpha / 255];
}

/** Writers put themselves into the header ("Exported from Blender"), so only a name that says it is one counts. */
function headerName(header: string): string | undefined {
  return /^solid\s+([\x21-\x7e][\x20-\x7e]*)/.exec(header.replace(/\0[\s\S]*$/, ""))?.[1]?.trim();
}
