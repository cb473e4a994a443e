/** What a person chose to follow, held against what the plant offers. */
import type { PlantOffer } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { StoredScope } from "../store/writer/plants.ts";

/** Name of a plant's token in the secret store. */
export const secretName = (plantId: string): string => `plant:${plantId}`;

/** `invalid` names what the plant does not offer. */
export function followedScopes(
  offer: PlantOffer,
  chosen: readonly {
    readonly system: string;
    readonly scopes: readonly string[];
    readonly since?: number;
    readonly until?: number;
  }[],
): readonly StoredScope[] {
  return chosen.flatMap(({ system: id, scopes, since, until }) => {
    if (since !== undefined && until !== undefined && since >= until)
      throw new Failure(
        "invalid",
        "The history to follow ends before it begins: choose a last day behind the first.",
      );
    const system = offer.systems.find((each) => each.system === id);
    if (system === undefined) throw new Failure("invalid", `${offer.name} has no system "${id}".`);
    return [...new Set(scopes)].map((scopeId): StoredScope => {
      const scope = system.scopes.find((each) => each.scope === scopeId);
      if (scope === undefined) throw new Failure("invalid", `${system.name} offers no "${scopeId}".`);
      return {
        system: id,
        systemName: system.name,
        scope: scopeId,
        scopeName: scope.name,
        tellsDeletes: system.tellsDeletes,
        accepts: system.acceptsChangeRequests ? ["change-request"] : [],
        since,
        until,
      };
    });
  });
}
