/** Decisions about faces as they stand on the place that they are carried to. */
import { createHash } from "node:crypto";
import type { FaceKey, FaceLink, LinkDraft } from "../../../shared/contract/links.ts";
import { rootOf } from "../../../shared/links/carry-plan.ts";

export interface CarriedDraft {
  /** That is repeated. */
  readonly from: FaceLink;
  readonly link: LinkDraft;
  readonly decidedBy: string | undefined;
}

/** Those whose faces are there. @param faces per link, as that part has them */
export function draftsOf(
  links: readonly FaceLink[],
  faces: readonly (FaceKey | undefined)[],
  { partNumber, revision }: { readonly partNumber: string; readonly revision: string },
): readonly CarriedDraft[] {
  return links.flatMap((from, index): CarriedDraft[] => {
    const face = faces[index];
    if (face === undefined) return [];
    const { decidedAt: _at, decidedBy, carriedPart: _part, ...own } = from;
    const carriedFrom = rootOf(from);
    const linkId = idOf(carriedFrom, partNumber, revision);
    const before = partNumber === from.partNumber ? {} : { carriedPart: from.partNumber };
    const to = { partNumber, revision, linkId, finder: "revision", face, carriedFrom } as const;
    return [{ from, link: { ...own, ...to, ...before }, decidedBy }];
  });
}

/** The same decision carried to the same place has one id, whoever does it and however often (RFC 9562, 5.8). */
function idOf(...of: readonly [root: string, partNumber: string, revision: string]): string {
  const hex = createHash("sha256").update(JSON.stringify(of)).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
