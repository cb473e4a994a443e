/** Which decisions about faces are looked for again on which model: those of another revision, each once per mesh. */
import type { FaceLink } from "../contract/links.ts";

/** A part as one model shows it; of one revision of it the newest model comes first. */
export interface PartInModel {
  readonly partNumber: string;
  /** Empty where the file states none. */
  readonly revision: string;
  /** SHA-256 of the mesh. */
  readonly mesh: string;
  /** µs UTC when the model was taken in; undefined where that is not known any more. */
  readonly addedAt: number | undefined;
}

/** What was looked for before: on the mesh, or carried over to the revision, which is not done twice. */
export interface TriedLink {
  readonly linkId: string;
  readonly revision: string;
  readonly mesh: string;
  readonly isCarried: boolean;
}

export interface CarryTask extends PartInModel {
  /** Confirmed on another revision, for features about which nobody has decided anything on this one. */
  readonly links: readonly FaceLink[];
  /** Confirmed on this very revision before the model came: they need no carrying, and may be lost. */
  readonly own: readonly FaceLink[];
}

/** A linked part that the newest model of its product holds no more. */
export interface GonePart {
  readonly partNumber: string;
  /** SHA-256 of the meshes: of the newest model that holds it, and of the one that does not. */
  readonly older: string;
  readonly newer: string;
  /** Root product of the newer one, and its file. */
  readonly product: string;
  readonly fileName: string;
}

export interface GoneTask extends GonePart {
  /** Confirmed on the revision that was decided last, and not looked for on that mesh yet. */
  readonly links: readonly FaceLink[];
}

/** In the place of a revision where the part itself is not there. */
export const NO_PART = "";

export function planGone(
  links: readonly FaceLink[],
  gone: readonly GonePart[],
  tried: readonly TriedLink[],
): readonly GoneTask[] {
  const isTried = new Set(tried.map(({ linkId, mesh }) => keyOf(linkId, mesh)));
  const ofPart = Map.groupBy(links, ({ partNumber }) => partNumber);
  return gone.flatMap((part): GoneTask[] => {
    const own = [...Map.groupBy(ofPart.get(part.partNumber) ?? [], featureOf).values()].flatMap(
      lastConfirmed,
    );
    const open = own.filter(({ linkId }) => !isTried.has(keyOf(linkId, part.newer)));
    return open.length === 0 ? [] : [{ ...part, links: open }];
  });
}

export function planCarryOver(
  links: readonly FaceLink[],
  models: readonly PartInModel[],
  tried: readonly TriedLink[],
): readonly CarryTask[] {
  const isTried = new Set(
    tried.flatMap(({ linkId, revision, mesh, isCarried }) => [
      keyOf(linkId, revision, mesh),
      ...(isCarried ? [keyOf(linkId, revision)] : []),
    ]),
  );
  const ofPart = Map.groupBy(links, ({ partNumber }) => partNumber);
  const seen = new Set<string>();
  return models.flatMap((model): CarryTask[] => {
    const { partNumber, revision, mesh, addedAt } = model;
    const own = ofPart.get(partNumber);
    const place = keyOf(partNumber, revision);
    if (own === undefined || seen.has(place)) return [];
    seen.add(place);
    const isOpen = ({ linkId }: FaceLink): boolean =>
      !isTried.has(keyOf(linkId, revision, mesh)) && !isTried.has(keyOf(linkId, revision));
    const wanted = linksToCarry(own, revision).filter(isOpen);
    const before = own.filter(
      (link) =>
        link.revision === revision &&
        link.state === "confirmed" &&
        link.decidedAt < (addedAt ?? 0) &&
        isOpen(link),
    );
    return wanted.length + before.length === 0 ? [] : [{ ...model, links: wanted, own: before }];
  });
}

/**
 * Of one part: per feature that has no decision on the revision the confirmed ones of the revision about which a
 * person decided last.
 */
export function linksToCarry(links: readonly FaceLink[], revision: string): readonly FaceLink[] {
  return [...Map.groupBy(links, featureOf).values()].flatMap((decisions) =>
    decisions.some((link) => link.revision === revision) ? [] : lastConfirmed(decisions),
  );
}

/**
 * Of one feature: those that wait for a person on the revision, where nobody has decided anything on it and at most
 * some faces were carried over.
 */
export function linksLeft(decisions: readonly FaceLink[], revision: string): readonly FaceLink[] {
  const here = decisions.filter((link) => link.revision === revision);
  if (here.some(({ carriedFrom }) => carriedFrom === undefined)) return [];
  const carried = new Set(here.map(({ carriedFrom }) => carriedFrom));
  return lastConfirmed(decisions.filter((link) => link.revision !== revision)).filter(
    ({ linkId }) => !carried.has(linkId),
  );
}

function lastConfirmed(decisions: readonly FaceLink[]): readonly FaceLink[] {
  const confirmed = decisions.filter(({ state }) => state === "confirmed");
  const [newest] = confirmed.toSorted((a, b) => b.decidedAt - a.decidedAt);
  return confirmed.filter((link) => link.revision === newest?.revision);
}

const featureOf = ({ partNumber, sourceId, characteristic, feature }: FaceLink): string =>
  keyOf(partNumber, sourceId, characteristic, feature ?? "");
const keyOf = (...words: readonly string[]): string => JSON.stringify(words);
