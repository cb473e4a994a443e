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
  /** What it is called there, where a person said that this is it. */
  readonly number?: string;
}

/**
 * What was looked for before: on the mesh, or carried over to that revision of that part, which is not done twice.
 * A mesh of "" marks the place where the decision itself was made.
 */
export interface TriedLink {
  /** Of the person's own decision; of a copy where it was looked at on its own revision, or its part is not there. */
  readonly linkId: string;
  /** That was looked on: for a part that is not there, both are empty. */
  readonly partNumber: string;
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

/** In the place of a number and a revision where the part itself is not there. */
const NO_PART = "";

/** A person's own decision, or one that came to a part with another number, where it stands for it. */
export const isOwn = ({ carriedFrom, carriedPart }: FaceLink): boolean =>
  carriedFrom === undefined || carriedPart !== undefined;

/** The decision that it repeats, or it itself. */
export const rootOf = ({ linkId, carriedFrom }: FaceLink): string => carriedFrom ?? linkId;

/** It went there from somewhere else. */
const isJourney = ({ isCarried, mesh }: TriedLink): boolean => isCarried && mesh !== "";

/** @param gone pairs of models, each of which holds a part, and does not any more */
export function planGone(
  links: readonly FaceLink[],
  gone: readonly GonePart[],
  tried: readonly TriedLink[],
): readonly GoneTask[] {
  const isTried = new Set(
    tried
      .filter(({ partNumber, revision }) => partNumber === NO_PART && revision === NO_PART)
      .map(({ linkId, mesh }) => keyOf(linkId, mesh)),
  );
  const ofPart = Map.groupBy(links, ({ partNumber }) => partNumber);
  const went = new Set(tried.filter(isJourney).map(({ linkId, partNumber }) => keyOf(linkId, partNumber)));
  const copied = new Set(
    links
      .filter(({ carriedFrom }) => carriedFrom !== undefined)
      .map((link) => keyOf(rootOf(link), link.partNumber)),
  );
  // Wherever it went from revision to revision, it was taken back.
  const isTakenBack = (link: FaceLink): boolean => {
    const key = keyOf(rootOf(link), link.partNumber);
    return went.has(key) && !copied.has(key);
  };
  return gone.flatMap((part): GoneTask[] => {
    const own = [...Map.groupBy(ofPart.get(part.partNumber) ?? [], featureOf).values()].flatMap(
      lastConfirmed,
    );
    const open = own.filter((link) => !isTakenBack(link) && !isTried.has(keyOf(link.linkId, part.newer)));
    return open.length === 0 ? [] : [{ ...part, links: open }];
  });
}

/** That a part was looked for and is not there under its number. */
export const triedOnGone = ({ linkId }: FaceLink, mesh: string): TriedLink => ({
  linkId,
  partNumber: NO_PART,
  revision: NO_PART,
  mesh,
  isCarried: false,
});

/** That a decision goes over to a place: neither there nor where it comes from is it looked for again. */
export const triedOnPlace = (
  link: FaceLink,
  { partNumber, revision, mesh }: Pick<PartInModel, "partNumber" | "revision" | "mesh">,
): readonly TriedLink[] => [
  { linkId: rootOf(link), partNumber, revision, mesh, isCarried: true },
  {
    linkId: rootOf(link),
    partNumber: link.partNumber,
    revision: link.revision,
    mesh: "",
    isCarried: true,
  },
];

/**
 * Of decisions on a part that has another number now, those that may go there: nobody has decided anything about
 * their feature on any revision of that number, and they never went there before.
 */
export function linksToRenumber(
  own: readonly FaceLink[],
  number: string,
  links: readonly FaceLink[],
  tried: readonly TriedLink[],
): readonly FaceLink[] {
  const decided = new Set(links.filter(({ partNumber }) => partNumber === number).map(featureOf));
  const went = new Set(
    tried
      .filter(({ partNumber, isCarried }) => isCarried && partNumber === number)
      .map(({ linkId }) => linkId),
  );
  return own.filter(
    (link) => !decided.has(featureOf({ ...link, partNumber: number })) && !went.has(rootOf(link)),
  );
}

/** @param models of all parts, newest first; only such as hold the part with a shape */
export function planCarryOver(
  links: readonly FaceLink[],
  models: readonly PartInModel[],
  tried: readonly TriedLink[],
): readonly CarryTask[] {
  const isTried = new Set(
    tried.flatMap(({ linkId, partNumber, revision, mesh, isCarried }) => [
      keyOf(linkId, partNumber, revision, mesh),
      ...(isCarried ? [keyOf(linkId, partNumber, revision)] : []),
    ]),
  );
  const ofPart = Map.groupBy(links, ({ partNumber }) => partNumber);
  const wentTo = Map.groupBy(tried.filter(isJourney), ({ partNumber }) => partNumber);
  const newest = new Map<string, number>();
  for (const [at, { partNumber, revision }] of models.entries()) {
    const place = keyOf(partNumber, revision);
    if (!newest.has(place)) newest.set(place, at);
  }
  return models.flatMap((model, at): CarryTask[] => {
    const { partNumber, revision, mesh, addedAt } = model;
    const own = ofPart.get(partNumber);
    if (own === undefined || newest.get(keyOf(partNumber, revision)) !== at) return [];
    const placeOf = (of: string): number => newest.get(keyOf(partNumber, of)) ?? models.length;
    // What was decided on a newer revision says nothing of an older one.
    const isOlder = (link: FaceLink): boolean => placeOf(link.revision) > at;
    const lastPlace = new Map(
      (wentTo.get(partNumber) ?? [])
        .filter((each) => placeOf(each.revision) > at)
        .toSorted((a, b) => placeOf(b.revision) - placeOf(a.revision))
        .map((each) => [each.linkId, each.revision]),
    );
    const there = new Set(own.map((link) => keyOf(rootOf(link), link.revision)));
    // On the last revision that it went to it is not any more: it goes on to none.
    const isTakenBack = (link: FaceLink): boolean => {
      const last = lastPlace.get(rootOf(link));
      return last !== undefined && !there.has(keyOf(rootOf(link), last));
    };
    const wanted = linksToCarry(own, revision).filter(
      (link) =>
        isOlder(link) &&
        !isTakenBack(link) &&
        !isTried.has(keyOf(rootOf(link), partNumber, revision, mesh)) &&
        !isTried.has(keyOf(rootOf(link), partNumber, revision)),
    );
    const stays = own.filter(
      (link) =>
        link.revision === revision &&
        link.state === "confirmed" &&
        link.decidedAt < (addedAt ?? 0) &&
        !isTried.has(keyOf(link.linkId, partNumber, revision, mesh)),
    );
    return wanted.length + stays.length === 0 ? [] : [{ ...model, links: wanted, own: stays }];
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
  if (here.some(isOwn)) return [];
  const carried = new Set(here.map(rootOf));
  return lastConfirmed(decisions.filter((link) => link.revision !== revision)).filter(
    (link) => !carried.has(rootOf(link)),
  );
}

/** Copies alone are nobody's decision about a revision: once what they repeat is removed, they go nowhere. */
function lastConfirmed(decisions: readonly FaceLink[]): readonly FaceLink[] {
  const confirmed = decisions.filter(({ state }) => state === "confirmed");
  const [newest] = confirmed.filter(isOwn).toSorted((a, b) => b.decidedAt - a.decidedAt);
  return confirmed.filter((link) => link.revision === newest?.revision);
}

const featureOf = ({ partNumber, sourceId, characteristic, feature }: FaceLink): string =>
  keyOf(partNumber, sourceId, characteristic, feature ?? "");
const keyOf = (...words: readonly string[]): string => JSON.stringify(words);
