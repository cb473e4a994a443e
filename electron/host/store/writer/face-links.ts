/** Links between measured features and faces of the model: a person's decisions, in user.db. */
import * as v from "valibot";
import {
  faceKeySchema,
  type FaceLink,
  type LinkDraft,
  type linksService,
} from "../../../../shared/contract/links.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";

interface Row extends Omit<FaceLink, "face" | "feature" | "decidedBy"> {
  readonly feature: string | null;
  readonly face: string;
  readonly decidedBy: string | null;
}

const SELECT = `SELECT link_id AS linkId, part_number AS partNumber, revision, source_id AS sourceId, characteristic, feature,
    state, finder, face, decided_by AS decidedBy, decided_us AS decidedAt FROM face_link`;

/** @param person who sits at this computer, as it knows them */
export function createFaceLinks(
  user: Connection,
  folder: string,
  now: () => number,
  person: string | undefined,
): ServiceImplementation<typeof linksService> {
  const ofParts = user.prepare(
    `${SELECT} WHERE part_number IN (SELECT value FROM json_each(?)) ORDER BY decided_us, link_id`,
  );
  const partOf = user.prepare("SELECT part_number FROM face_link WHERE link_id = ?").pluck();
  const remove = user.prepare("DELETE FROM face_link WHERE link_id = ?");
  // Said twice, by a call that was repeated, it is one decision.
  const add = user.prepare(`INSERT OR IGNORE INTO face_link
    (link_id, part_number, revision, source_id, characteristic, feature, state, finder, face, decided_by, decided_us)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const list = (partNumbers: readonly string[]): readonly FaceLink[] =>
    (ofParts.all(JSON.stringify(partNumbers)) as Row[]).flatMap(({ feature, face, decidedBy, ...row }) => {
      // Written by a newer version in words that this one does not know: kept, not shown.
      const parsed = v.safeParse(faceKeySchema, JSON.parse(face) as unknown);
      if (!parsed.success) return [];
      return [
        {
          ...row,
          face: parsed.output,
          decidedBy: decidedBy ?? undefined,
          ...(feature === null ? {} : { feature }),
        },
      ];
    });
  const insert = (link: LinkDraft): void =>
    void add.run(
      link.linkId,
      link.partNumber,
      link.revision,
      link.sourceId,
      link.characteristic,
      link.feature ?? null,
      link.state,
      link.finder,
      JSON.stringify(link.face),
      person ?? null,
      now(),
    );
  return {
    list: ({ partNumbers }) => list(partNumbers),
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
