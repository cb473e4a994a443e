/** Links between measured features and faces of the model: a person's decisions, in user.db. */
import * as v from "valibot";
import {
  faceKeySchema,
  linksService,
  type FaceLink,
  type LinkDraft,
} from "../../../../shared/contract/links.ts";
import type { TriedLink } from "../../../../shared/links/carry-plan.ts";
import { call, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";

interface Row extends Omit<FaceLink, "face" | "feature" | "decidedBy" | "carriedFrom" | "carriedPart"> {
  readonly feature: string | null;
  readonly face: string;
  readonly decidedBy: string | null;
  readonly carriedFrom: string | null;
  readonly carriedPart: string | null;
}

const SELECT = `SELECT link_id AS linkId, part_number AS partNumber, revision, source_id AS sourceId, characteristic, feature,
    state, finder, face, decided_by AS decidedBy, decided_us AS decidedAt,
    carried_from AS carriedFrom, carried_part AS carriedPart FROM face_link`;

/** What the host itself asks besides. */
export const storedLinksService = {
  list: linksService.list,
  change: linksService.change,
  /** Every decision. */
  all: call<readonly FaceLink[]>()(v.object({})),
  /** What was looked for on models of other revisions. */
  tried: call<readonly TriedLink[]>()(v.object({})),
  /** Writes what was found again, and remembers what was looked for; said twice it is one. Says how many came. */
  carry: call<number>()(
    v.custom<{
      readonly carried: readonly { readonly link: LinkDraft; readonly decidedBy: string | undefined }[];
      readonly tried: readonly TriedLink[];
    }>(() => true),
  ),
} as const;

/**
 * @param person who sits at this computer, as it knows them
 * @param onCarried decisions came that nobody on the screen has asked for
 */
export function createFaceLinks(
  user: Connection,
  folder: string,
  now: () => number,
  person: string | undefined,
  onCarried: () => void,
): ServiceImplementation<typeof storedLinksService> {
  const ofParts = user.prepare(
    `${SELECT} WHERE part_number IN (SELECT value FROM json_each(?)) ORDER BY decided_us, link_id`,
  );
  const partOf = user.prepare("SELECT part_number FROM face_link WHERE link_id = ?").pluck();
  const remove = user.prepare("DELETE FROM face_link WHERE link_id = ?");
  // Said twice, by a call that was repeated, it is one decision.
  const add = user.prepare(`INSERT OR IGNORE INTO face_link
    (link_id, part_number, revision, source_id, characteristic, feature, state, finder, face, decided_by, decided_us, carried_from, carried_part)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const everything = user.prepare(`${SELECT} ORDER BY decided_us, link_id`);
  const tried = user.prepare(
    "SELECT link_id AS linkId, part_number AS partNumber, revision, mesh_sha256 AS mesh, is_carried AS isCarried FROM link_carry",
  );
  const note = user.prepare("INSERT OR IGNORE INTO link_carry VALUES (?, ?, ?, ?, ?, ?)");
  const list = (partNumbers: readonly string[]): readonly FaceLink[] =>
    read(ofParts.all(JSON.stringify(partNumbers)) as Row[]);
  const read = (rows: readonly Row[]): readonly FaceLink[] =>
    rows.flatMap(({ feature, face, decidedBy, carriedFrom, carriedPart, ...row }) => {
      // Written by a newer version in words that this one does not know: kept, not shown.
      const parsed = v.safeParse(faceKeySchema, JSON.parse(face) as unknown);
      if (!parsed.success) return [];
      return [
        {
          ...row,
          face: parsed.output,
          decidedBy: decidedBy ?? undefined,
          ...(feature === null ? {} : { feature }),
          ...(carriedFrom === null ? {} : { carriedFrom }),
          ...(carriedPart === null ? {} : { carriedPart }),
        },
      ];
    });
  const insert = (link: LinkDraft, decidedBy = person): number =>
    add.run(
      link.linkId,
      link.partNumber,
      link.revision,
      link.sourceId,
      link.characteristic,
      link.feature ?? null,
      link.state,
      link.finder,
      JSON.stringify(link.face),
      decidedBy ?? null,
      now(),
      link.carriedFrom ?? null,
      link.carriedPart ?? null,
    ).changes;
  return {
    list: ({ partNumbers }) => list(partNumbers),
    all: () => read(everything.all() as Row[]),
    tried: () =>
      (tried.all() as (Omit<TriedLink, "isCarried"> & { isCarried: number })[]).map((each) => ({
        ...each,
        isCarried: each.isCarried === 1,
      })),
    carry: (found) =>
      translateErrors(userPath(folder), () => {
        // Both or none: what is written is never looked for again, and what is not is.
        const came = user.transaction((): number => {
          for (const { linkId, partNumber, revision, mesh, isCarried } of found.tried)
            note.run(linkId, partNumber, revision, mesh, isCarried ? 1 : 0, now());
          return found.carried.reduce((sum, { link, decidedBy }) => sum + insert(link, decidedBy), 0);
        })();
        if (came > 0) onCarried();
        return came;
      }),
    change: (change) =>
      translateErrors(userPath(folder), () => {
        const touched = new Set(change.add.map(({ partNumber }) => partNumber));
        user.transaction(() => {
          for (const linkId of change.remove) {
            const part = partOf.get(linkId) as string | undefined;
            if (part === undefined) continue;
            touched.add(part);
            remove.run(linkId);
          }
          for (const link of change.add) insert(link);
        })();
        return list([...touched]);
      }),
  };
}
