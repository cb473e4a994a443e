/** Maintenance orders, until the export stops. */
import { plantAt, plantClock } from "../plant-time.ts";
import { MAINTAINED } from "../plant.ts";
import { STORY } from "../story.ts";
import { csv, eventEntry, first, type DemoSource } from "./source.ts";

const SILENT_SINCE = plantAt(STORY.gaps.maintenance.from);

export const CMMS: DemoSource = {
  id: "demo:cmms",
  name: "Maintenance",
  isOpening: true,
  entries: ({ maintenance }) => [
    first({
      record: "gap",
      key: `export/${SILENT_SINCE}`,
      stream: "maintenance orders",
      startedAt: SILENT_SINCE,
      cause: STORY.gaps.maintenance.cause,
    }),
    ...maintenance
      .filter(({ end }) => end < SILENT_SINCE)
      .map(({ number, machine, text, planned, start, end, technician, report }) => {
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
      }),
  ],
};
