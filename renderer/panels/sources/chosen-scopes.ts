/** Which scopes of an offer a person has ticked. Keys are `system/scope`, both encoded. */
import type { Plant, PlantOffer } from "../../../shared/contract/plants.ts";

export function scopeKey(system: string, scope: string): string {
  return `${encodeURIComponent(system)}/${encodeURIComponent(scope)}`;
}

/** Everything that is offered. */
export function allScopes(offer: PlantOffer): ReadonlySet<string> {
  return new Set(
    offer.systems.flatMap(({ system, scopes }) => scopes.map(({ scope }) => scopeKey(system, scope))),
  );
}

export function toggled(chosen: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** What of a plant is followed now. */
export function followedScopes({ systems }: Pick<Plant, "systems">): ReadonlySet<string> {
  return new Set(systems.flatMap(({ system, scopes }) => scopes.map(({ scope }) => scopeKey(system, scope))));
}

/** From when on, µs UTC; the latest where scopes differ. undefined: all of it. */
function followedSince({ systems }: Pick<Plant, "systems">): number | undefined {
  const since = systems.flatMap(({ scopes }) =>
    scopes.flatMap((scope) => (scope.since === undefined ? [] : [scope.since])),
  );
  return since.length === 0 ? undefined : Math.max(...since);
}

/** Until when, µs UTC; the earliest where scopes differ. undefined: whatever comes. */
function followedUntil({ systems }: Pick<Plant, "systems">): number | undefined {
  const until = systems.flatMap(({ scopes }) =>
    scopes.flatMap((scope) => (scope.until === undefined ? [] : [scope.until])),
  );
  return until.length === 0 ? undefined : Math.min(...until);
}

/** What of the history is followed, µs UTC; undefined: without a bound. */
export interface FollowedSpan {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export const followedSpan = (plant: Pick<Plant, "systems">): FollowedSpan => ({
  since: followedSince(plant),
  until: followedUntil(plant),
});

export const ALL_OF_IT: FollowedSpan = { since: undefined, until: undefined };

/** A span that ends before it begins holds nothing. */
export const isSpan = ({ since, until }: FollowedSpan): boolean =>
  since === undefined || until === undefined || since < until;

/** As `plants.add` takes it; systems without a ticked scope are left out. */
export function followedOf(
  offer: PlantOffer,
  chosen: ReadonlySet<string>,
  { since, until }: FollowedSpan = ALL_OF_IT,
): {
  readonly system: string;
  readonly scopes: string[];
  readonly since?: number;
  readonly until?: number;
}[] {
  return offer.systems.flatMap(({ system, scopes }) => {
    const ticked = scopes.map(({ scope }) => scope).filter((scope) => chosen.has(scopeKey(system, scope)));
    if (ticked.length === 0) return [];
    const bounds = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
    return [{ system, scopes: ticked, ...bounds }];
  });
}
