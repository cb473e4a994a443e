/**
 * A page of changes, checked whole before any of it is handed on: its head is of what was asked, its
 * end is there, the count and the SHA-256 over all lines before the sum are right. Its changes are read
 * line by line as they are taken.
 */
import { isUtf8 } from "node:buffer";
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
import type { FeedChange } from "../../../../shared/model/feed.ts";
import type { SourcePage, SourceStream } from "../connector.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Stager } from "../../store/stager.ts";
import { readChangeLine } from "./change-line.ts";
import { EventReader } from "./event-bytes.ts";

/** A page ends with the change that reaches PAGE_BYTES; head, end and sum come on top. */
export const PAGE_BODY_LIMIT = PAGE_BYTES + 2 * LINE_BYTES;

const LINE_FEED = 10;

/** `corrupt` names the line and what is wrong with it. */
export function readPage(
  body: Buffer,
  asked: SourceStream,
  wireBytes: number,
  reader = createEventReader(),
): SourcePage {
  // Without a line end the last line may have been cut.
  if (body.at(-1) !== LINE_FEED) throw broken("it ends in the middle of a line");
  const count = countLines(body) - 3;
  if (count < 0) throw broken("it has no end");
  if (count > PAGE_LIMIT) throw broken(`it has more than ${PAGE_LIMIT} changes`);
  const atChanges = body.indexOf(LINE_FEED) + 1;
  const atSum = body.lastIndexOf(LINE_FEED, body.length - 2) + 1;
  const atEnd = body.lastIndexOf(LINE_FEED, atSum - 2) + 1;
  const head = readLine(body.subarray(0, atChanges), 1, pageHeadSchema, "head");
  if (head.system !== asked.system || head.scope !== asked.scope)
    throw broken(`it is of ${head.system}, ${head.scope} and not of ${asked.system}, ${asked.scope}`);
  if (head.since !== asked.since || head.until !== asked.until)
    throw broken("it is of another span of time than was asked for");
  const sum = readLine(body.subarray(atSum), count + 3, pageSumSchema, "sum");
  const end = readLine(body.subarray(atEnd, atSum), count + 2, pageEndSchema, "end");
  if (count !== end.count) throw broken(`it has ${count} changes and says ${end.count}`);
  if (hash("sha256", body.subarray(0, atSum)) !== sum.sha256) throw broken("its SHA-256 is wrong");
  return {
    epoch: head.epoch,
    count,
    changes: { [Symbol.iterator]: () => readChanges(body.toString("utf8", atChanges, atEnd)) },
    // What is no UTF-8 is read as text, which makes it some.
    ...(isUtf8(body)
      ? { stage: (stager: Stager) => stageChanges(body.subarray(0, atEnd), atChanges, reader, stager) }
      : {}),
    cursor: end.cursor,
    more: end.more,
    head: end.head,
    bytes: wireBytes,
  };
}

function countLines(body: Buffer): number {
  let lines = 0;
  for (let at = body.indexOf(LINE_FEED); at >= 0; at = body.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

/** For page after page of a source. */
export const createEventReader = (): EventReader => new EventReader(readChangeLine);

/** Line by line, so that none is kept. */
function* readChanges(text: string): Generator<FeedChange> {
  let number = 1;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf("\n", at);
    number += 1;
    yield inLine(number, () => readChangeLine(text.slice(at, end)));
    at = end + 1;
  }
}

/** Lines between two looks at the network, some 5 ms. */
const AT_A_TIME = 1_000;

function* stageChanges(
  body: Buffer,
  from: number,
  reader: EventReader,
  stager: Stager,
): Generator<undefined> {
  let number = 1;
  for (let at = from; at < body.length;) {
    const end = body.indexOf(LINE_FEED, at);
    number += 1;
    if (reader.read(body, at, end)) stager.addBytes(reader);
    else stager.add([inLine(number, () => reader.change())]);
    at = end + 1;
    if (number % AT_A_TIME === 0) yield undefined;
  }
}

function inLine<T>(number: number, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw thrown instanceof Failure ? broken(`line ${number}: ${thrown.message}`) : thrown;
  }
}

function readLine<Schema extends GenericSchema>(
  bytes: Buffer,
  number: number,
  schema: Schema,
  what: string,
): InferOutput<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw broken(`line ${number} should be its ${what} and is no JSON`);
  }
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = (issue.path ?? []).map(({ key }) => String(key)).join(".");
  throw broken(`line ${number} should be its ${what}: ${path === "" ? "" : `${path}: `}${issue.message}`);
}

const broken = (why: string): Failure =>
  new Failure("corrupt", `A page of the plant can't be used: ${why}. Nothing of it was taken.`);
