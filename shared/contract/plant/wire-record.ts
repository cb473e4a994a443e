/**
 * Records as a plant server sends them: those of shared/model/record.ts in JSON. Times are µs since
 * 1970-01-01T00:00:00Z as integers, lengths mm, angles degrees unless `uom` says otherwise. Every text
 * and list is bounded: a plant is outside, and what comes from outside is checked at the edge.
 */
import * as v from "valibot";
import { EVENT_KINDS, SEVERITIES } from "../../model/event.ts";

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const text = v.pipe(v.string(), v.maxLength(10_000));
/** 2^53 µs reach the year 2255. */
const time = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 53)), v.maxValue(2 ** 53));
const finite = v.pipe(v.number(), v.finite());

export const partReferenceSchema = v.strictObject({
  name,
  revision: v.optional(name),
  strength: v.literal("stated"),
});

export const unitReferenceSchema = v.strictObject({
  part: partReferenceSchema,
  serial: v.optional(name),
  serialStatus: v.picklist(["proven", "assumed", "missing"]),
  lot: v.optional(name),
  position: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  label: v.optional(name),
});

/** A file of a part, to be had under its hash: there before the record that names it. */
export const partFileSchema = v.strictObject({
  role: v.picklist(["model", "drawing", "document"]),
  name,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const part = v.strictObject({
  record: v.literal("part"),
  part: partReferenceSchema,
  title: v.optional(name),
  files: v.optional(v.pipe(v.array(partFileSchema), v.maxLength(100))),
});

const bomLine = v.strictObject({
  record: v.literal("bom-line"),
  parent: partReferenceSchema,
  child: partReferenceSchema,
  quantity: v.pipe(finite, v.gtValue(0)),
  findNumber: v.optional(name),
  occurrenceNames: v.optional(v.pipe(v.array(name), v.maxLength(10_000))),
});

const unit = v.strictObject({ record: v.literal("unit"), unit: unitReferenceSchema });

const unitComponent = v.strictObject({
  record: v.literal("unit-component"),
  key: name,
  parent: unitReferenceSchema,
  child: unitReferenceSchema,
  position: v.optional(name),
  installedAt: v.optional(time),
  removedAt: v.optional(time),
});

const characteristic = v.strictObject({
  record: v.literal("characteristic"),
  part: partReferenceSchema,
  name,
  kind: name,
  nominal: v.optional(finite),
  lowerLimit: v.optional(finite),
  upperLimit: v.optional(finite),
  uom: v.optional(name),
  remark: v.optional(text),
});

const measurement = v.strictObject({
  record: v.literal("measurement"),
  key: name,
  unit: unitReferenceSchema,
  characteristic: name,
  feature: v.optional(name),
  value: v.optional(finite),
  text: v.optional(text),
  verdict: v.picklist(["pass", "fail", "none"]),
  verdictOrigin: v.picklist(["source", "limits", "none"]),
  laboratory: v.optional(name),
  device: v.optional(name),
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
  takenAt: v.optional(time),
});

const event = v.strictObject({
  record: v.literal("event"),
  key: name,
  kind: v.picklist(EVENT_KINDS),
  type: name,
  title: v.pipe(v.string(), v.maxLength(1_000)),
  startedAt: v.optional(time),
  endedAt: v.optional(time),
  offsetMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1_080), v.maxValue(1_080))),
  severity: v.optional(v.picklist(SEVERITIES)),
  part: v.optional(partReferenceSchema),
  unit: v.optional(unitReferenceSchema),
  equipment: v.optional(name),
  order: v.optional(name),
  operation: v.optional(name),
  actor: v.optional(name),
  characteristics: v.optional(v.pipe(v.array(name), v.maxLength(1_000))),
  details: v.optional(
    v.record(name, v.union([v.pipe(v.string(), v.maxLength(10_000)), finite, v.boolean()])),
  ),
  /** The system's own record, letter by letter; at most 64 KiB. */
  payload: v.pipe(v.string(), v.maxLength(65_536)),
});

const factor = v.strictObject({
  record: v.literal("factor"),
  key: name,
  unit: unitReferenceSchema,
  factor: name,
  value: v.pipe(v.string(), v.maxLength(1_000)),
});

const note = v.strictObject({
  record: v.literal("note"),
  key: name,
  part: v.optional(partReferenceSchema),
  units: v.optional(v.pipe(v.array(unitReferenceSchema), v.maxLength(10_000))),
  text,
});

const gap = v.strictObject({
  record: v.literal("gap"),
  key: name,
  stream: name,
  startedAt: time,
  endedAt: v.optional(time),
  cause: v.pipe(v.string(), v.maxLength(1_000)),
});

/** Samples of one signal, ascending in time; null where the machine said it has no value. */
const samples = v.strictObject({
  record: v.literal("samples"),
  equipment: name,
  signal: name,
  uom: v.optional(name),
  times: v.pipe(v.array(time), v.maxLength(100_000)),
  values: v.pipe(v.array(v.nullable(finite)), v.maxLength(100_000)),
});

export const wireRecordSchema = v.variant("record", [
  part,
  bomLine,
  unit,
  unitComponent,
  characteristic,
  measurement,
  event,
  factor,
  note,
  gap,
  samples,
]);
export type WireRecord = v.InferOutput<typeof wireRecordSchema>;
