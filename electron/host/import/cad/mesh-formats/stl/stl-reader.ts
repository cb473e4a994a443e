import type { ReadModel } from "../read-model.ts";
import { IDENTITY } from "../../structure/transform.ts";
import { readBinaryStl } from "./binary-stl.ts";
import { isTextStl } from "./recognise.ts";
import { readTextStl } from "./text-stl.ts";

const MOST_HEAD = 512;

/**
 * One part; one face per solid of the file.
 * @throws ImportError where nothing can be drawn
 */
export function readStl(bytes: Uint8Array): ReadModel {
  const isText = isTextStl(bytes);
  const text = isText ? readTextStl(bytes) : undefined;
  const solids = text ?? readBinaryStl(bytes);
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, isText ? MOST_HEAD : 80));
  return {
    schema: isText ? "STL, text" : "STL, binary",
    parts: [{ name: solids.name, faces: solids.faces }],
    nodes: [{ parent: -1, part: 0, name: undefined, transform: IDENTITY }],
    problems: solids.problems,
    remarks: ["STL states no unit: its numbers are taken as millimetres, with z up."],
    rejections: text?.rejections ?? [],
    head: start.toString("latin1").replace(/\0+/g, " ").trim(),
  };
}
