/** Field service: what came back, what was found in it, and when it went home. */
import { plantIso } from "../plant-time.ts";
import { itemOf } from "../product-structure.ts";
import type { FieldReturn } from "../year.ts";
import { eventEntry, type DemoSource, type Entry } from "./source.ts";

export const FIELD: DemoSource = {
  id: "demo:field",
  name: "Field service",
  opening: "weeks",
  entries: ({ returns }) => returns.flatMap(fieldReturn),
};

function fieldReturn(rma: FieldReturn): Entry[] {
  const { number, actuator, customer, reportedAt, symptom, analysedAt, findings, sentBackAt } = rma;
  return [
    eventEntry(reportedAt, {
      key: number,
      kind: "field",
      type: "return",
      title: `${number} ${actuator.name}: ${symptom}`,
      severity: "critical",
      unit: actuator.reference,
      order: number,
      actor: customer,
      details: { customer, symptom },
      payload: JSON.stringify({ rma: number, sn: actuator.name, customer, symptom, t: plantIso(reportedAt) }),
    }),
    ...findings.map(({ unit, text }) =>
      eventEntry(analysedAt, {
        key: `${number}/${unit.name}`,
        kind: "field",
        type: "finding",
        title: `${number} ${itemOf(unit.part).name} ${unit.name}: ${text}`,
        severity: "fail",
        unit: unit.reference,
        order: number,
        actor: "i.falk",
        payload: JSON.stringify({
          rma: number,
          pn: unit.part,
          sn: unit.name,
          finding: text,
          t: plantIso(analysedAt),
        }),
      }),
    ),
    eventEntry(sentBackAt, {
      key: `${number}/repaired`,
      kind: "field",
      type: "repair",
      title: `${number} ${actuator.name} repaired`,
      severity: "information",
      unit: actuator.reference,
      order: number,
      payload: JSON.stringify({ rma: number, sn: actuator.name, state: "repaired", t: plantIso(sentBackAt) }),
    }),
  ];
}
