/** What a backup says of itself: `manifest.json` in its folder. */
import * as v from "valibot";

export const MANIFEST = "manifest.json";
/** Of the backup as a whole; a reader of one format refuses a later one. */
export const FORMAT = 1;

/** Paths inside a backup: the two databases, and blobs by their hash. */
const filePath = v.pipe(
  v.string(),
  v.regex(/^(cache\.db|user\.db|blobs\/(made-of\/)?[0-9a-zA-Z._-]{1,120})$/),
);

export const manifestSchema = v.object({
  product: v.literal("throughline"),
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  version: v.pipe(v.string(), v.maxLength(100)),
  /** Newest schema of the cache, for a person to read. */
  schema: v.pipe(v.number(), v.integer()),
  /** µs UTC. */
  madeAt: v.pipe(v.number(), v.safeInteger()),
  files: v.pipe(
    v.array(
      v.object({
        path: filePath,
        bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    ),
    v.maxLength(1_000_000),
  ),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;
