/** Goods in and out: receipts of lots, kits for assembly, shipments, and what a supplier answered. */
import { HOUR, MINUTE, plantAt, plantIso } from "../plant-time.ts";
import { itemOf, PRODUCT } from "../product-structure.ts";
import { STORY } from "../story.ts";
import type { LotReceipt, Operation, Shipment, Year } from "../year.ts";
import { eventEntry, type DemoSource, type Entry } from "./source.ts";

export const LOGISTICS: DemoSource = {
  id: "demo:logistics",
  name: "Logistics",
  opening: "weeks",
  entries: (year) => [
    ...year.receipts.map(receipt),
    ...kits(year),
    ...year.shipments.map(shipment),
    ...returnsAtTheDoor(year),
    ...(year.causes.has("false-lead") ? [supplierAnswer()] : []),
  ],
};

function receipt({ part, lot, unit, supplier, quantity, at }: LotReceipt): Entry {
  return eventEntry(at, {
    key: `receipt/${part}/${lot}`,
    kind: "logistics",
    type: "goods-receipt",
    title: `Lot ${lot} received: ${quantity} × ${itemOf(part).name}`,
    ...(unit === undefined ? { part: { name: part, strength: "stated" } } : { unit: unit.reference }),
    actor: supplier,
    details: { lot, quantity, supplier },
    payload: JSON.stringify({ doc: "GR", mat: part, lot, qty: quantity, from: supplier, t: plantIso(at) }),
  });
}

/** Material is put ready before an assembly begins. */
function kits({ operations, calendar }: Year): Entry[] {
  return operations
    .filter(({ unit, step }) => step === "0010" && (unit.part === PRODUCT || unit.part === "10-4100"))
    .map(({ unit, order, start, station }: Operation) => {
      const ready = calendar.instant(Math.max(0, calendar.workAt(start) - 55));
      const at = Math.min(ready, start - MINUTE);
      return eventEntry(at, {
        key: `kit/${unit.name}`,
        kind: "logistics",
        type: "kit",
        title: `Kit for ${unit.name} to ${station}`,
        unit: unit.reference,
        order,
        payload: JSON.stringify({ doc: "KIT", wo: order, sn: unit.name, to: station, t: plantIso(at) }),
      });
    });
}

function shipment({ actuator, at, customer, note }: Shipment): Entry {
  return eventEntry(at, {
    key: `shipment/${note}`,
    kind: "logistics",
    type: "shipment",
    title: `${actuator.name} shipped to ${customer}`,
    unit: actuator.reference,
    order: note,
    details: { customer },
    payload: JSON.stringify({ doc: note, sn: actuator.name, to: customer, t: plantIso(at) }),
  });
}

function returnsAtTheDoor({ returns }: Year): Entry[] {
  return returns.flatMap(({ number, actuator, customer, receivedAt, sentBackAt }) => {
    const entry = (type: "return-receipt" | "return-shipment", at: number, text: string): Entry =>
      eventEntry(at, {
        key: `${type}/${number}`,
        kind: "logistics",
        type,
        title: `${number} ${actuator.name} ${text} ${customer}`,
        unit: actuator.reference,
        order: number,
        payload: JSON.stringify({ doc: number, sn: actuator.name, act: type, t: plantIso(at) }),
      });
    return [
      entry("return-receipt", receivedAt, "received from"),
      entry("return-shipment", sentBackAt, "sent back to"),
    ];
  });
}

/** The decoy's end: the supplier looked and found nothing. */
function supplierAnswer(): Entry {
  const { part, lot } = STORY.decoy;
  const at = plantAt("2026-07-14 10:30");
  return eventEntry(at - HOUR, {
    key: `8d/${lot}`,
    kind: "logistics",
    type: "supplier-report",
    title: `8D report of Nordlager: lot ${lot} without finding`,
    part: { name: part, strength: "stated" },
    actor: "Nordlager",
    details: { lot, result: "Rings and clearance in specification; creep marks come from a loose seat" },
    payload: JSON.stringify({
      doc: "8D",
      lot,
      result: "no finding on bearings, check housing seat",
      t: plantIso(at),
    }),
  });
}
