/**
 * A saved view as text: goes with a change request and is opened again later, perhaps on another computer
 * or another export of the model. So nothing in it is an index or a row: parts by number, units by serial,
 * events by their source's key, nodes by the names of their occurrences.
 */
import * as v from "valibot";
import { choiceSchema } from "./colouring.ts";

/** The contract's bound of a viewpoint. */
export const LONGEST_VIEWPOINT = 200_000;

const text = v.pipe(v.string(), v.maxLength(4_000));
const finite = v.pipe(v.number(), v.finite());
const time = v.pipe(v.number(), v.safeInteger());
const paths = v.pipe(v.array(text), v.maxLength(100_000));

/** mm; far more than any plant measures. */
const length = v.pipe(finite, v.minValue(-1e10), v.maxValue(1e10));
/** Radians. */
const angle = v.pipe(finite, v.minValue(-1e4), v.maxValue(1e4));

/** What the 3D view shows, whatever else the screen is about. */
const sceneEntries = {
  camera: v.optional(
    v.object({
      projection: v.picklist(["perspective", "orthographic"]),
      pose: v.object({
        target: v.tuple([length, length, length]),
        azimuth: angle,
        polar: angle,
        distance: v.pipe(length, v.gtValue(0)),
        /** Absent: upright. */
        roll: v.exactOptional(angle),
      }),
    }),
  ),
  /** SHA-256 of the CAD file that was shown. */
  model: v.optional(text),
  /** Paths of picked occurrences. */
  occurrences: paths,
  /** Of one of them; a face has no name of its own that the next export keeps. */
  face: v.optional(v.object({ occurrence: text, face: v.pipe(v.number(), v.integer()), text })),
  /** How far the assembly is apart; absent: not at all. */
  explosion: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** What tools over the model show; each checks its own. */
  tools: v.optional(v.record(text, v.unknown())),
  /** Absent where it was too long to be kept. */
  visibility: v.optional(
    v.object({
      hidden: paths,
      ghosted: paths,
      isolated: v.optional(paths),
      /** Bodies that the file marks hidden are shown. */
      hiddenBodies: v.exactOptional(v.boolean()),
    }),
  ),
};
export const sceneSchema = v.object(sceneEntries);
export type ViewedScene = v.InferOutput<typeof sceneSchema>;

export const characteristicSchema = v.object({ partNumber: text, name: text, text });

const viewpointSchema = v.object({
  version: v.literal(2),
  ...sceneEntries,
  partNumber: v.optional(text),
  unit: v.optional(
    v.object({
      partNumber: text,
      serial: v.optional(text),
      lot: v.optional(text),
      position: v.optional(finite),
      sourceId: v.optional(text),
    }),
  ),
  event: v.optional(v.object({ sourceId: text, sourceKey: text, sha256: text, title: text })),
  characteristic: v.optional(characteristicSchema),
  scope: v.picklist(["part", "unit"]),
  window: v.optional(v.object({ from: time, to: time })),
  /** What the model was coloured by. */
  colouring: v.optional(choiceSchema),
});
export type Viewpoint = v.InferOutput<typeof viewpointSchema>;

export function writeViewpoint(viewpoint: Viewpoint): string {
  const whole = JSON.stringify(viewpoint);
  if (whole.length <= LONGEST_VIEWPOINT) return whole;
  const { visibility: _tooLong, ...rest } = viewpoint;
  return JSON.stringify(rest).slice(0, LONGEST_VIEWPOINT);
}

/** undefined for what this version can't read. */
export function readViewpoint(source: string): Viewpoint | undefined {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
  const parsed = v.safeParse(viewpointSchema, value);
  return parsed.success ? parsed.output : undefined;
}
