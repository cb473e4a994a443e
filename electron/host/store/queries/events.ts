import type { EventDetails, EventSummary, eventsService } from "../../../../shared/contract/events.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { newestEvents } from "../columns/newest.ts";
import type { SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createSourceClockQueries } from "./source-clocks.ts";

type Served = Pick<typeof eventsService, "list" | "details" | "find">;

const COLUMNS = `e.position, e.kind, e.type, e.title, e.severity, e.started_us AS startedAt, e.ended_us AS endedAt,
  p.number AS partNumber, e.unit_id AS unitId, coalesce(u.serial, u.claimed_serial) AS serial, q.name AS equipment, s.id AS sourceId`;
const JOINS = `JOIN source s USING (source_id) LEFT JOIN part p ON p.part_id = e.part_id
  LEFT JOIN unit u ON u.unit_id = e.unit_id LEFT JOIN equipment q ON q.equipment_id = e.equipment_id`;

interface EventRow {
  readonly position: number;
  readonly kind: number;
  readonly type: string;
  readonly title: string;
  readonly severity: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly partNumber: string | null;
  readonly unitId: number | null;
  readonly serial: string | null;
  readonly equipment: string | null;
  readonly sourceId: string;
}

interface DetailsRow extends EventRow {
  /** The serial as sources state it; `serial` may be a person's claim. */
  readonly ownSerial: string | null;
  readonly offsetMinutes: number | null;
  readonly order: string | null;
  readonly operation: string | null;
  readonly actor: string | null;
  readonly details: string;
  readonly sourceName: string;
  readonly sourceKey: string;
  readonly place: string | null;
  readonly payload: string;
  readonly sha256: string;
  readonly receivedAt: number;
}

export function createEventQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
): ServiceImplementation<Served> {
  // All in one statement: a row asked for alone costs fifteen times what it costs among others.
  const summaries = connection.prepare(
    `SELECT ${COLUMNS} FROM json_each(?) j CROSS JOIN event e ON e.position = j.value ${JOINS} ORDER BY j.key`,
  );
  const details = connection.prepare(`
    SELECT ${COLUMNS}, u.serial AS ownSerial, e.offset_minutes AS offsetMinutes, e.order_number AS "order", e.operation, e.actor, e.details,
      s.name AS sourceName, e.source_key AS sourceKey, e.place, e.payload, e.sha256, e.received_us AS receivedAt
    FROM event e ${JOINS} WHERE e.position = ?`);
  const find = connection.prepare(`
    SELECT e.position, e.sha256 FROM event e JOIN source s USING (source_id)
    WHERE s.id = ? AND e.source_key = ? AND e.superseded = 0 ORDER BY e.source_revision DESC`);
  const clocks = createSourceClockQueries(connection);
  const eventSubjects = connection.prepare("SELECT kind, name, origin FROM event_subject WHERE position = ?");
  /** The subjects that the event's own columns name; a row of its own says more, and goes before. */
  const subjectsOf = (row: DetailsRow): EventDetails["subjects"] => {
    const stored = eventSubjects.all(row.position) as EventDetails["subjects"][number][];
    const said = new Set(stored.map(({ kind }) => kind));
    const own = [
      ["part", row.partNumber],
      ["unit", row.ownSerial],
      ["equipment", row.equipment],
      ["order", row.order],
      ["operation", row.operation],
    ] as const;
    for (const [kind, name] of own)
      if (name !== null && !said.has(kind)) stored.push({ kind, name, origin: "source" });
    return stored.sort((a, b) => (`${a.kind}\0${a.name}` < `${b.kind}\0${b.name}` ? -1 : 1));
  };

  return {
    list: ({ subject, only, kinds: names, window, undatedOnly, offset = 0, limit }) => {
      const { chosen, summary } = columnsOf(subject, only);
      const kinds = names?.map((kind) => EVENT_KINDS.indexOf(kind));
      const counts = undatedOnly === true ? summary.undated : summary.counts;
      const all = (kinds ?? EVENT_KINDS.map((_, kind) => kind)).reduce(
        (sum, kind) => sum + (counts[kind] ?? 0),
        0,
      );
      const { positions, total } = newestEvents(chosen, {
        window,
        kinds,
        undatedOnly,
        offset,
        limit,
        total: window === undefined ? all : undefined,
      });
      const rows = summaries.all(JSON.stringify(positions)) as EventRow[];
      return { events: rows.map(eventSummary), total };
    },
    find: ({ sourceId, sourceKey }) =>
      find.get(sourceId, sourceKey) as { position: number; sha256: string } | undefined,
    details: ({ position }): EventDetails => {
      const row = details.get(position) as DetailsRow | undefined;
      if (row === undefined) throw new Failure("invalid", `There is no event ${position}.`);
      return {
        ...eventSummary(row),
        offsetMinutes: row.offsetMinutes ?? undefined,
        order: row.order ?? undefined,
        operation: row.operation ?? undefined,
        actor: row.actor ?? undefined,
        details: JSON.parse(row.details) as EventDetails["details"],
        subjects: subjectsOf(row),
        sourceName: row.sourceName,
        sourceKey: row.sourceKey,
        place: row.place ?? undefined,
        payload: row.payload,
        sha256: row.sha256,
        receivedAt: row.receivedAt,
        clock: row.startedAt === null ? undefined : clocks.at(row.sourceId, row.startedAt, row.receivedAt),
      };
    },
  };
}

function eventSummary(row: EventRow): EventSummary {
  return {
    position: row.position,
    kind: EVENT_KINDS[row.kind] ?? "machine",
    type: row.type,
    title: row.title,
    severity: SEVERITIES[row.severity] ?? "none",
    startedAt: row.startedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    partNumber: row.partNumber ?? undefined,
    unitId: row.unitId ?? undefined,
    serial: row.serial ?? undefined,
    equipment: row.equipment ?? undefined,
    sourceId: row.sourceId,
  };
}
