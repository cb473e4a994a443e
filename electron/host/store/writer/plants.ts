/** Plant connections and pinned products, in user.db. Tokens are not here. */
import * as v from "valibot";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { call, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";

export interface StoredScope {
  readonly system: string;
  readonly systemName: string;
  readonly scope: string;
  readonly scopeName: string;
  readonly tellsDeletes: boolean;
  readonly accepts: readonly string[];
  /** History from this time on, µs UTC; undefined: all of it. */
  readonly since: number | undefined;
  /** History before this time, µs UTC; undefined: whatever comes. */
  readonly until?: number | undefined;
}

export interface StoredPlant {
  readonly plantId: string;
  /** Kind of connector. */
  readonly kind: string;
  readonly name: string;
  readonly url: string;
  readonly ca: string | undefined;
  readonly allowPlainHttp: boolean;
  readonly paused: boolean;
  readonly scopes: readonly StoredScope[];
}

const typed = <T>() => v.custom<T>(() => true);

export const storedPlantsService = {
  list: call<readonly StoredPlant[]>()(v.object({})),
  /** Adds or replaces. */
  save: call<void>()(typed<StoredPlant>()),
  /** What waits in the outbox for it becomes drafts again. */
  remove: call<void>()(typed<{ readonly plantId: string }>()),
  setPaused: call<void>()(typed<{ readonly plantId: string; readonly paused: boolean }>()),
  pins: call<readonly string[]>()(v.object({})),
  pin: call<void>()(typed<{ readonly partNumber: string }>()),
  unpin: call<void>()(typed<{ readonly partNumber: string }>()),
} as const;

export function createStoredPlants(
  user: Connection,
  folder: string,
  now: () => number,
  onRequestsChanged: () => void,
): ServiceImplementation<typeof storedPlantsService> {
  const plants = user.prepare(
    "SELECT plant_id AS plantId, kind, name, url, ca, allow_plain_http AS allowPlainHttp, paused FROM plant ORDER BY added_us, plant_id",
  );
  const scopes = user.prepare(
    `SELECT system, system_name AS systemName, scope, scope_name AS scopeName, tells_deletes AS tellsDeletes, accepts, since_us AS since, until_us AS until
     FROM plant_scope WHERE plant_id = ? ORDER BY system, scope`,
  );
  const save = user.prepare(
    `INSERT INTO plant VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, url = excluded.url, ca = excluded.ca,
       allow_plain_http = excluded.allow_plain_http, paused = excluded.paused`,
  );
  const clearScopes = user.prepare("DELETE FROM plant_scope WHERE plant_id = ?");
  const addScope = user.prepare("INSERT INTO plant_scope VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const remove = user.prepare("DELETE FROM plant WHERE plant_id = ?");
  const backToDraft = user.prepare(
    `UPDATE change_request SET state = 'draft' WHERE state IN ('waiting', 'sent')
       AND change_id IN (SELECT object_id FROM outbox WHERE plant_id = ? AND state IN ('waiting', 'sent'))`,
  );
  const withdraw = user.prepare(
    "UPDATE outbox SET state = 'withdrawn' WHERE plant_id = ? AND state IN ('waiting', 'sent')",
  );
  const setPaused = user.prepare("UPDATE plant SET paused = ? WHERE plant_id = ?");
  const safely = <T>(work: () => T): T => translateErrors(userPath(folder), () => user.transaction(work)());

  return {
    list: () =>
      (plants.all() as PlantRow[]).map((row) => ({
        ...row,
        ca: row.ca ?? undefined,
        allowPlainHttp: row.allowPlainHttp === 1,
        paused: row.paused === 1,
        scopes: (scopes.all(row.plantId) as ScopeRow[]).map((scope) => ({
          ...scope,
          tellsDeletes: scope.tellsDeletes === 1,
          since: scope.since ?? undefined,
          until: scope.until ?? undefined,
          accepts: scope.accepts === "" ? [] : scope.accepts.split(","),
        })),
      })),
    save: (plant) =>
      safely(() => {
        const { plantId, kind, name, url, ca, allowPlainHttp, paused } = plant;
        save.run(plantId, kind, name, url, ca ?? null, Number(allowPlainHttp), Number(paused), now());
        clearScopes.run(plantId);
        for (const each of plant.scopes) {
          const { system, systemName, scope, scopeName, tellsDeletes, accepts, since, until } = each;
          addScope.run(
            plantId,
            system,
            systemName,
            scope,
            scopeName,
            Number(tellsDeletes),
            accepts.join(","),
            since ?? null,
            until ?? null,
          );
        }
      }),
    remove: ({ plantId }) => {
      safely(() => {
        backToDraft.run(plantId);
        withdraw.run(plantId);
        remove.run(plantId);
      });
      onRequestsChanged();
    },
    setPaused: ({ plantId, paused }) =>
      safely(() => {
        if (setPaused.run(Number(paused), plantId).changes === 0)
          throw new Failure("invalid", "This plant is not there any more.");
      }),
    pins: () =>
      user.prepare("SELECT part_number FROM pin ORDER BY pinned_us, part_number").pluck().all() as string[],
    pin: ({ partNumber }) =>
      safely(() => {
        user.prepare("INSERT OR IGNORE INTO pin VALUES (?, ?)").run(partNumber, now());
      }),
    unpin: ({ partNumber }) =>
      safely(() => {
        user.prepare("DELETE FROM pin WHERE part_number = ?").run(partNumber);
      }),
  };
}

interface PlantRow {
  readonly plantId: string;
  readonly kind: string;
  readonly name: string;
  readonly url: string;
  readonly ca: string | null;
  readonly allowPlainHttp: number;
  readonly paused: number;
}

interface ScopeRow {
  readonly system: string;
  readonly systemName: string;
  readonly scope: string;
  readonly scopeName: string;
  readonly tellsDeletes: number;
  readonly accepts: string;
  readonly since: number | null;
  readonly until: number | null;
}
