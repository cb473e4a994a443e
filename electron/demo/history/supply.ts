/** Suppliers, and which of their lots is in use when. */
import type { Calendar } from "./calendar.ts";
import { DAY_MINUTES } from "./calendar.ts";
import { plantAt, plantClock, plantDay, DAY } from "./plant-time.ts";
import { TRACKING } from "./product-structure.ts";
import type { Random } from "./random.ts";
import { STORY } from "./story.ts";
import type { Units } from "./units.ts";
import type { LotReceipt } from "./year.ts";

interface Supply {
  readonly supplier: string;
  readonly prefix: string;
  /** Work days for which a lot lasts. */
  readonly days: number;
  readonly quantity: number;
}

const supply = (supplier: string, prefix: string, days: number, quantity: number): Supply => ({
  supplier,
  prefix,
  days,
  quantity,
});
const fasteners = supply("Schraubenhandel Ost", "SO", 62, 2000);

/** Bought parts, and the castings (under the number of the housing that is made of them). */
const SUPPLIES: ReadonlyMap<string, Supply> = new Map([
  ["10-4110", supply("Gusswerk Aalen", "GA", 17, 40)],
  ["20-1206", supply("Nordlager", "NL", 22, 80)],
  ["20-3021", supply("Halbleiter Direkt", "GD", 26, 250)],
  ["20-3031", supply("Halbleiter Direkt", "PT", 31, 500)],
  ["20-3010", supply("Halbleiter Direkt", "MP", 40, 80)],
  ["20-2305", supply("Sensorik Lech", "SL", 34, 120)],
  ["10-4220", supply("Kugelgewinde Franken", "KF", 29, 40)],
  ["10-4170", supply("Riemen Nord", "RN", 45, 100)],
  ["10-4431", supply("Platinenwerk Ulm", "PU", 36, 60)],
  ...["10-4150", "10-4160", "10-4180", "10-4230", "10-4410", "10-4420", "10-4610", "10-4630"].map(
    (part) => [part, supply("Drehteile Donau", "DD", 48, 60)] as const,
  ),
  ...["20-2204", "20-2210", "20-2220"].map((part) => [part, supply("Kontakt Sued", "KS", 52, 400)] as const),
  ...["20-3041", "20-3045", "20-3048", "20-3051"].map(
    (part) => [part, supply("Bauteile Kontor", "BK", 43, 1500)] as const,
  ),
  ...["10-4550", "10-4560"].map((part) => [part, supply("Dichtung Elbe", "DE", 38, 150)] as const),
  ...["30-0041", "30-0051", "30-0061", "30-0081", "30-0085", "30-0110"].map(
    (part) => [part, fasteners] as const,
  ),
]);

export interface Supplies {
  readonly receipts: readonly LotReceipt[];
  /** Lot of a bought part that is in use at a work minute; undefined for what is not bought in lots. */
  lotInUse(part: string, work: number): string | undefined;
}

interface Use {
  readonly lot: string;
  readonly from: number;
}

/** `hasDecoy`: the story's false lead is one of the lots. */
export function createSupplies(
  random: Random,
  calendar: Calendar,
  units: Units,
  hasDecoy: boolean,
): Supplies {
  const uses = new Map<string, readonly Use[]>();
  const receipts: LotReceipt[] = [];
  const end = calendar.days.length * DAY_MINUTES;
  const opening = monthBefore(calendar.days[0] ?? 0);
  for (const [part, { supplier, prefix, days, quantity }] of SUPPLIES) {
    const stream = random.fork(part);
    const list: Use[] = [];
    const receive = (lot: string, at: number, remark?: string): void => {
      const isLot = TRACKING.get(part)?.by === "lot";
      receipts.push({
        part,
        lot,
        supplier,
        quantity: quantity + 5 * stream.below(9),
        at,
        remark,
        unit: isLot ? units.lot(part, lot) : undefined,
      });
    };
    // The lot in use at the start came before the year: nothing tells of its receipt.
    list.push({ lot: `${prefix}-${opening}`, from: -1 });
    for (let from = days * DAY_MINUTES * stream.between(0.3, 1); from < end;) {
      const before = from - DAY_MINUTES * stream.between(3, 11);
      if (before > 0) {
        const at = calendar.instant(Math.floor(before / DAY_MINUTES) * DAY_MINUTES + stream.between(70, 420));
        const lot = freeName(`${prefix}-${plantClock(at).slice(2, 7).replace("-", "")}`, list);
        list.push({ lot, from });
        receive(lot, at);
      }
      from += days * DAY_MINUTES * stream.between(0.75, 1.25);
    }
    if (hasDecoy && part === STORY.decoy.part) {
      const { from, to } = STORY.decoy.inUse;
      const [first, last] = [calendar.workAt(plantAt(from)), calendar.workAt(plantAt(to) + DAY)];
      uses.set(part, insertUse(list, STORY.decoy.lot, first, last));
      // What the decoy replaces in its month never came.
      const name = STORY.decoy.lot;
      const stale = receipts.findIndex((receipt) => receipt.part === part && receipt.lot === name);
      if (stale !== -1) receipts.splice(stale, 1);
      receive(name, plantAt(STORY.decoy.received), STORY.decoy.remark);
    } else uses.set(part, list);
  }
  return {
    receipts: receipts.sort((a, b) => a.at - b.at),
    lotInUse: (part, work) => uses.get(part)?.findLast(({ from }) => from <= work)?.lot,
  };
}

/** `2510` for a day of November 2025. */
function monthBefore(day: number): string {
  const date = new Date(day * 86_400_000);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1))
    .toISOString()
    .slice(2, 7)
    .replace("-", "");
}

/** `NL-2603`, and `NL-2603b` for the second one of a month. */
function freeName(name: string, list: readonly Use[]): string {
  const taken = list.filter(({ lot }) => lot.startsWith(name)).length;
  return taken === 0 ? name : `${name}${String.fromCharCode(97 + taken)}`;
}

/** `lot` is in use in [first, last); the lot that was in use then goes on after it. */
function insertUse(list: readonly Use[], lot: string, first: number, last: number): readonly Use[] {
  const others = list.filter((use) => use.lot !== lot);
  const after = others.findLast(({ from }) => from < last);
  return [
    ...others.filter(({ from }) => from < first),
    { lot, from: first },
    ...(after === undefined ? [] : [{ lot: after.lot, from: last }]),
    ...others.filter(({ from }) => from >= last),
  ];
}

/** `2026-03-26`: papers that come with goods carry the day alone. */
export const paperDay = (at: number): string =>
  new Date(plantDay(at) * 86_400_000).toISOString().slice(0, 10);
