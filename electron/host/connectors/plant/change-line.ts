/** One line of a page or segment as a change. What this version can't read is parked as it came. */
import { hash } from "node:crypto";
import { safeParse, type BaseIssue } from "valibot";
import { anyChangeSchema, changeSchema, type Change } from "../../../../shared/contract/plant/protocol.ts";
import { wireRecordSchema, type WireRecord } from "../../../../shared/contract/plant/wire-record.ts";
import type { FeedChange, FeedRecord } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { quickCheck } from "./quick-check.ts";

/** `corrupt` for a line that is no change of any version of the protocol. */
export function readChangeLine(line: string): FeedChange {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Failure("corrupt", `this is no JSON: ${excerpt(line)}`);
  }
  if (isSound(value)) return feedChange(value as Change, line);
  const parsed = safeParse(changeSchema, value);
  if (parsed.success) return feedChange(parsed.output, line);
  const any = safeParse(anyChangeSchema, value);
  if (!any.success) throw new Failure("corrupt", `${issueText(any.issues[0])}: ${excerpt(line)}`);
  const { id, position, revision } = any.output;
  const cause = isKnownKind(value) ? "invalid" : "unknown";
  return { op: "park", id, position, revision, cause, reason: issueText(parsed.issues[0]), line };
}

const isSound = quickCheck(changeSchema);

function feedChange(change: Change, line: string): FeedChange {
  if (change.op === "delete") return change;
  const { id, position, revision } = change;
  return { op: "put", id, position, revision, digest: digestOf(line), record: feedRecord(id, change.record) };
}

const KINDS: ReadonlySet<unknown> = new Set(
  wireRecordSchema.options.map(({ entries }) => entries.record.literal),
);

/** Whether this version knows what the change is, and it is only wrong. */
function isKnownKind(value: unknown): boolean {
  const { op, record } = value as { op?: unknown; record?: { record?: unknown } };
  return op === "delete" || (op === "put" && KINDS.has(record?.record));
}

/** The first 48 bits of the SHA-256 of the record's own text: the same text gives the same record. */
function digestOf(line: string): number {
  // The key of the change: a quote inside a string would be escaped, so this can't stand in one.
  const start = line.indexOf('"record":{');
  return Number.parseInt(hash("sha256", start < 0 ? line : line.slice(start)).slice(0, 12), 16);
}

function feedRecord(id: string, record: WireRecord): FeedRecord {
  if (record.record === "samples") {
    const values = Float64Array.from(record.values, (value) => value ?? Number.NaN);
    return { ...record, times: Float64Array.from(record.times), values } as FeedRecord;
  }
  // JSON has no undefined, so what is optional is there or absent. The id is the record's key: it is
  // what the source says of it again.
  return ("key" in record ? { ...record, key: id } : record) as FeedRecord;
}

function issueText(issue: BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) => String(key)).join(".");
  return (path === "" ? issue.message : `${path}: ${issue.message}`).slice(0, 300);
}

const excerpt = (line: string): string => (line.length > 120 ? `${line.slice(0, 120)}…` : line);
