/** What a plant said that there is to follow, and how much it is, when it was asked last. */
import type { ScopeDescription, SourceConnection, SystemDescription } from "../connectors/connector.ts";
import type { FeedPlace } from "../store/writer/feeds/feed-contract.ts";

type Asked = Pick<SourceConnection, "describe" | "scopes">;

export interface OfferedScopes {
  /** By system. */
  readonly known: ReadonlyMap<string, readonly ScopeDescription[]>;
  /** Records of a scope; undefined: not known. */
  records(place: Pick<FeedPlace, "system" | "scope">): number | undefined;
  askAll(
    connection: Asked,
    signal: AbortSignal,
  ): Promise<readonly (readonly [SystemDescription, readonly ScopeDescription[]])[]>;
  /** A system that does not answer leaves what was known of it; whoever follows it finds out what is wrong. */
  askSome(systems: Iterable<string>, connection: Pick<Asked, "scopes">, signal: AbortSignal): Promise<void>;
}

export function createOfferedScopes(): OfferedScopes {
  const known = new Map<string, readonly ScopeDescription[]>();
  return {
    known,
    records: ({ system, scope }) => known.get(system)?.find(({ id }) => id === scope)?.records,
    async askAll(connection, signal) {
      const { systems } = await connection.describe(signal);
      const all: [SystemDescription, readonly ScopeDescription[]][] = [];
      for (const system of systems) {
        const scopes = await connection.scopes(system.id, signal);
        known.set(system.id, scopes);
        all.push([system, scopes]);
      }
      return all;
    },
    async askSome(systems, connection, signal) {
      for (const system of systems) {
        if (signal.aborted) return;
        const scopes = await connection.scopes(system, signal).catch(() => undefined);
        if (scopes !== undefined) known.set(system, scopes);
      }
    },
  };
}
