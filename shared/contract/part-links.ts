/**
 * Which part a product of a CAD file is, where the two systems call it otherwise: said by a person, kept in user.db
 * by names that outlive an export.
 */
import * as v from "valibot";
import { call } from "../rpc/service.ts";
import { partNumberSchema, text } from "./common.ts";

/**
 * How the product was found: a person pointed at it, or it was found again in a new revision of its file; by its
 * number where only the root of that has another one.
 */
export const PART_LINK_FINDERS = ["person", "number", "name", "geometry"] as const;

const uuid = v.pipe(v.string(), v.uuid());

export const partLinkDraftSchema = v.object({
  linkId: uuid,
  /** Product id of the model's root: the same for every export of it. */
  product: partNumberSchema,
  /** Product id in the file, and its name there (empty where it has none). */
  number: partNumberSchema,
  name: text(400),
  /** The part that it is. */
  partNumber: partNumberSchema,
  finder: v.picklist(PART_LINK_FINDERS),
  /** The person's own decision that this one repeats, on a product with another id. */
  carriedFrom: v.exactOptional(uuid),
});
export type PartLinkDraft = v.InferOutput<typeof partLinkDraftSchema>;

export interface PartLink extends PartLinkDraft {
  /** Who decided, as the computer knows them; undefined where it does not. */
  readonly decidedBy: string | undefined;
  /** µs UTC. */
  readonly decidedAt: number;
  /** The part is in the cache. What is not counts for nothing until it comes. */
  readonly isThere: boolean;
}

/** A linked product that the newest model of its root holds no more, or that waits where the root has another id. */
export interface GonePartLink {
  readonly link: PartLink;
  /** Product id of that model's root. */
  readonly product: string;
  readonly fileName: string;
  /** What is like it there; undefined: nothing. */
  readonly found:
    | { readonly number: string; readonly name: string; readonly by: "number" | "name" | "geometry" }
    | undefined;
}

export const partLinksService = {
  /** All of them, oldest first; of two about one product the later one counts. */
  list: call<readonly PartLink[]>()(v.object({})),
  /** What a new revision of a file has left behind; at most 200. */
  gone: call<readonly GonePartLink[]>()(v.object({})),
  /** Takes links away and adds others, both or none. Returns all that are there then. */
  change: call<readonly PartLink[]>()(
    v.object({
      remove: v.pipe(v.array(uuid), v.maxLength(1_000)),
      add: v.pipe(v.array(partLinkDraftSchema), v.maxLength(1_000)),
    }),
  ),
} as const;
