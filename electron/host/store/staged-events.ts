/**
 * Events on their way from the thread that reads a source to the one that writes the cache, in a scratch
 * file: the writer takes them by a handful of statements instead of one by one, and no object crosses
 * between the threads. Everything else of a delivery goes along as changes.
 */
import { EVENT_KINDS, SEVERITIES } from "../../../shared/model/event.ts";
import type { FeedChange, FeedRecord } from "../../../shared/model/feed.ts";
import type { EventRecord, PartReference, UnitReference } from "../../../shared/model/record.ts";

/** What an event is about: a unit or a part, as the source names it. */
export type StagedReference = { readonly unit: UnitReference } | { readonly part: PartReference };

/** A reference by its number; or one that is named by a change that is no staged event, and by which. */
export type Naming = number | { readonly by: string; readonly subject: StagedReference };

export interface StagedEvents {
  /** The file; whoever takes it removes it. */
  readonly path: string;
  readonly rows: number;
  /** Of all (id, revision). */
  readonly checksum: string;
  /** The greatest of its changes. */
  readonly position: number;
  /** By number. */
  readonly references: readonly StagedReference[];
  /** Who is named first decides how a unit or part is founded: all namings of the delivery, in their order. */
  readonly named: readonly Naming[];
  readonly equipment: readonly string[];
  /** Parts that were named in several revisions, each as it was named last. */
  readonly restated: readonly PartReference[];
}

/** Changes of one delivery; those in `staged` come before those in `changes`, whose ids are others or come later. */
export interface Delivery {
  readonly changes: readonly FeedChange[];
  readonly staged: StagedEvents | undefined;
}

/** The file's table; numbers of `reference` and `equipment` count from 0. */
export const STAGED_SCHEMA = `CREATE TABLE event (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  digest INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  type TEXT NOT NULL,
  severity INTEGER NOT NULL,
  started_us INTEGER,
  ended_us INTEGER,
  offset_minutes INTEGER,
  reference INTEGER,
  equipment INTEGER,
  title TEXT NOT NULL,
  order_number TEXT,
  operation TEXT,
  actor TEXT,
  characteristics TEXT,
  details TEXT NOT NULL,
  payload TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT`;
export const STAGED_COLUMNS = 21;

/** What a record names, in the order in which the store looks it up. */
export function referencesOf(record: FeedRecord): readonly StagedReference[] {
  switch (record.record) {
    case "event":
      if (record.unit !== undefined) return [{ unit: record.unit }];
      return record.part === undefined ? [] : [{ part: record.part }];
    case "part":
    case "characteristic":
      return [{ part: record.part }];
    case "bom-line":
      return [{ part: record.parent }, { part: record.child }];
    case "unit-component":
      return [{ unit: record.parent }, { unit: record.child }];
    case "unit":
    case "measurement":
    case "factor":
      return [{ unit: record.unit }];
    case "note":
      return [
        ...(record.part === undefined ? [] : [{ part: record.part }]),
        ...(record.units ?? []).map((unit) => ({ unit })),
      ];
    case "samples":
      return record.unit === undefined ? [] : [{ unit: record.unit }];
    case "gap":
      return [];
  }
}

export const partOf = (reference: StagedReference): PartReference =>
  "unit" in reference ? reference.unit.part : reference.part;

/** Collects which parts are named in several revisions, in the order of their naming. */
export function createRestatements(): {
  note(part: PartReference): void;
  restated(): readonly PartReference[];
} {
  const known = new Map<string, { last: PartReference; isRestated: boolean }>();
  return {
    note(part) {
      if (part.revision === undefined || part.revision === "") return;
      const before = known.get(part.name);
      if (before === undefined) known.set(part.name, { last: part, isRestated: false });
      else if (before.last.revision !== part.revision) known.set(part.name, { last: part, isRestated: true });
    },
    restated: () => [...known.values()].flatMap(({ last, isRestated }) => (isRestated ? [last] : [])),
  };
}

/** A row of the file as the change that it was. */
export interface StagedRow {
  readonly n: number;
  readonly id: string;
  readonly revision: number;
  readonly position: number;
  readonly digest: number;
  readonly kind: number;
  readonly type: string;
  readonly severity: number;
  readonly started_us: number | null;
  readonly ended_us: number | null;
  readonly offset_minutes: number | null;
  readonly reference: number | null;
  readonly equipment: number | null;
  readonly title: string;
  readonly order_number: string | null;
  readonly operation: string | null;
  readonly actor: string | null;
  readonly characteristics: string | null;
  readonly details: string;
  readonly payload: string;
}

export function changeOfRow(row: StagedRow, staged: StagedEvents): FeedChange {
  const { id, revision, position, digest, startedAt, order, ...rest } = {
    ...row,
    startedAt: row.started_us,
    order: row.order_number,
  };
  const reference = rest.reference === null ? undefined : staged.references[rest.reference];
  const equipment = rest.equipment === null ? undefined : staged.equipment[rest.equipment];
  const record: EventRecord = {
    record: "event",
    key: id,
    kind: EVENT_KINDS[rest.kind] ?? "machine",
    type: rest.type,
    title: rest.title,
    severity: SEVERITIES[rest.severity] ?? "none",
    details: JSON.parse(rest.details) as NonNullable<EventRecord["details"]>,
    payload: rest.payload,
    ...reference,
    ...(equipment === undefined ? {} : { equipment }),
    ...(startedAt === null ? {} : { startedAt }),
    ...(rest.ended_us === null ? {} : { endedAt: rest.ended_us }),
    ...(rest.offset_minutes === null ? {} : { offsetMinutes: rest.offset_minutes }),
    ...(order === null ? {} : { order }),
    ...(rest.operation === null ? {} : { operation: rest.operation }),
    ...(rest.actor === null ? {} : { actor: rest.actor }),
    ...(rest.characteristics === null
      ? {}
      : { characteristics: JSON.parse(rest.characteristics) as readonly string[] }),
  };
  return { op: "put", id, revision, position, digest, record };
}
