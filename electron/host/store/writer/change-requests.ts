/** Change requests, in user.db: written here, offline too; the plant's own record of one comes back over its feed. */
import * as v from "valibot";
import type {
  About,
  ChangeDraft,
  ChangeRequest,
  ChangeState,
  Evidence,
} from "../../../../shared/contract/changes.ts";
import type { Submission } from "../../../../shared/contract/plant/protocol.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { call, listen, type ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../open.ts";
import { userPath } from "../stores.ts";
import { sourceIdOf } from "./feeds/feed-rows.ts";

const typed = <T>() => v.custom<T>(() => true);
const byId = typed<{ readonly changeId: string }>();

export const changeRequestsService = {
  list: call<readonly ChangeRequest[]>()(v.object({})),
  get: call<ChangeRequest>()(byId),
  save: call<ChangeRequest>()(typed<ChangeDraft & { readonly changeId: string }>()),
  /** `client` names this installation where it has no name yet; `key` is of this submission alone. */
  submit:
    call<ChangeRequest>()(
      typed<{
        readonly changeId: string;
        readonly plantId: string;
        readonly system: string;
        readonly client: string;
        readonly key: string;
      }>(),
    ),
  withdraw: call<ChangeRequest>()(byId),
  remove: call<void>()(byId),
  watch: listen<readonly ChangeRequest[]>()(v.object({})),
} as const;

interface Row {
  readonly changeId: string;
  readonly title: string;
  readonly problem: string;
  readonly proposal: string;
  readonly partNumber: string | null;
  readonly serial: string | null;
  readonly author: string | null;
  readonly about: string;
  readonly evidence: string;
  readonly files: string;
  readonly viewpoint: string | null;
  readonly state: ChangeState;
  readonly plantId: string | null;
  readonly system: string | null;
  readonly number: string | null;
  readonly revision: number | null;
  readonly theirs: string | null;
  readonly reason: string | null;
  readonly attempts: number | null;
  readonly failure: string | null;
  readonly createdAt: number;
  readonly changedAt: number;
}

export interface ChangeRequestsHandle {
  readonly service: ServiceImplementation<typeof changeRequestsService>;
  /** Something that a list shows may have changed: requests, the outbox, or the feeds. */
  readonly changed: () => void;
}

