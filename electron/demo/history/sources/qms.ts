/** Quality: characteristics, inspections with their readings, board images, incoming goods, reports of faults. */
import { plantAt, plantClock } from "../plant-time.ts";
import { CHARACTERISTICS } from "../characteristics.ts";
import { itemOf, PRODUCT, TRACKING } from "../product-structure.ts";
import { paperDay } from "../supply.ts";
import { STORY } from "../story.ts";
import type { Inspection, LotReceipt, Nonconformance, Reading, Unit, Year } from "../year.ts";
import { csv, eventEntry, first, type DemoSource, type Entry } from "./source.ts";

const FIRST_REPORT = 187;
const GAP = { from: plantAt(STORY.gaps.inspection.from), to: plantAt(STORY.gaps.inspection.to) };

export const QMS: DemoSource = {
  id: "demo:qms",
  name: "QMS",
  opening: "weeks",
  entries: (year) => [
    ...CHARACTERISTICS.map(({ part, name, kind, nominal, lower, upper, uom }) =>
      first({
        record: "characteristic",
        part: { name: part, strength: "stated" },
        name,
        kind,
        nominal,
        lowerLimit: lower,
        upperLimit: upper,
        uom,
      }),
    ),
    first({
      record: "gap",
      key: `export/${GAP.from}`,
      stream: "inspection reports",
      startedAt: GAP.from,
      endedAt: GAP.to,
      cause: STORY.gaps.inspection.cause,
    }),
    ...qualityEntries(year).filter(({ at }) => at < GAP.from || at >= GAP.to),
  ],
};

/** What is found as it happens. */
export const qualityEntries = (year: Year): readonly Entry[] => [
  ...inspections(year),
  ...boardImages(year),
  ...year.receipts.map(incoming),
  ...reports(year),
];

function inspections(year: Year): Entry[] {
  const sequences = new Map(year.before.inspections);
  const occasions = new Map<Unit, number>();
  const next = <K>(counts: Map<K, number>, key: K): number => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
  return year.inspections
    .toSorted((a, b) => a.start - b.start)
    .flatMap((inspection) => {
      const { unit } = inspection;
      const key = `${unit.part}/${unit.name}/${next(occasions, unit)}`;
      return inspectionEntries(inspection, key, next(sequences, unit.part));
    });
}

function inspectionEntries(inspection: Inspection, key: string, sequence: number): Entry[] {
  const { unit, start, end, laboratory, inspector, reason, readings } = inspection;
  const failed = readings.filter(({ verdict }) => verdict === "fail");
  const result =
    failed.length === 0
      ? "in limits"
      : failed.map(({ characteristic }) => characteristic.name).join(", ") + " out";
  const occasion = reason === "series" ? "" : `, ${reason}`;
  const isTest = unit.part === PRODUCT;
  return [
    eventEntry(start, {
      key: `inspection/${key}`,
      kind: "inspection",
      type: isTest ? "end-of-line-test" : "inspection",
      title: `${unit.name} ${isTest ? "tested" : "measured"}${occasion}: ${result}`,
      endedAt: end,
      severity: failed.length > 0 ? "fail" : "none",
      unit: unit.reference,
      equipment: laboratory,
      actor: inspector,
      characteristics: failed.map(({ characteristic }) => characteristic.name),
      details: { laboratory, reason, measured: readings.length, failed: failed.length },
      payload: csv(
        plantClock(start),
        laboratory,
        unit.part,
        unit.name,
        ...readings.map(shown),
        failed.length > 0 ? "NOK" : "OK",
      ),
    }),
    ...readings.map(({ characteristic, value, verdict }): Entry => ({
      at: end,
      record: {
        record: "measurement",
        key: `${key}/${characteristic.name}`,
        unit: unit.reference,
        characteristic: characteristic.name,
        value,
        verdict,
        verdictOrigin: "source",
        laboratory,
        sequence,
        takenAt: start,
      },
    })),
  ];
}

const shown = ({ characteristic: { decimals }, value }: Reading): string => value.toFixed(decimals);

/** Optical inspection looks at each component of a board. */
function boardImages({ operations, installations, nonconformances }: Year): Entry[] {
  const placed = Map.groupBy(
    installations.filter(({ child }) => TRACKING.get(child.part)?.by === "designator"),
    ({ parent }) => parent,
  );
  const optical = new Set(nonconformances.filter((fault) => fault.optical).map(({ unit }) => unit));
  return operations
    .filter(({ station }) => station === "AOI-1")
    .flatMap(({ unit: board, start, end, operator }) => {
      // Replacements came later: this image shows the first ones.
      const components = (placed.get(board) ?? []).filter(({ at }) => at <= start);
      return components.map(({ child, position }, i): Entry => {
        const at = Math.round(start + ((end - start) * (i + 1)) / (components.length + 1));
        const isFaulty = optical.has(child);
        return eventEntry(at, {
          key: `aoi/${child.name}`,
          kind: "inspection",
          type: "optical-inspection",
          title: `${board.name} ${position}: ${isFaulty ? "solder joint" : "good"}`,
          severity: isFaulty ? "fail" : "none",
          unit: child.reference,
          equipment: "AOI-1",
          actor: operator,
          payload: csv(plantClock(at), board.name, position, child.part, isFaulty ? "FAULT SOLDER" : "PASS"),
        });
      });
    });
}

function incoming({ part, lot, unit, supplier, quantity, at: received, remark }: LotReceipt): Entry {
  const at = received + 95 * 60_000_000;
  return eventEntry(at, {
    key: `incoming/${part}/${lot}`,
    kind: "inspection",
    type: "incoming-inspection",
    title: `Lot ${lot} of ${itemOf(part).name}: ${remark ?? "accepted"}`,
    severity: remark === undefined ? "none" : "warning",
    ...(unit === undefined ? { part: { name: part, strength: "stated" } } : { unit: unit.reference }),
    actor: "incoming",
    details: { lot, supplier, quantity },
    payload: csv(paperDay(at), part, lot, supplier, quantity, "sample 5", remark ?? "OK"),
  });
}

function reports({ nonconformances, before }: Year): Entry[] {
  return nonconformances
    .filter(({ optical }) => optical !== true)
    .toSorted((a, b) => a.at - b.at)
    .map((fault, i) => report(fault, `NCR-${String(FIRST_REPORT + before.reports + i).padStart(4, "0")}`));
}

function report({ unit, at, station, by, text, disposition }: Nonconformance, number: string): Entry {
  return eventEntry(at, {
    key: number,
    kind: "inspection",
    type: "nonconformance",
    title: `${number} ${unit.name}: ${text}; ${disposition}`,
    severity: disposition === "scrap" ? "critical" : "fail",
    unit: unit.reference,
    equipment: station,
    actor: by,
    details: { report: number, disposition },
    payload: csv(number, plantClock(at), unit.part, unit.name, station, text, disposition.toUpperCase(), by),
  });
}
