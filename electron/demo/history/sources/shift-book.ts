/** What people wrote into the shift book: true, but nobody joined it up. */
import type { PartReference } from "../../../../shared/model/record.ts";
import type { Cause } from "../causes.ts";
import { characteristicsOf } from "../characteristics.ts";
import { STORY } from "../story.ts";
import type { Year } from "../year.ts";
import { first, type Entry } from "./source.ts";

const HOUSING: PartReference = { name: STORY.cause.part, strength: "stated" };
const BEARING: PartReference = { name: STORY.decoy.part, strength: "stated" };

type Page = readonly [date: string, text: string, part?: PartReference, of?: Cause];

/** Pages that belong to the story of a cause name it. */
const PAGES: readonly Page[] = [
  ["2025-12-11 21:40", "VMC-3 chip conveyor stands again, maintenance told."],
  ["2026-02-17 13:50", "First boards revision C are in, AOI library updated."],
  ["2026-03-09 13:45", "DH-OP20 v15 on the server. Takes 2 min longer because of the probing.", HOUSING],
  [
    "2026-03-27 14:20",
    "VMC-2 runs again after the Z repair. Program list in the control looks old, will check Monday.",
    HOUSING,
    "interaction",
  ],
  [
    "2026-04-02 21:30",
    "VMC-2 sounds different in the bearing seat, surface is fine.",
    HOUSING,
    "interaction",
  ],
  ["2026-04-09 13:55", "New bearings NL-2603: grease is darker, deviation is signed.", BEARING, "false-lead"],
  [
    "2026-04-17 21:45",
    "Bore on VMC-2 at the upper limit again. Loaded v15 from the server in the early shift, was fine.",
    HOUSING,
    "interaction",
  ],
  [
    "2026-04-29 22:00",
    `Housing over the limit, quality says use as is up to ${STORY.cause.scrapAbove}. DNC is slow, ran from memory.`,
    HOUSING,
    "interaction",
  ],
  [
    "2026-05-11 06:20",
    "VMC-2: head trammed on Saturday, memory is empty, programs only from the server now.",
    HOUSING,
    "interaction",
  ],
  [
    "2026-06-23 13:50",
    "Field asks about noisy actuators. Bearing supplier shall answer.",
    BEARING,
    "false-lead",
  ],
  ["2026-07-22 21:30", "Heat: coolant at 29 degrees, machines warmed up longer."],
  ["2026-10-13 13:40", "Tubes with cable slot arrive, mind the mix in the rack."],
];

const LIMIT =
  characteristicsOf(STORY.cause.part).find(({ name }) => name === STORY.cause.characteristic)?.upper ??
  Infinity;

export function shiftBook({ actuators, causes }: Year): Entry[] {
  const pages = PAGES.filter(([, , , of]) => of === undefined || causes.has(of));
  // All at once: the pages of a book stay in order.
  const notes = pages.map(([date, text, part], i) =>
    first({
      record: "note",
      key: `shift-book/${i + 1}`,
      text: `${date} ${text}`,
      at: { line: i + 1 },
      ...(part === undefined ? {} : { part }),
    }),
  );
  const concessions = actuators
    .filter(({ housing }) => housing.bore > LIMIT)
    .map(({ housing: { unit, bore }, packedAt }, i): Entry => ({
      at: packedAt,
      record: {
        record: "note",
        key: `concession/${unit.name}`,
        part: HOUSING,
        units: [unit.reference],
        text: `Concession for ${unit.name}: bore ${bore.toFixed(4)}, use as is. i.falk`,
        at: { line: pages.length + i + 1 },
      },
    }));
  return [...notes, ...concessions];
}
