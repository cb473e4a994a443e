/**
 * The outbox, in user.db: what was written here and has to reach a plant. An entry is stored before
 * its first try and its answer before anything else is done with it, so a kill at any point leads to the
 * same key being sent again, and the plant gives the same answer.
 */
import * as v from "valibot";
import type { Answer, Submission } from "../../../../shared/contract/plant/protocol.ts";
import { call, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";

export interface OutboxEntry {
  readonly client: string;
  readonly number: number;
  readonly plantId: string;
  readonly system: string;
  /** Entries of one object go in their order. */
  readonly objectId: string;
  readonly submission: Submission;
  readonly attempts: number;
}

const typed = <T>() => v.custom<T>(() => true);
const entry = typed<{ readonly client: string; readonly number: number }>();

export const outboxService = {
  /** What has no answer yet, in order. */
  open: call<readonly OutboxEntry[]>()(typed<{ readonly plantId: string }>()),
  /** Before each try: from here on it may have arrived. */
  sending: call<void>()(entry),
  /** A try without an answer, and why. */
  failed:
    call<void>()(typed<{ readonly client: string; readonly number: number; readonly failure: string }>()),
  answered:
    call<void>()(typed<{ readonly client: string; readonly number: number; readonly answer: Answer }>()),
  counts: call<Readonly<Record<string, number>>>()(v.object({})),
} as const;

export function createOutbox(
  user: Connection,
  folder: string,
  now: () => number,
  onChanged: () => void,
): ServiceImplementation<typeof outboxService> {
  const open = user.prepare(
    `SELECT client, number, plant_id AS plantId, system, object_id AS objectId, body, attempts FROM outbox
     WHERE plant_id = ? AND state IN ('waiting', 'sent') ORDER BY number`,
  );
  const sending = user.prepare(
    "UPDATE outbox SET state = 'sent', attempts = attempts + 1 WHERE client = ? AND number = ? AND state IN ('waiting', 'sent')",
  );
  const setRequest = user.prepare(
    "UPDATE change_request SET state = ? WHERE change_id = (SELECT object_id FROM outbox WHERE client = ? AND number = ?)",
  );
  const failed = user.prepare("UPDATE outbox SET failure = ? WHERE client = ? AND number = ?");
  const answered = user.prepare(
    "UPDATE outbox SET state = 'answered', answer = ?, failure = NULL, answered_us = ? WHERE client = ? AND number = ? AND state IN ('waiting', 'sent')",
  );
  const objectOf = user.prepare("SELECT object_id FROM outbox WHERE client = ? AND number = ?").pluck();
  const accept = user.prepare(
    "UPDATE change_request SET state = 'accepted', plant_number = ?, plant_revision = ?, theirs = NULL, reason = NULL WHERE change_id = ?",
  );
  const conflict = user.prepare(
    "UPDATE change_request SET state = 'conflict', theirs = ?, reason = NULL WHERE change_id = ?",
  );
  const refuse = user.prepare("UPDATE change_request SET state = 'refused', reason = ? WHERE change_id = ?");
  const counts = user.prepare(
    "SELECT plant_id AS plantId, count(*) AS n FROM outbox WHERE state IN ('waiting', 'sent') GROUP BY plant_id",
  );
  const safely = (work: () => void): void => {
    translateErrors(userPath(folder), () => user.transaction(work)());
    onChanged();
  };
  return {
    open: ({ plantId }) =>
      (open.all(plantId) as (Omit<OutboxEntry, "submission"> & { body: string })[]).map(
        ({ body, ...row }) => ({
          ...row,
          submission: JSON.parse(body) as Submission,
        }),
      ),
    sending: ({ client, number }) =>
      safely(() => {
        if (sending.run(client, number).changes > 0) setRequest.run("sent", client, number);
      }),
    failed: ({ client, number, failure }) => safely(() => void failed.run(failure, client, number)),
    answered: ({ client, number, answer }) =>
      safely(() => {
        // An answer that comes twice (a retry overtaken by its first try) is the same one.
        if (answered.run(JSON.stringify(answer), now(), client, number).changes === 0) return;
        const changeId = objectOf.get(client, number);
        if (answer.answer === "accepted") accept.run(answer.number, answer.revision, changeId);
        else if (answer.answer === "refused") refuse.run(answer.reason, changeId);
        else conflict.run(JSON.stringify({ revision: answer.revision, fields: answer.fields }), changeId);
      }),
    counts: () =>
      Object.fromEntries(
        (counts.all() as { plantId: string; n: number }[]).map(({ plantId, n }) => [plantId, n]),
      ),
  };
}
