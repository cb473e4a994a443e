/**
 * Colours of single triangles of a binary STL, in the two bytes behind each that the format leaves free: fifteen bits of
 * colour and one that says whether they are one. Two conventions (VisCAM and SolidView; Materialise Magics), told apart by
 * the header, in which the second states the colour of the rest.
 */
import type { Colour } from "../../../../../../shared/model/cad.ts";
import type { ReadFace } from "../read-model.ts";
import { wornColours } from "../vertex-colours.ts";

const MARK = 0x8000;
/** What a triangle has that has no colour of its own in a file that states none for the rest: near that of a part without any. */
const PLAIN = [179, 189, 199] as const;

/**
 * @param words of each triangle
 * @param whole the header's colour (`COLOR=`), by which Magics is known
 */
export function triangleColours(
  words: Uint16Array,
  whole: Colour | undefined,
  indices: Uint32Array,
): Pick<ReadFace, "colour" | "vertexColours"> {
  const isMagics = whole !== undefined;
  // Magics sets the mark where the whole's colour counts, VisCAM where the triangle's own does.
  const isOwn = (word: number): boolean => (word & MARK) === (isMagics ? 0 : MARK);
  // Without any mark at all the bytes of a Magics file are those of a writer that leaves them empty.
  const isColoured = isMagics ? words.some((word) => word !== 0) : words.some(isOwn);
  if (!isColoured) return whole === undefined ? {} : { colour: whole };
  const rest = whole === undefined ? PLAIN : whole.slice(0, 3).map((share) => Math.round(share * 255));
  const bytes = new Uint8Array(words.length * 9);
  words.forEach((word, triangle) => {
    const low = five(word);
    const high = five(word >> 10);
    const own = isMagics ? [low, five(word >> 5), high] : [high, five(word >> 5), low];
    const worn = isOwn(word) ? own : rest;
    for (let corner = 0; corner < 3; corner++) bytes.set(worn, triangle * 9 + corner * 3);
  });
  return wornColours(bytes, indices, whole?.[3] ?? 1);
}

/** The lowest five bits, as a byte. */
function five(word: number): number {
  return Math.round(((word & 31) * 255) / 31);
}
