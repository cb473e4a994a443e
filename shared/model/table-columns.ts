/** The columns of each table, in the order in which a row has its cells. */
import { EVENT_KINDS, SEVERITIES } from "./event.ts";
import { SERIAL_STATUSES, VERDICTS } from "./unit.ts";

export const TABLE_IDS = ["events", "units", "measurements", "orders", "contains", "within"] as const;
export type TableId = (typeof TABLE_IDS)[number];

export interface TableColumn {
  readonly id: string;
  /** time: µs UTC; span: µs; choice: one of `choices`. */
  readonly kind: "text" | "number" | "time" | "span" | "choice";
  readonly choices?: readonly string[];
  /** Few enough values to make groups of. */
  readonly groups?: true;
  /** Not shown unless a person asks for it. */
  readonly extra?: true;
  /** Takes what the others leave of a wide window, until a person chose its width. */
  readonly fills?: true;
  /** CSS pixels at first. */
  readonly width: number;
}

const column = (
  id: string,
  kind: TableColumn["kind"],
  width: number,
  more: Partial<TableColumn> = {},
): TableColumn => ({ id, kind, width, ...more });
const grouped = { groups: true } as const;
const extra = { extra: true } as const;

const RELATIVES: readonly TableColumn[] = [
  column("depth", "number", 80),
  column("serial", "text", 130),
  column("status", "choice", 100, { choices: SERIAL_STATUSES, ...grouped }),
  column("part", "text", 140, grouped),
  column("lot", "text", 120, grouped),
  column("position", "text", 130, grouped),
  column("installed", "time", 180),
  column("removed", "time", 180),
];

export const TABLE_COLUMNS: Readonly<Record<TableId, readonly TableColumn[]>> = {
  events: [
    column("started", "time", 180),
    column("kind", "choice", 118, { choices: EVENT_KINDS, ...grouped }),
    column("severity", "choice", 104, { choices: SEVERITIES, ...grouped }),
    column("title", "text", 266, { fills: true }),
    column("part", "text", 130, grouped),
    column("serial", "text", 110),
    column("equipment", "text", 120, grouped),
    column("order", "text", 110, grouped),
    column("operation", "text", 110, grouped),
    column("type", "text", 140, { ...grouped, ...extra }),
    column("ended", "time", 180, extra),
    column("duration", "span", 106),
    column("actor", "text", 110, { ...grouped, ...extra }),
    column("source", "text", 120, { ...grouped, ...extra }),
    column("key", "text", 140, extra),
  ],
  units: [
    column("serial", "text", 130),
    column("status", "choice", 90, { choices: SERIAL_STATUSES, ...grouped }),
    column("part", "text", 130, grouped),
    column("revision", "text", 70, { ...grouped, ...extra }),
    column("lot", "text", 110, grouped),
    column("events", "number", 84),
    column("failures", "number", 84),
    column("first", "time", 180),
    column("last", "time", 180),
    column("position", "number", 70, extra),
    column("label", "text", 130, extra),
    column("source", "text", 120, { ...grouped, ...extra }),
  ],
  measurements: [
    column("serial", "text", 110, grouped),
    column("characteristic", "text", 170, grouped),
    column("feature", "text", 110, { ...grouped, ...extra }),
    column("value", "number", 86),
    column("uom", "text", 64, grouped),
    column("verdict", "choice", 94, { choices: VERDICTS, ...grouped }),
    column("nominal", "number", 96, extra),
    column("deviation", "number", 106),
    column("lower", "number", 112),
    column("upper", "number", 112),
    column("taken", "time", 180),
    column("laboratory", "text", 120, grouped),
    column("device", "text", 120, { ...grouped, ...extra }),
    column("part", "text", 130, grouped),
    column("source", "text", 120, { ...grouped, ...extra }),
  ],
  orders: [
    column("order", "text", 140),
    column("part", "text", 150, grouped),
    column("events", "number", 90),
    column("failures", "number", 90),
    column("first", "time", 180),
    column("last", "time", 180),
  ],
  /** What is in the unit, and what it is in. */
  contains: RELATIVES,
  within: RELATIVES,
};
