/** One sample of a QIF document (MeasurementResults) as records. */
import type {
  EventRecord,
  MeasurementRecord,
  RejectionRecord,
  SourceRecord,
  UnitReference,
} from "../../../../shared/model/record.ts";
import type { Verdict, VerdictOrigin } from "../../../../shared/model/unit.ts";
import { canonicalSerial } from "../../../../shared/model/serial.ts";
import { parseInstant } from "../../../../shared/time/iso.ts";
import { parseDecimal } from "../text/parse-number.ts";
import { child, descend, textOf, type XmlElement } from "../text/xml-tree.ts";
import type { QifCharacteristic } from "./characteristics.ts";
import type { QifDocument } from "./document.ts";
import { isResultLabel } from "./serial-label.ts";

export interface Sample {
  readonly records: readonly SourceRecord[];
  /** Actuals read, and those that became measurements or the unit's number. */
  readonly read: number;
  readonly taken: number;
  /** The text in the serial field was a label. */
  readonly labelled: boolean;
  /** Characteristics whose stated verdict the stated limits contradict, one entry per value. */
  readonly contradictions: readonly string[];
}

/** `sequence`: 1-based place of the sample in its file. */
export function readSample(
  results: XmlElement,
  verbatim: string,
  sequence: number,
  document: QifDocument,
): Sample {
  const byItem = new Map(
    document.characteristics.map((characteristic) => [characteristic.itemId, characteristic]),
  );
  const measured = child(results, "MeasuredCharacteristics");
  // QIF 2 calls them actuals, QIF 3 measurements.
  const actuals =
    (child(measured, "CharacteristicActuals") ?? child(measured, "CharacteristicMeasurements"))?.children ??
    [];
  const { unit, labelled } = unitOf(results, actuals, byItem, sequence, document);
  const time = timeOf(results, document);
  const featureOf = featureFinder(results, document);
  const contradictions: string[] = [];

  const rejections: RejectionRecord[] = [];
  const measurements: MeasurementRecord[] = [];
  const repeats = new Map<string, number>();
  let unitNumbers = 0;
  for (const actual of actuals) {
    const characteristic = byItem.get(textOf(actual, "CharacteristicItemId") ?? "");
    if (characteristic === undefined) {
      rejections.push({
        record: "rejection",
        at: { line: actual.line },
        reason: "The measurement refers to a characteristic that the file does not define.",
        excerpt: textOf(actual, "CharacteristicItemId") ?? actual.name,
      });
      continue;
    }
    if (characteristic.isUnitNumber) {
      unitNumbers += 1;
      continue;
    }
    const written = textOf(actual, "Value");
    const value = written === undefined ? undefined : parseDecimal(written, false);
    if (written !== undefined && value === undefined) {
      rejections.push({
        record: "rejection",
        at: { line: actual.line },
        reason: `The value of "${characteristic.name}" is no number.`,
        excerpt: written.slice(0, 200),
      });
      continue;
    }
    const count = (repeats.get(characteristic.name) ?? 0) + 1;
    repeats.set(characteristic.name, count);
    const feature = featureOf(actual);
    const judged = judge(textOf(actual, "Status", "CharacteristicStatusEnum"), value, characteristic);
    const byLimits = judge(undefined, value, characteristic).verdict;
    if (judged.verdict !== "none" && byLimits !== "none" && judged.verdict !== byLimits)
      contradictions.push(characteristic.name);
    measurements.push({
      record: "measurement",
      key: `${sequence}/${characteristic.name}${count === 1 ? "" : `#${count}`}`,
      unit,
      characteristic: characteristic.name,
      ...(feature === undefined ? {} : { feature }),
      ...(value === undefined ? {} : { value }),
      ...judged,
      laboratory: document.laboratory,
      sequence,
      ...(time.at === undefined ? {} : { takenAt: time.at }),
      at: { line: actual.line },
    });
  }
  return {
    records: [
      { record: "unit", unit },
      ...measurements,
      inspection(results, verbatim, sequence, document, unit, measurements, time),
      ...rejections,
    ],
    read: actuals.length,
    taken: measurements.length + unitNumbers,
    labelled,
    contradictions,
  };
}

/**
 * Which feature an actual is of: one characteristic item may stand for every hole of a pattern, and
 * only its features tell the holes apart (QIF 2: actuals of features, QIF 3: measurements of them).
 */
function featureFinder(
  results: XmlElement,
  document: QifDocument,
): (actual: XmlElement) => string | undefined {
  const measured = child(results, "MeasuredFeatures");
  const itemOf = new Map<string, string>();
  for (const list of ["FeatureActuals", "FeatureMeasurements"]) {
    for (const feature of child(measured, list)?.children ?? []) {
      const item = textOf(feature, "FeatureItemId");
      if (feature.attributes["id"] !== undefined && item !== undefined)
        itemOf.set(feature.attributes["id"], item);
    }
  }
  return (actual) => {
    const ids = (child(actual, "FeatureActualIds") ?? child(actual, "FeatureMeasurementIds"))?.children ?? [];
    const names = ids.flatMap(({ text }) => document.features.get(itemOf.get(text) ?? "") ?? []);
    return names.length === 0 ? undefined : [...new Set(names)].join(", ");
  };
}

