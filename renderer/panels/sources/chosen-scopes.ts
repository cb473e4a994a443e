/** Which scopes of an offer a person has ticked. Keys are `system/scope`, both encoded. */
import type { PlantOffer } from "../../../shared/contract/plants.ts";

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

/** As `plants.add` takes it; systems without a ticked scope are left out. */
export function followedOf(
  offer: PlantOffer,
  chosen: ReadonlySet<string>,
): { readonly system: string; readonly scopes: string[] }[] {
  return offer.systems.flatMap(({ system, scopes }) => {
    const ticked = scopes.map(({ scope }) => scope).filter((scope) => chosen.has(scopeKey(system, scope)));
    return ticked.length === 0 ? [] : [{ system, scopes: ticked }];
  });
}
