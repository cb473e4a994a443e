/** Design: the product structure, revisions, programs, change requests and orders. */
import type { PartReference } from "../../../../shared/model/record.ts";
import type { Cause } from "../causes.ts";
import { plantAt, plantIso } from "../plant-time.ts";
import { BOM, itemOf, ITEMS } from "../product-structure.ts";
import { RELEASES } from "../revisions.ts";
import { STORY } from "../story.ts";
import type { Year } from "../year.ts";
import { eventEntry, first, type DemoSource, type Entry } from "./source.ts";

const part = (name: string): PartReference => ({ name, strength: "stated" });

interface Change {
  readonly number: string;
  readonly type: "change-request" | "change-order" | "deviation";
  readonly part: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly by: string;
  /** Part of the story of this cause. */
  readonly of?: Cause;
}

const { boardChange, decoy } = STORY;
const CHANGES: readonly Change[] = [
  {
    number: boardChange.order,
    type: "change-order",
    part: "10-4430",
    from: boardChange.opened,
    to: boardChange.effective,
    text: `Board revision C, effective LA2-${String(boardChange.firstUnit).padStart(4, "0")}`,
    by: "s.lenz",
  },
  {
    number: "DEV-118",
    type: "deviation",
    part: decoy.part,
    from: "2026-03-30 10:20",
    to: "2026-04-30 22:00",
    text: `Bearing lot ${decoy.lot} accepted in spite of darker grease`,
    by: "i.falk",
    of: "false-lead",
  },
  {
    number: "ECR-0039",
    type: "change-request",
    part: "10-4550",
    from: "2025-12-02 09:00",
    to: "2025-12-19 12:00",
    text: "Wiper seal of softer compound; rejected",
    by: "s.lenz",
  },
  {
    number: "ECR-0042",
    type: "change-request",
    part: "10-4110",
    from: "2026-05-06 15:40",
    to: "2026-05-20 11:00",
    text: "Bearing bore 62 H7 out of limit: cause and cure",
    by: "i.falk",
  },
  {
    number: "ECO-0043",
    type: "change-order",
    part: "10-4110",
    from: "2026-05-11 06:00",
    to: "2026-05-29 14:00",
    text: "NC programs from the server only; tram check after every spindle head repair",
    by: "s.lenz",
  },
  {
    number: "ECO-0046",
    type: "change-order",
    part: "10-4510",
    from: "2026-09-10 10:00",
    to: "2026-10-05 06:00",
    text: "Profile tube with cable slot",
    by: "s.lenz",
  },
];

export const PLM: DemoSource = {
  id: "demo:plm",
  name: "PLM",
  opening: "whole",
  entries: ({ causes }) => [...structure(), ...revisions(), ...programs(), ...changes(causes)],
};

function structure(): Entry[] {
  return [
    ...ITEMS.map(({ number, name, revision }) =>
      first({ record: "part", part: { ...part(number), revision }, title: name }),
    ),
    ...BOM.map(({ parent, child, find, occurrences }) =>
      first({
        record: "bom-line",
        parent: part(parent.number),
        child: part(child.number),
        quantity: occurrences.length,
        findNumber: String(find),
        occurrenceNames: occurrences,
      }),
    ),
  ];
}

function revisions(): Entry[] {
  return RELEASES.map(({ part: number, revision, at, text }) => {
    return eventEntry(at, {
      key: `release/${number}/${revision}`,
      kind: "design",
      type: "release",
      title: `Rev ${revision} released: ${itemOf(number).name}`,
      part: part(number),
      actor: "s.lenz",
      details: { revision, change: text },
      payload: `<Release part="${number}" rev="${revision}" state="Released" date="${plantIso(at)}" by="s.lenz">${text}</Release>`,
    });
  });
}

function programs(): Entry[] {
  const { name, releases } = STORY.program;
  const notes: Readonly<Record<string, string>> = {
    v15: "Probes the bearing seat before the last cut and corrects the cutter",
    v16: "As v15; chamfer of housing revision C",
  };
  return releases
    .filter(({ at }) => plantAt(at) >= plantAt(STORY.year.first))
    .map(({ revision, at: date }) => {
      const at = plantAt(date);
      const note = notes[revision] ?? "";
      return eventEntry(at, {
        key: `program/${name}/${revision}`,
        kind: "design",
        type: "program-release",
        title: `Program ${name} ${revision} released`,
        part: part(STORY.cause.part),
        operation: "0020",
        actor: "p.winter",
        details: { program: name, revision, change: note },
        payload: `<NcProgram name="${name}" rev="${revision}" state="Released" date="${plantIso(at)}" by="p.winter">${note}</NcProgram>`,
      });
    });
}

function changes(causes: Year["causes"]): Entry[] {
  const known = CHANGES.filter(({ of }) => of === undefined || causes.has(of));
  return known.map(({ number, type, part: name, from, to, text, by }) => {
    const [at, endedAt] = [plantAt(from), plantAt(to)];
    return eventEntry(at, {
      key: number,
      kind: "change",
      type,
      title: `${number} ${text}`,
      endedAt,
      part: part(name),
      actor: by,
      severity: "information",
      payload: `<Change id="${number}" type="${type}" part="${name}" opened="${plantIso(at)}" closed="${plantIso(endedAt)}" by="${by}">${text}</Change>`,
    });
  });
}
