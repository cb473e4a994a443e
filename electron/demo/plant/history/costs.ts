/**
 * The money side of the year, as the ERP books it: standard costs and their yearly roll-up, stock counts at
 * each month's end, and the actual cost of every unit that was packed. All amounts in EUR.
 */
import { hash } from "node:crypto";
import { plantAt, plantInstant, plantIso } from "../../history/plant-time.ts";
import { BOM, ITEMS, itemOf, TRACKING } from "../../history/product-structure.ts";
import { eventEntry, first, type DemoSource, type Entry } from "../../history/sources/source.ts";
import { STORY } from "../../history/story.ts";
import type { Random } from "../../history/random.ts";
import type { Actuator, Unit, Year } from "../../history/year.ts";

/** EUR per hour of a station with its people. */
const MACHINE_RATE = 96;
const BENCH_RATE = 58;
const MACHINES = /^(VMC|TL|GR|SMT)-/;

export const COSTS: DemoSource = {
  id: "demo:costs",
  name: "Costs",
  opening: "weeks",
  entries: (year, random) => [
    ...materialMasters(),
    ...standardCosts(),
    ...stockCounts(year, random.fork("stock")),
    ...actualCosts(year),
  ],
};

/** Bought price, or the sum of what is in it and the work: EUR, two digits. */
export function standardCost(part: string): number {
  const lines = BOM.filter(({ parent }) => parent.number === part);
  const price = priceOf(part);
  if (lines.length === 0) return price;
  const material = lines.reduce(
    (sum, { child, occurrences }) => sum + standardCost(child.number) * occurrences.length,
    0,
  );
  return cents(material * 1.06 + price);
}

/** Between 0.08 and 180 EUR, from the number alone, so that a part costs the same in every history. */
function priceOf(part: string): number {
  const share = Number.parseInt(hash("sha256", `price ${part}`).slice(0, 6), 16) / 0xff_ffff;
  const isSmall = part.startsWith("30-") || part.startsWith("20-3");
  return cents(isSmall ? 0.08 + 2.4 * share : 6 + 174 * share * share);
}

const cents = (value: number): number => Math.round(value * 100) / 100;
const part = (name: string) => ({ name, strength: "stated" }) as const;

/** The ERP keeps a list of parts of its own; it knows nothing of revisions. */
function materialMasters(): Entry[] {
  return ITEMS.map(({ number, name }) => first({ record: "part", part: part(number), title: name }));
}

function standardCosts(): Entry[] {
  const at = plantAt(STORY.year.first);
  return ITEMS.map(({ number, name }) => {
    const cost = standardCost(number);
    return eventEntry(at, {
      key: `standard-cost/${number}/${plantIso(at).slice(0, 10)}`,
      kind: "logistics",
      type: "standard-cost",
      title: `Standard cost of ${name}: ${cost.toFixed(2)} EUR`,
      part: part(number),
      details: { cost, currency: "EUR" },
      payload: JSON.stringify({ doc: "STD", mat: number, cost, cur: "EUR", t: plantIso(at) }),
    });
  });
}

/** What the shelf holds on the last work day of each month, for every part bought in lots. */
function stockCounts({ calendar, receipts, installations }: Year, random: Random): Entry[] {
  const ends = calendar.days.filter((day, i) => monthOf(day) !== monthOf(calendar.days[i + 1] ?? Infinity));
  const bought = new Set(receipts.map((receipt) => receipt.part));
  return [...bought].flatMap((number) => {
    const opening = 60 + random.below(240);
    const received = receipts.filter((receipt) => receipt.part === number);
    const used = installations.filter(({ child }) => child.part === number);
    const pieces = TRACKING.get(number)?.by === "lot" ? piecesOf(number) : 1;
    return ends.map((day) => {
      const at = plantInstant(day, 21 * 60 + 50);
      const gone = used.filter((use) => use.at <= at).length * pieces;
      const come = received
        .filter((receipt) => receipt.at <= at)
        .reduce((sum, receipt) => sum + receipt.quantity, 0);
      const quantity = Math.max(0, opening + come - gone);
      return eventEntry(at, {
        key: `stock/${number}/${day}`,
        kind: "logistics",
        type: "stock-count",
        title: `Stock of ${itemOf(number).name}: ${quantity}`,
        part: part(number),
        details: { quantity, value: cents(quantity * standardCost(number)), currency: "EUR" },
        payload: JSON.stringify({ doc: "INV", mat: number, qty: quantity, t: plantIso(at) }),
      });
    });
  });
}

const monthOf = (day: number): string =>
  Number.isFinite(day) ? new Date(day * 86_400_000).toISOString().slice(0, 7) : "";
const piecesOf = (number: string): number =>
  BOM.find(({ child }) => child.number === number)?.occurrences.length ?? 1;

/** Material at standard, work as it was booked: rework and scrap make a unit dearer than planned. */
export function actualCosts({ actuators, operations, nonconformances }: Year): Entry[] {
  const work = new Map<Unit, number>();
  for (const { unit, station, start, end } of operations) {
    const hours = (end - start) / 3_600_000_000;
    work.set(unit, (work.get(unit) ?? 0) + hours * (MACHINES.test(station) ? MACHINE_RATE : BENCH_RATE));
  }
  const faults = Map.groupBy(nonconformances, ({ unit }) => unit);
  const material = standardCost(actuators[0]?.unit.part ?? "");
  return actuators.map(({ unit, housing, order, packedAt }: Actuator) => {
    const labour = cents((work.get(unit) ?? 0) + (work.get(housing.unit) ?? 0));
    const extra = cents(40 * ((faults.get(unit)?.length ?? 0) + (faults.get(housing.unit)?.length ?? 0)));
    const cost = cents(material + labour + extra);
    return eventEntry(packedAt, {
      key: `actual-cost/${unit.name}`,
      kind: "logistics",
      type: "actual-cost",
      title: `Actual cost of ${unit.name}: ${cost.toFixed(2)} EUR`,
      unit: unit.reference,
      order,
      details: { cost, material, labour, faults: extra, currency: "EUR" },
      payload: JSON.stringify({ doc: "ACT", wo: order, sn: unit.name, cost, t: plantIso(packedAt) }),
    });
  });
}
