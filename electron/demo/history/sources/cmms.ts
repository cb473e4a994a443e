/** Maintenance orders, until the export stops. */
import type { GapRecord } from "../../../../shared/model/record.ts";
import { plantAt, plantClock } from "../plant-time.ts";
import { MAINTAINED } from "../plant.ts";
import { STORY } from "../story.ts";
import type { MaintenanceOrder } from "../year.ts";
import { csv, eventEntry, first, type DemoSource, type Entry } from "./source.ts";

const SILENT_SINCE = plantAt(STORY.gaps.maintenance.from);

export const CMMS: DemoSource = {
  id: "demo:cmms",
  name: "Maintenance",
  opening: "whole",
  entries: ({ maintenance }) => [
    first(exportGap(undefined)),
    ...maintenance.filter(({ end }) => end < SILENT_SINCE).map(maintenanceEntry),
  ],
};

/** The export's silence; `endedAt` once it works again, µs UTC. */
export const exportGap = (endedAt: number | undefined): GapRecord => ({
  record: "gap",
  key: `export/${SILENT_SINCE}`,
  stream: "maintenance orders",
  startedAt: SILENT_SINCE,
  ...(endedAt === undefined ? {} : { endedAt }),
  cause: STORY.gaps.maintenance.cause,
});

export function maintenanceEntry({
  number,
  machine,
  text,
  planned,
  start,
  end,
  technician,
  report,
}: MaintenanceOrder): Entry {
  const part = MAINTAINED.get(machine);
  return eventEntry(start, {
    key: number,
    kind: "maintenance",
    type: planned ? "planned-maintenance" : "repair",
    title: `${number} ${machine}: ${text}`,
    endedAt: end,
    severity: planned ? "none" : "information",
    equipment: machine,
    order: number,
    actor: technician,
    // The asset belongs to the cell of this part.
    ...(part === undefined ? {} : { part: { name: part, strength: "stated" } }),
    details: { report },
    payload: csv(
      number,
      machine,
      planned ? "PM" : "CM",
      plantClock(start),
      plantClock(end),
      technician,
      text,
      report,
    ),
  });
}
