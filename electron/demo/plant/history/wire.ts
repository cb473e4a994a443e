/** The history's records as they go over the wire: identity, scope and JSON. */
import type { UnitReference } from "../../../../shared/model/record.ts";
import type { HistoryRecord } from "../../history/sources/source.ts";
import type { OutgoingRecord } from "../feed/scope-feed.ts";
import { PRODUCT_SCOPE, SITE_SCOPE } from "./systems.ts";

export interface Outgoing {
  readonly id: string;
  readonly scope: string;
  readonly record: OutgoingRecord;
}

/** undefined for records that only files know (rejections, remarks, counts). */
export function outgoing(record: HistoryRecord): Outgoing | undefined {
  const body = bodyOf(record);
  return body === undefined ? undefined : { id: idOf(body), scope: scopeOf(body), record: body };
}

function bodyOf(record: HistoryRecord): OutgoingRecord | undefined {
  switch (record.record) {
    case "part":
    case "bom-line":
    case "unit":
    case "unit-component":
    case "characteristic":
    case "gap":
      return stated(record);
    case "measurement":
    case "factor":
    case "note": {
      const { at: _place, ...rest } = record;
      return stated(rest);
    }
    case "event": {
      const { at: _place, linkOrigin: _origin, ...rest } = record;
      return stated(rest);
    }
    case "samples": {
      const { times, values, unit: _unit, ...rest } = record;
      return {
        ...rest,
        times: [...times],
        values: [...values].map((value) => (Number.isNaN(value) ? null : value)),
      };
    }
    default:
      return undefined;
  }
}

/** A plant system states the names of its parts; only files are guessed from. */
function stated(record: object): OutgoingRecord {
  return record as OutgoingRecord;
}

const unitName = ({ part, serial, lot, position }: UnitReference): string =>
  `${part.name}/${serial ?? lot ?? position ?? "?"}`;

function idOf(record: OutgoingRecord): string {
  switch (record.record) {
    case "part":
      return `part/${record.part.name}`;
    case "bom-line":
      return `bom-line/${record.parent.name}/${record.child.name}`;
    case "unit":
      return `unit/${unitName(record.unit as UnitReference)}`;
    case "characteristic":
      return `characteristic/${record.part.name}/${record.name}`;
    case "samples":
      return `samples/${record.equipment}/${record.signal}/${record.times[0] ?? 0}`;
    default:
      return `${record.record}/${record.key}`;
  }
}

function scopeOf(record: OutgoingRecord): string {
  const isOfSite =
    record.record === "samples" ||
    record.record === "gap" ||
    (record.record === "event" && record.unit === undefined && record.part === undefined) ||
    (record.record === "note" && record.part === undefined && record.units === undefined);
  return isOfSite ? SITE_SCOPE.id : PRODUCT_SCOPE.id;
}