export function createChangeRequests(
  cache: Connection,
  user: Connection,
  folder: string,
  now: () => number,
): ChangeRequestsHandle {
  const select = `SELECT c.change_id AS changeId, c.title, c.problem, c.proposal, c.part_number AS partNumber, c.serial, c.author,
      c.about, c.evidence, c.files, c.viewpoint, c.state, c.plant_id AS plantId, c.system, c.plant_number AS number,
      c.plant_revision AS revision, c.theirs, c.reason, o.attempts, o.failure, c.created_us AS createdAt, c.changed_us AS changedAt
    FROM change_request c LEFT JOIN outbox o ON o.object_id = c.change_id AND o.state IN ('waiting', 'sent')`;
  const all = user.prepare(`${select} ORDER BY c.changed_us DESC, c.change_id`);
  const one = user.prepare(`${select} WHERE c.change_id = ?`);
  const insert = user.prepare(
    `INSERT INTO change_request (change_id, title, problem, proposal, part_number, serial, author, about, evidence, files, viewpoint, state, created_us, changed_us)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'draft', ?, ?)`,
  );
  const update = user.prepare(
    `UPDATE change_request SET title = ?, problem = ?, proposal = ?, part_number = ?, serial = ?, author = ?, about = ?, evidence = ?, files = ?,
       viewpoint = ?, state = 'draft', plant_revision = ?, changed_us = ? WHERE change_id = ?`,
  );
  const setState = user.prepare(
    "UPDATE change_request SET state = ?, plant_id = ?, system = ?, reason = NULL WHERE change_id = ?",
  );
  const toDraft = user.prepare("UPDATE change_request SET state = 'draft' WHERE change_id = ?");
  const remove = user.prepare("DELETE FROM change_request WHERE change_id = ?");
  const client = user.prepare("SELECT client FROM installation LIMIT 1").pluck();
  const nameClient = user.prepare("INSERT INTO installation VALUES (?)");
  const lastNumber = user.prepare("SELECT coalesce(max(number), 0) FROM outbox WHERE client = ?").pluck();
  const enqueue = user.prepare(
    "INSERT INTO outbox VALUES (?, ?, ?, ?, ?, 'change-request', ?, ?, 'waiting', NULL, 0, NULL, ?, NULL)",
  );
  const openEntry = user.prepare(
    "SELECT state, attempts FROM outbox WHERE object_id = ? AND state IN ('waiting', 'sent')",
  );
  const withdrawEntry = user.prepare(
    "UPDATE outbox SET state = 'withdrawn' WHERE object_id = ? AND state = 'waiting'",
  );
  const inFeed = cache.prepare(
    `SELECT e.source_revision AS revision, e.details FROM event e JOIN source s USING (source_id)
     WHERE s.id = ? AND e.source_key = ? AND e.superseded = 0`,
  );
  const watchers = new Set<() => void>();
  const safely = <T>(work: () => T): T => translateErrors(userPath(folder), () => user.transaction(work)());

  const shown = (row: Row): ChangeRequest => {
    const { revision: _revision, failure, ...request } = row;
    return {
      ...request,
      ...ofPlant(row),
      partNumber: row.partNumber ?? undefined,
      serial: row.serial ?? undefined,
      author: row.author ?? undefined,
      viewpoint: row.viewpoint ?? undefined,
      about: JSON.parse(row.about) as About[],
      evidence: JSON.parse(row.evidence) as Evidence[],
      files: JSON.parse(row.files) as string[],
      plantId: row.plantId ?? undefined,
      system: row.system ?? undefined,
      number: row.number ?? undefined,
      theirs: row.theirs === null ? undefined : (JSON.parse(row.theirs) as ChangeRequest["theirs"]),
      reason: row.reason ?? failure ?? undefined,
      attempts: row.attempts ?? 0,
    };
  };
  /** The plant's own record of the request, where its feed brought it. */
  const ofPlant = (row: Row): Pick<ChangeRequest, "isInFeed" | "plantState"> => {
    const { plantId, system, number } = row;
    if (plantId === null || system === null || number === null)
      return { isInFeed: false, plantState: undefined };
    // A request comes back as the event that bears its number (docs of the plant protocol).
    const event = inFeed.get(sourceIdOf({ plantId, system }), `event/${number}`) as
      | { revision: number; details: string }
      | undefined;
    if (event === undefined) return { isInFeed: false, plantState: undefined };
    const { state } = JSON.parse(event.details) as { state?: unknown };
    return {
      isInFeed: event.revision >= (row.revision ?? 0),
      plantState: typeof state === "string" ? state : undefined,
    };
  };
  const find = (changeId: string): Row => {
    const row = one.get(changeId) as Row | undefined;
    if (row === undefined) throw new Failure("invalid", "This change request is not there any more.");
    return row;
  };
  const list = (): readonly ChangeRequest[] => (all.all() as Row[]).map(shown);
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };

  const service: ServiceImplementation<typeof changeRequestsService> = {
    list,
    get: ({ changeId }) => shown(find(changeId)),
    save: (draft) => {
      safely(() => {
        const { changeId, title, problem, proposal } = draft;
        const texts = [
          title,
          problem,
          proposal,
          draft.partNumber ?? null,
          draft.serial ?? null,
          draft.author ?? null,
          JSON.stringify(draft.about ?? []),
          JSON.stringify(draft.evidence),
          JSON.stringify(draft.files ?? []),
          draft.viewpoint ?? null,
        ];
        const row = one.get(changeId) as Row | undefined;
        if (row === undefined) return void insert.run(changeId, ...texts, now(), now());
        if (row.state === "waiting" || row.state === "sent")
          throw new Failure(
            "conflict",
            "This request is on its way to the plant. Take it back first, or wait for the answer.",
          );
        // After a conflict the author has seen the plant's side: the text stands on that revision now.
        const theirs = row.theirs === null ? undefined : (JSON.parse(row.theirs) as { revision: number });
        update.run(...texts, theirs?.revision ?? row.revision, now(), changeId);
      });
      changed();
      return shown(find(draft.changeId));
    },
    submit: (input) => {
      safely(() => {
        const row = find(input.changeId);
        if (row.state !== "draft")
          throw new Failure("conflict", "This request was submitted already. Change it to submit it again.");
        if (row.number !== null && (row.plantId !== input.plantId || row.system !== input.system))
          throw new Failure("conflict", `This request is ${row.number} at another plant already.`);
        let name = client.get() as string | undefined;
        if (name === undefined) nameClient.run((name = input.client));
        const number = Number(lastNumber.get(name)) + 1;
        const submission = submissionOf(row, name, number, input.key);
        const body = JSON.stringify(submission);
        enqueue.run(name, number, input.key, input.plantId, input.system, row.changeId, body, now());
        setState.run("waiting", input.plantId, input.system, row.changeId);
      });
      changed();
      return shown(find(input.changeId));
    },
    withdraw: ({ changeId }) => {
      safely(() => {
        find(changeId);
        if (withdrawEntry.run(changeId).changes > 0) return void toDraft.run(changeId);
        const entry = openEntry.get(changeId);
        throw new Failure(
          "conflict",
          entry === undefined
            ? "This request is not on its way."
            : "This request was sent and may have arrived: wait for the plant's answer.",
        );
      });
      changed();
      return shown(find(changeId));
    },
    remove: ({ changeId }) => {
      safely(() => {
        const row = find(changeId);
        if (row.state === "waiting" || row.state === "sent" || row.number !== null)
          throw new Failure(
            "conflict",
            "The plant knows this request, or is about to: it can't be deleted here.",
          );
        remove.run(changeId);
      });
      changed();
    },
    watch: (_input, emit, { signal }) =>
      new Promise<void>((resolve) => {
        let last = "";
        const tell = (): void => {
          const requests = list();
          const text = JSON.stringify(requests);
          if (text !== last) emit(requests);
          last = text;
        };
        watchers.add(tell);
        signal.addEventListener("abort", () => {
          watchers.delete(tell);
          resolve();
        });
        tell();
      }),
  };
  return { service, changed };
}

function submissionOf(row: Row, client: string, number: number, key: string): Submission {
  const about = JSON.parse(row.about) as About[];
  const evidence = (JSON.parse(row.evidence) as Evidence[]).map(({ sha256 }) => sha256);
  return {
    client,
    number,
    key,
    kind: "change-request",
    ...(row.revision === null ? {} : { base: row.revision }),
    body: {
      id: row.changeId,
      title: row.title,
      problem: row.problem,
      proposal: row.proposal,
      ...(row.partNumber === null ? {} : { partNumber: row.partNumber }),
      ...(row.serial === null ? {} : { serial: row.serial }),
      ...(row.author === null ? {} : { author: row.author }),
      ...(about.length === 0 ? {} : { about }),
      evidence: [...new Set(evidence)],
      files: JSON.parse(row.files) as string[],
      createdAt: row.createdAt,
    },
  };
}
