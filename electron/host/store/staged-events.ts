/**
 * Events on their way from the thread that reads a source to the one that writes the cache, in a scratch
 * file: the writer takes them by a handful of statements instead of one by one, and no object crosses
 * between the threads. Everything else of a delivery goes along as changes.
 */
import { hash } from "node:crypto";
import { EVENT_KINDS, SEVERITIES } from "../../../shared/model/event.ts";
import type { FeedChange, FeedRecord } from "../../../shared/model/feed.ts";
import type { EventRecord, PartReference, UnitReference } from "../../../shared/model/record.ts";
import { openScratch, translateErrors } from "./open.ts";
import { SetChecksum } from "./writer/feeds/checksum.ts";

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

export interface Stager {
  readonly rows: number;
  /** Takes them as they are read, none is kept. Where reading one throws, the stager is to be dropped. */
  add(changes: Iterable<FeedChange>): void;
  /** Ends it. Few events are handed on as changes: a file would cost more than it saves. */
  end(): Delivery;
  /** Ends it without a delivery. */
  drop(): void;
}

/** Columns of `event` in the file; numbers of `reference` and `equipment` count from 0. */
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

/** Events from which on a file is worth its while. */
const WORTH_IT = 200;

type EventPut = FeedChange & { readonly op: "put"; readonly record: EventRecord };

/** Errors (Failure): `limit` for a full disk, `refused` where the folder can't be written. */
export function createStager(path: string): Stager {
  const puts: NumberedPut[] = [];
  const others: FeedChange[] = [];
  const ids = new Set<string>();
  const references: StagedReference[] = [];
  const named: Naming[] = [];
  const numberOf = numbering();
  const revisions = createRestatements();
  let file: StagingFile | undefined;

  const numbered = (change: EventPut): NumberedPut => {
    const [subject] = referencesOf(change.record);
    if (subject === undefined) return { change, reference: undefined };
    revisions.note(partOf(subject));
    const reference = numberOf(JSON.stringify(subject), () => {
      named.push(references.length);
      references.push(subject);
    });
    return { change, reference };
  };
  const setAside = (change: FeedChange): void => {
    others.push(change);
    if (change.op !== "put") return;
    for (const subject of referencesOf(change.record)) {
      revisions.note(partOf(subject));
      named.push({ by: change.id, subject });
    }
  };
  const stage = (put: NumberedPut): void => {
    if (file !== undefined) return file.insert(put);
    puts.push(put);
    if (puts.length < WORTH_IT) return;
    file = createFile(path);
    for (const first of puts) file.insert(first);
    puts.length = 0;
  };

  return {
    get rows() {
      return (file?.rows ?? 0) + puts.length + others.length;
    },
    add(changes) {
      translateErrors(path, () => {
        for (const change of changes) {
          const before = ids.size;
          if (ids.add(change.id).size > before && isPlainEvent(change)) stage(numbered(change));
          else setAside(change);
        }
      });
    },
    end() {
      const written = file;
      if (written === undefined) {
        // In the order in which they came: what stands twice is among them.
        const all = [...puts.map(({ change }) => change), ...others];
        return { changes: all.sort((a, b) => a.position - b.position), staged: undefined };
      }
      const rest = translateErrors(path, () => written.end());
      return {
        changes: others,
        staged: { path, references, named, restated: revisions.restated(), ...rest },
      };
    },
    drop: () => file?.drop(),
  };
}

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

interface NumberedPut {
  readonly change: EventPut;
  readonly reference: number | undefined;
}

interface StagingFile {
  readonly rows: number;
  insert(put: NumberedPut): void;
  drop(): void;
  end(): Pick<StagedEvents, "rows" | "checksum" | "position" | "equipment">;
}

function createFile(path: string): StagingFile {
  const file = openScratch(path);
  file.exec(STAGED_SCHEMA);
  const insert = file.prepare(
    `INSERT INTO event VALUES (${Array.from({ length: 21 }, () => "?").join(", ")})`,
  );
  const equipment: string[] = [];
  const equipmentNumber = numbering();
  const checksum = new SetChecksum();
  let [rows, position] = [0, 0];
  file.exec("BEGIN");
  return {
    get rows() {
      return rows;
    },
    insert({ change: { id, revision, position: at, digest, record }, reference }) {
      rows += 1;
      position = Math.max(position, at);
      checksum.add(id, revision);
      insert.run(
        rows,
        id,
        revision,
        at,
        digest,
        EVENT_KINDS.indexOf(record.kind),
        record.type,
        SEVERITIES.indexOf(record.severity ?? "none"),
        record.startedAt ?? null,
        record.endedAt ?? null,
        record.offsetMinutes ?? null,
        reference ?? null,
        record.equipment === undefined
          ? null
          : equipmentNumber(record.equipment, (name) => equipment.push(name)),
        record.title,
        record.order ?? null,
        record.operation ?? null,
        record.actor ?? null,
        record.characteristics === undefined ? null : JSON.stringify(record.characteristics),
        record.details === undefined ? "{}" : JSON.stringify(record.details),
        record.payload,
        hash("sha256", record.payload),
      );
    },
    drop: () => void file.close(),
    end() {
      file.exec("COMMIT");
      file.close();
      return { rows, checksum: checksum.toString(), position, equipment };
    },
  };
}

/** Numbers names as they come; `onNew` is told of each once. */
function numbering(): (name: string, onNew: (name: string) => void) => number {
  const numbers = new Map<string, number>();
  return (name, onNew) => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(name, number);
    onNew(name);
    return number;
  };
}

function isPlainEvent(change: FeedChange): change is EventPut {
  if (change.op !== "put" || change.record.record !== "event") return false;
  const { at, linkOrigin } = change.record;
  return at === undefined && (linkOrigin ?? "source") === "source";
}

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
