/** Links between products of CAD files and parts: a person's decisions, in user.db. */
import * as v from "valibot";
import {
  partLinkDraftSchema,
  type PartLink,
  type PartLinkDraft,
} from "../../../../shared/contract/part-links.ts";
import { call, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";
import type { LinkedParts } from "./linked-parts.ts";

/** As it is kept: whether its part is there is the cache's to say. */
export type StoredPartLink = Omit<PartLink, "isThere">;

/** A link that was looked for on a model, by the mesh of that. */
export interface TriedPartLink {
  readonly linkId: string;
  readonly mesh: string;
}

const typed = <T>() => v.custom<T>(() => true);

export const storedPartLinksService = {
  /** Oldest first. */
  all: call<readonly StoredPartLink[]>()(v.object({})),
  tried: call<readonly TriedPartLink[]>()(v.object({})),
  change:
    call<readonly StoredPartLink[]>()(
      typed<{ readonly remove: readonly string[]; readonly add: readonly PartLinkDraft[] }>(),
    ),
  /** Writes what was found again, and remembers what was looked for; said twice it is one. */
  carry:
    call<void>()(
      typed<{
        readonly carried: readonly { readonly link: PartLinkDraft; readonly decidedBy: string | undefined }[];
        readonly tried: readonly TriedPartLink[];
      }>(),
    ),
} as const;

/**
 * @param linked is told of every change
 * @param person who sits at this computer, as it knows them
 * @param onChanged every question about a part may have another answer now
 */
export function createStoredPartLinks(
  user: Connection,
  linked: LinkedParts,
  folder: string,
  now: () => number,
  person: string | undefined,
  onChanged: () => void,
): ServiceImplementation<typeof storedPartLinksService> {
  const select =
    user.prepare(`SELECT link_id AS linkId, product, number, name, part_number AS partNumber, finder,
    carried_from AS carriedFrom, decided_by AS decidedBy, decided_us AS decidedAt FROM part_link ORDER BY decided_us, link_id`);
  const remove = user.prepare("DELETE FROM part_link WHERE link_id = ?");
  const add = user.prepare("INSERT OR IGNORE INTO part_link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const tried = user.prepare("SELECT link_id AS linkId, mesh_sha256 AS mesh FROM part_link_carry");
  const note = user.prepare("INSERT OR IGNORE INTO part_link_carry VALUES (?, ?)");
  const all = (): readonly StoredPartLink[] =>
    (
      select.all() as (Record<"carriedFrom" | "decidedBy", string | null> &
        Omit<StoredPartLink, "carriedFrom" | "decidedBy">)[]
    ).flatMap(({ carriedFrom, decidedBy, ...row }) => {
      const own = carriedFrom === null ? {} : { carriedFrom };
      // Written by a newer version in words that this one does not know: kept, not shown.
      const { decidedAt, ...draft } = row;
      const parsed = v.safeParse(partLinkDraftSchema, { ...draft, ...own });
      return parsed.success ? [{ ...parsed.output, decidedBy: decidedBy ?? undefined, decidedAt }] : [];
    });
  const insert = (link: PartLinkDraft, decidedBy: string | undefined): number =>
    add.run(
      link.linkId,
      link.product,
      link.number,
      link.name,
      link.partNumber,
      link.finder,
      link.carriedFrom ?? null,
      decidedBy ?? null,
      now(),
    ).changes;
  return {
    all,
    tried: () => tried.all() as TriedPartLink[],
    change: (change) =>
      translateErrors(userPath(folder), () => {
        user.transaction(() => {
          for (const linkId of change.remove) remove.run(linkId);
          for (const link of change.add) insert(link, person);
        })();
        linked.take(false);
        onChanged();
        return all();
      }),
    carry: (found) =>
      translateErrors(userPath(folder), () => {
        const came = user.transaction((): number => {
          for (const { linkId, mesh } of found.tried) note.run(linkId, mesh);
          return found.carried.reduce((sum, { link, decidedBy }) => sum + insert(link, decidedBy), 0);
        })();
        if (came === 0) return;
        linked.take(false);
        onChanged();
      }),
  };
}
