/**
 * Which faces of the model a measured feature is: proposed by the screen, decided by a person, kept in
 * user.db per part revision. A face is named by its exact surface, never by an index or a STEP number:
 * those change with every export.
 */
import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { SURFACE_KINDS } from "../model/cad.ts";
import { characteristicKeySchema } from "./colouring.ts";
import { partNumberSchema, text } from "./common.ts";

const number = v.pipe(v.number(), v.finite());
const vector = v.tuple([number, number, number]);

/**
 * What a face is known by again (shared/links/surface-key.ts): its surface, in the part's own coordinates,
 * mm, and where on it the face lies.
 */
export const faceKeySchema = v.object({
  kind: v.picklist(SURFACE_KINDS),
  /** Foot of the axis or plane normal from the coordinate origin; the centre of a sphere. */
  origin: v.exactOptional(vector),
  axis: v.exactOptional(vector),
  radius: v.exactOptional(number),
  minorRadius: v.exactOptional(number),
  semiAngle: v.exactOptional(number),
  /** Middle of its triangles, weighted by area. */
  centre: vector,
  /** mm². */
  area: number,
});
export type FaceKey = v.InferOutput<typeof faceKeySchema>;

/** How a link was found; `hand`: a person picked the face. */
export const LINK_FINDERS = ["pmi", "position", "size", "revision", "hand"] as const;
export type LinkFinder = (typeof LINK_FINDERS)[number];

/** One decision: these faces are that feature, or are not. */
export const linkDraftSchema = v.object({
  linkId: v.pipe(v.string(), v.uuid()),
  ...characteristicKeySchema.entries,
  /** Of the part; empty where it has none. */
  revision: text(400),
  state: v.picklist(["confirmed", "rejected"]),
  finder: v.picklist(LINK_FINDERS),
  face: faceKeySchema,
  /** The person's own decision that this one repeats, however often it was carried: its face is there unchanged. */
  carriedFrom: v.exactOptional(v.pipe(v.string(), v.uuid())),
  /** The number that the part had then, where it has another now. */
  carriedPart: v.exactOptional(partNumberSchema),
});
export type LinkDraft = v.InferOutput<typeof linkDraftSchema>;

export interface FaceLink extends LinkDraft {
  /** Who decided, as the computer knows them; undefined where it does not. */
  readonly decidedBy: string | undefined;
  /** µs UTC. */
  readonly decidedAt: number;
}

/** A linked part that the newest model of its product holds no more, and what is like it there. */
export interface GoneLinks {
  readonly partNumber: string;
  /** Root product of that model, and its file. */
  readonly product: string;
  readonly fileName: string;
  /** Undefined: nothing in it is like the part. */
  readonly found:
    | {
        readonly number: string;
        /** Empty where the file states none. */
        readonly revision: string;
        readonly by: "name" | "geometry";
      }
    | undefined;
  /** Confirmed on the revision of the part about which a person decided last. */
  readonly links: readonly FaceLink[];
}

export const linksService = {
  /** Every decision about a part, of all its revisions. */
  list: call<readonly FaceLink[]>()(
    v.object({ partNumbers: v.pipe(v.array(partNumberSchema), v.maxLength(1_000)) }),
  ),
  /** What has not gone over to a new revision because its part is not there under its number; at most 200 parts. */
  gone: call<readonly GoneLinks[]>()(v.object({})),
  /**
   * Takes decisions away and adds others, both or none: what undoes a change is the same with the two
   * exchanged. Returns the decisions about the parts that it touched.
   */
  change: call<readonly FaceLink[]>()(
    v.object({
      remove: v.pipe(v.array(v.pipe(v.string(), v.uuid())), v.maxLength(10_000)),
      add: v.pipe(v.array(linkDraftSchema), v.maxLength(10_000)),
    }),
  ),
} as const;
