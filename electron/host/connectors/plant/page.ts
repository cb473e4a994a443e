/**
 * A page of changes, checked whole before any of it is handed on: its head is of what was asked, its
 * end is there, the count and the SHA-256 over all lines before the sum are right.
 */
import { hash } from "node:crypto";
import { safeParse, type GenericSchema, type InferOutput } from "valibot";
import {
  LINE_BYTES,
  PAGE_BYTES,
  PAGE_LIMIT,
  pageEndSchema,
  pageHeadSchema,
  pageSumSchema,
} from "../../../../shared/contract/plant/protocol.ts";
import type { FeedChange, FeedPage } from "../../../../shared/model/feed.ts";
import type { SourceStream } from "../connector.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { readChangeLine } from "./change-line.ts";

/** A page ends with the change that reaches PAGE_BYTES; head, end and sum come on top. */
export const PAGE_BODY_LIMIT = PAGE_BYTES + 2 * LINE_BYTES;

const LINE_FEED = 10;

/** `corrupt` names the line and what is wrong with it. */
export function readPage(body: Buffer, asked: SourceStream, wireBytes: number): FeedPage {
  // Without a line end the last line may have been cut.
  if (body.at(-1) !== LINE_FEED) throw broken("it ends in the middle of a line");
  const text = body.toString("utf8");
  const lines = text.slice(0, -1).split("\n");
  const lastChange = lines.length - 3;
  if (lastChange < 0) throw broken("it has no end");
  if (lastChange > PAGE_LIMIT) throw broken(`it has more than ${PAGE_LIMIT} changes`);
  const head = readLine(lines, 0, pageHeadSchema, "head");
  if (head.system !== asked.system || head.scope !== asked.scope)
    throw broken(`it is of ${head.system}, ${head.scope} and not of ${asked.system}, ${asked.scope}`);
  if (head.since !== asked.since) throw broken("it is of another span of time than was asked for");
  const sum = readLine(lines, lines.length - 1, pageSumSchema, "sum");
  const end = readLine(lines, lines.length - 2, pageEndSchema, "end");
  const changes: FeedChange[] = [];
  for (let index = 1; index <= lastChange; index += 1) {
    try {
      changes.push(readChangeLine(lines[index] ?? ""));
    } catch (thrown) {
      throw thrown instanceof Failure ? broken(`line ${index + 1}: ${thrown.message}`) : thrown;
    }
  }
  if (changes.length !== end.count) throw broken(`it has ${changes.length} changes and says ${end.count}`);
  const before = body.lastIndexOf(LINE_FEED, body.length - 2) + 1;
  if (hash("sha256", body.subarray(0, before)) !== sum.sha256) throw broken("its SHA-256 is wrong");
  return { epoch: head.epoch, changes, cursor: end.cursor, more: end.more, head: end.head, bytes: wireBytes };
}

function readLine<Schema extends GenericSchema>(
  lines: readonly string[],
  index: number,
  schema: Schema,
  what: string,
): InferOutput<Schema> {
  const text = lines[index] ?? "";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw broken(`line ${index + 1} should be its ${what} and is no JSON`);
  }
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = (issue.path ?? []).map(({ key }) => String(key)).join(".");
  throw broken(`line ${index + 1} should be its ${what}: ${path === "" ? "" : `${path}: `}${issue.message}`);
}

const broken = (why: string): Failure =>
  new Failure("corrupt", `A page of the plant can't be used: ${why}. Nothing of it was taken.`);
