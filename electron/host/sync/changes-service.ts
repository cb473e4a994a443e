/** Change requests: kept by the writer, sent by the outbox of their plant. */
import type { ChangeRequest, ChangeSummary, changesService } from "../../../shared/contract/changes.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client, ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { changeRequestsService } from "../store/writer/change-requests.ts";

export interface ChangesOptions {
  readonly requests: Client<{ readonly requests: typeof changeRequestsService }>["requests"];
  readonly newId: () => string;
  /** Whether that system of that plant takes change requests; `invalid` for a plant that is not there. */
  readonly acceptingPlant: (plantId: string, system: string) => boolean;
  readonly onOutgoing: (plantId: string) => Promise<void>;
}

export function createChangesService(options: ChangesOptions): ServiceImplementation<typeof changesService> {
  const { requests, newId } = options;
  return {
    list: async () => (await requests.list({})).map(summaryOf),
    get: ({ changeId }) => requests.get({ changeId }),
    save: (draft) => requests.save({ ...draft, changeId: draft.changeId ?? newId() }),
    submit: async ({ changeId, plantId, system }) => {
      if (!options.acceptingPlant(plantId, system))
        throw new Failure("invalid", "This system takes no change requests. Choose one that does.");
      const submission = { changeId, plantId, system, client: newId(), key: newId() };
      const request = await requests.submit(submission);
      await options.onOutgoing(plantId);
      return request;
    },
    withdraw: async ({ changeId }) => {
      const request = await requests.withdraw({ changeId });
      if (request.plantId !== undefined) await options.onOutgoing(request.plantId);
      return request;
    },
    remove: ({ changeId }) => requests.remove({ changeId }),
    watch: (_input, emit, { signal }) =>
      requests
        .watch({}, (list) => emit(list.map(summaryOf)), { signal })
        .catch((thrown: unknown) => {
          // The caller has gone: that ends the stream, it is no failure.
          if (!signal.aborted) throw thrown;
        }),
  };
}

function summaryOf(request: ChangeRequest): ChangeSummary {
  const { changeId, title, partNumber, serial, state, plantId, system, number, plantState } = request;
  const { isInFeed, reason, attempts, createdAt, changedAt } = request;
  return {
    changeId,
    title,
    partNumber,
    serial,
    state,
    plantId,
    system,
    number,
    plantState,
    isInFeed,
    reason,
    attempts,
    createdAt,
    changedAt,
  };
}
