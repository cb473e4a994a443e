import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { partNumberSchema, text } from "./common.ts";
import { ABOUT_KINDS } from "./plant/protocol.ts";

const changeId = v.pipe(v.string(), v.uuid());
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** An event named as evidence: by the hash of its verbatim record, with what a person reads of it. */
const evidenceSchema = v.object({
  sha256,
  sourceId: text(400),
  sourceKey: text(400),
  title: text(1_000),
  startedAt: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});
export type Evidence = v.InferOutput<typeof evidenceSchema>;

/** What a person selected, in words that mean the same elsewhere: no event, so without a record of its own. */
const aboutSchema = v.object({
  kind: v.picklist(ABOUT_KINDS),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
});
export type About = v.InferOutput<typeof aboutSchema>;

/** What a person writes; an absent `changeId` founds a new request. */
export const changeDraftSchema = v.object({
  changeId: v.exactOptional(changeId),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
  problem: text(20_000),
  proposal: text(20_000),
  partNumber: v.exactOptional(partNumberSchema),
  serial: v.exactOptional(text(300)),
  author: v.exactOptional(text(300)),
  about: v.exactOptional(v.pipe(v.array(aboutSchema), v.maxLength(100))),
  evidence: v.pipe(v.array(evidenceSchema), v.maxLength(1_000)),
  /** Blobs to go with it, by their hash. */
  files: v.exactOptional(v.pipe(v.array(sha256), v.maxLength(100))),
  /** The view at which it was written: JSON of the screen. */
  viewpoint: v.exactOptional(text(200_000)),
});
export type ChangeDraft = v.InferOutput<typeof changeDraftSchema>;

/**
 * draft: here only. waiting: submitted, not sent yet. sent: on its way, the answer is not here.
 * accepted: the plant gave it a number. conflict: somebody changed it there meanwhile; both sides are
 * kept. refused: the plant says no, and why.
 */
export type ChangeState = "draft" | "waiting" | "sent" | "accepted" | "conflict" | "refused";

export interface ChangeSummary {
  readonly changeId: string;
  readonly title: string;
  readonly partNumber: string | undefined;
  readonly serial: string | undefined;
  readonly state: ChangeState;
  readonly plantId: string | undefined;
  readonly system: string | undefined;
  /** As the plant numbers it. */
  readonly number: string | undefined;
  /** What the plant says of its progress, once its own record of it is here. */
  readonly plantState: string | undefined;
  /** The plant's own record of it is here: it no longer has to be shown from the outbox. */
  readonly isInFeed: boolean;
  /** Why it was refused, or why it can't be sent yet. */
  readonly reason: string | undefined;
  /** Tries so far. */
  readonly attempts: number;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface ChangeRequest extends ChangeSummary {
  readonly problem: string;
  readonly proposal: string;
  readonly author: string | undefined;
  readonly about: readonly About[];
  readonly evidence: readonly Evidence[];
  readonly files: readonly string[];
  readonly viewpoint: string | undefined;
  /** The plant's side of a conflict. */
  readonly theirs:
    | { readonly revision: number; readonly fields: Readonly<Record<string, string>> }
    | undefined;
}

const byId = v.object({ changeId });

export const changesService = {
  /** Newest first. */
  list: call<readonly ChangeSummary[]>()(v.object({})),
  get: call<ChangeRequest>()(byId),
  /**
   * Keeps a draft. One that was accepted, refused or in conflict becomes a draft again, standing on what
   * the plant holds now; one that is on its way is `conflict`: withdraw it first.
   */
  save: call<ChangeRequest>()(changeDraftSchema),
  /** Puts it into the outbox of a system that accepts change requests; it goes when the plant is there. */
  submit: call<ChangeRequest>()(v.object({ changeId, plantId: text(100), system: text(300) })),
  /** Takes back what was not sent yet: a draft again. `conflict` where it may have arrived already. */
  withdraw: call<ChangeRequest>()(byId),
  /** Deletes a draft that no plant ever saw. */
  remove: call<void>()(byId),
  /** Emits the list at once and after every change. */
  watch: listen<readonly ChangeSummary[]>()(v.object({})),
} as const;
