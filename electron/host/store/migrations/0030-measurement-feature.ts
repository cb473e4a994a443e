/** The feature a value was taken on: one characteristic may stand for every hole of a pattern (QIF FeatureItem). */
import type { Migration } from "../migrate.ts";
import { iso } from "./view-columns.ts";

export const measurementFeature: Migration = {
  version: 30,
  name: "measurement feature",
  up: (connection) =>
    connection.exec(`
ALTER TABLE measurement ADD COLUMN feature TEXT;
DROP VIEW v_measurements;
CREATE VIEW v_measurements AS
  SELECT p.number AS part_number, coalesce(u.same_as, u.unit_id) AS unit_id,
    coalesce(u.serial, u.claimed_serial) AS serial,
    coalesce(u.claimed_status, u.serial_status) AS serial_status,
    c.name AS characteristic, c.nominal AS nominal, c.lower_limit AS lower_limit,
    c.upper_limit AS upper_limit, m.value AS value, c.uom AS uom, m.verdict AS verdict,
    m.laboratory AS laboratory, m.sequence AS sequence, ${iso("m.taken_us")} AS taken_at,
    s.id AS source_id, m.verdict_origin AS verdict_origin, c.kind AS characteristic_kind,
    m.feature AS feature
  FROM measurement m JOIN characteristic c USING (characteristic_id)
    JOIN unit u USING (unit_id) JOIN part p ON p.part_id = u.part_id
    JOIN source s ON s.source_id = m.source_id;
`),
};