interface SampleTime {
  readonly at: number | undefined;
  readonly offsetMinutes: number | undefined;
  /** Where the time was found; `none` where the file gives none. */
  readonly from: "result" | "file creation" | "none";
}

function timeOf(results: XmlElement, document: QifDocument): SampleTime {
  const own = ["InspectionStart", "InspectionEnd", "TimeCreated"]
    .map((name) => textOf(results, name) ?? textOf(child(results, "InspectionTraceability"), name))
    .find((text) => text !== undefined);
  const instant = own === undefined ? undefined : parseInstant(own);
  if (instant !== undefined)
    return { at: instant.microseconds, offsetMinutes: instant.offsetMinutes, from: "result" };
  const { created } = document;
  if (created === undefined) return { at: undefined, offsetMinutes: undefined, from: "none" };
  return { at: created.microseconds, offsetMinutes: created.offsetMinutes, from: "file creation" };
}

function unitOf(
  results: XmlElement,
  actuals: readonly XmlElement[],
  byItem: ReadonlyMap<string, QifCharacteristic>,
  sequence: number,
  document: QifDocument,
): { unit: UnitReference; labelled: boolean } {
  const ids = [
    ...(child(results, "ActualComponentIds")?.children ?? []).map(({ text }) => text),
    ...results.children.filter(({ name }) => name === "ActualComponentId").map(({ text }) => text),
  ];
  const written = ids.map((id) => document.components.get(id)?.serial).find((serial) => serial !== undefined);
  const recorded = actuals
    .filter((actual) => byItem.get(textOf(actual, "CharacteristicItemId") ?? "")?.isUnitNumber === true)
    .map((actual) => textOf(actual, "Value"))
    .find((value) => value !== undefined);
  const label = written !== undefined && isResultLabel(written, document.productNames);
  const serial = label ? recorded : (written ?? recorded);
  const { part } = document;
  if (serial !== undefined) {
    const stated = {
      part,
      serial: canonicalSerial(serial),
      serialStatus: "proven",
      position: sequence,
    } as const;
    return { unit: label ? { ...stated, label: written } : stated, labelled: label };
  }
  const missing = { part, serialStatus: "missing", position: sequence } as const;
  return { unit: label ? { ...missing, label: written } : missing, labelled: label };
}

/** The source's own verdict counts; only where it has none do the limits decide. */
export function judge(
  status: string | undefined,
  value: number | undefined,
  { lowerLimit, upperLimit }: Pick<QifCharacteristic, "lowerLimit" | "upperLimit">,
): { verdict: Verdict; verdictOrigin: VerdictOrigin } {
  if (status === "PASS") return { verdict: "pass", verdictOrigin: "source" };
  if (status === "FAIL") return { verdict: "fail", verdictOrigin: "source" };
  const limits = lowerLimit !== undefined || upperLimit !== undefined;
  if (status !== undefined || value === undefined || !limits) {
    return { verdict: "none", verdictOrigin: status === undefined ? "none" : "source" };
  }
  const out = value < (lowerLimit ?? -Infinity) || value > (upperLimit ?? Infinity);
  return { verdict: out ? "fail" : "pass", verdictOrigin: "limits" };
}

function inspection(
  results: XmlElement,
  verbatim: string,
  sequence: number,
  document: QifDocument,
  unit: UnitReference,
  measurements: readonly MeasurementRecord[],
  time: SampleTime,
): EventRecord {
  const failed = measurements.filter(({ verdict }) => verdict === "fail");
  const status = textOf(descend(results, "InspectionStatus"), "InspectionStatusEnum");
  const out =
    failed.length === 0
      ? "nothing out of limits"
      : `${failed.length} of ${measurements.length} out of limits`;
  return {
    record: "event",
    key: `inspection/${sequence}`,
    kind: "inspection",
    type: "inspection",
    title: `Inspection at ${document.laboratory}: ${out}`,
    severity: failed.length > 0 || status === "FAIL" ? "fail" : "information",
    unit,
    ...(time.at === undefined ? {} : { startedAt: time.at }),
    ...(time.offsetMinutes === undefined ? {} : { offsetMinutes: time.offsetMinutes }),
    characteristics: [...new Set(failed.map(({ characteristic }) => characteristic))],
    details: {
      laboratory: document.laboratory,
      sample: sequence,
      characteristics: measurements.length,
      "out of limits": failed.length,
      ...(status === undefined ? {} : { "status in the file": status }),
      "time from": time.from,
      ...(unit.label === undefined ? {} : { label: unit.label }),
    },
    payload: verbatim,
    at: { line: results.line },
  };
}
