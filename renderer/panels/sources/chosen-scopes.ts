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
export function followedSince({ systems }: Pick<Plant, "systems">): number | undefined {
  const since = systems.flatMap(({ scopes }) =>
    scopes.flatMap((scope) => (scope.since === undefined ? [] : [scope.since])),
  );
  return since.length === 0 ? undefined : Math.max(...since);
}

/** As `plants.add` takes it; systems without a ticked scope are left out. `since`: µs UTC. */
export function followedOf(
  offer: PlantOffer,
  chosen: ReadonlySet<string>,
  since?: number,
): { readonly system: string; readonly scopes: string[]; readonly since?: number }[] {
  return offer.systems.flatMap(({ system, scopes }) => {
    const ticked = scopes.map(({ scope }) => scope).filter((scope) => chosen.has(scopeKey(system, scope)));
    if (ticked.length === 0) return [];
    return [{ system, scopes: ticked, ...(since === undefined ? {} : { since }) }];
  });
}
