/**
 * The public read interface (docs/views.md): any SQLite tool may read these. Times are ISO 8601 in
 * UTC with milliseconds; NULL means that the source does not say.
 */
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { Migration } from "../migrate.ts";
import { iso } from "./view-columns.ts";

export const views: Migration = {
  version: 20,
  name: "views",
  up: (connection) => connection.exec(schema()),
};

const named = (column: string, names: readonly string[]): string =>
  `CASE ${column} ${names.map((name, index) => `WHEN ${index} THEN '${name}'`).join(" ")} END`;

const schema = (): string => `
CREATE VIEW v_parts AS
  SELECT p.number AS part_number, p.revision AS revision, coalesce(p.title, p.number) AS name,
    (SELECT m.sha256 FROM model m WHERE m.part_id = p.part_id ORDER BY m.model_id DESC LIMIT 1) AS model_sha256
  FROM part p;

CREATE VIEW v_units AS
  SELECT u.unit_id AS unit_id, p.number AS part_number, u.revision AS revision,
    coalesce(u.serial, u.claimed_serial) AS serial,
    coalesce(u.claimed_status, u.serial_status) AS serial_status,
    u.lot AS lot, u.position AS position, u.label AS label, s.id AS source_id
  FROM unit u JOIN part p USING (part_id) LEFT JOIN source s ON s.source_id = u.source_id;

CREATE VIEW v_events AS
  SELECT e.position AS position, ${named("e.kind", EVENT_KINDS)} AS kind, e.type AS type,
    ${iso("e.started_us")} AS started_at, ${iso("e.ended_us")} AS ended_at,
    p.number AS part_number, e.unit_id AS unit_id, q.name AS equipment, e.title AS title,
    s.id AS source_id, e.source_key AS source_key, e.sha256 AS sha256,
    ${named("e.severity", SEVERITIES)} AS severity, e.offset_minutes AS offset_minutes,
    e.order_number AS order_number, e.operation AS operation, e.payload AS payload
  FROM event e JOIN source s USING (source_id)
    LEFT JOIN part p ON p.part_id = e.part_id
    LEFT JOIN equipment q ON q.equipment_id = e.equipment_id
  WHERE e.superseded = 0;

CREATE VIEW v_measurements AS
  SELECT p.number AS part_number, coalesce(u.same_as, u.unit_id) AS unit_id,
    coalesce(u.serial, u.claimed_serial) AS serial,
    coalesce(u.claimed_status, u.serial_status) AS serial_status,
    c.name AS characteristic, c.nominal AS nominal, c.lower_limit AS lower_limit,
    c.upper_limit AS upper_limit, m.value AS value, c.uom AS uom, m.verdict AS verdict,
    m.laboratory AS laboratory, m.sequence AS sequence, ${iso("m.taken_us")} AS taken_at,
    s.id AS source_id, m.verdict_origin AS verdict_origin, c.kind AS characteristic_kind
  FROM measurement m JOIN characteristic c USING (characteristic_id)
    JOIN unit u USING (unit_id) JOIN part p ON p.part_id = u.part_id
    JOIN source s ON s.source_id = m.source_id;

CREATE VIEW v_factors AS
  SELECT f.unit_id AS unit_id, f.factor AS factor, f.value AS value, s.id AS source_id, f.place AS place
  FROM factor f JOIN source s USING (source_id);

CREATE VIEW v_genealogy AS
  SELECT g.parent_id AS parent_unit_id, g.child_id AS child_unit_id, g.position AS position,
    ${iso("g.installed_us")} AS installed_at, ${iso("g.removed_us")} AS removed_at, s.id AS source_id
  FROM unit_component g JOIN source s USING (source_id);

CREATE VIEW v_gaps AS
  SELECT s.id AS source_id, g.stream AS stream, ${iso("g.started_us")} AS started_at,
    ${iso("g.ended_us")} AS ended_at, g.cause AS cause, g.backfilled AS backfilled
  FROM gap g JOIN source s USING (source_id);

CREATE VIEW v_notes AS
  SELECT n.text AS text, n.place AS place, p.number AS part_number, s.id AS source_id
  FROM note n JOIN source s USING (source_id) LEFT JOIN part p USING (part_id);

CREATE VIEW v_sources AS
  SELECT id AS source_id, name, format, mode, ${iso("as_of_us")} AS as_of FROM source;
`;
