/** Takes a page apart without believing anything of it. */
import { hash } from "node:crypto";
import * as v from "valibot";
import { pageEndSchema, pageHeadSchema, pageSumSchema } from "../../../shared/contract/plant/protocol.ts";
import { expectRule } from "./check.ts";

export interface Line {
  readonly op: unknown;
  readonly position: number;
  readonly id: string;
  readonly revision: number;
  /** Kind of its record. */
  readonly kind: string | undefined;
  readonly sha256: string;
  readonly bytes: number;
  readonly json: unknown;
}

export interface Page {
  readonly head: v.InferOutput<typeof pageHeadSchema>;
  readonly changes: readonly Line[];
  readonly end: v.InferOutput<typeof pageEndSchema>;
  readonly sum: v.InferOutput<typeof pageSumSchema>;
  /** Of all bytes before the sum's line. */
  readonly sha256: string;
  /** Before the end's line. */
  readonly bytes: number;
}

const RULE = "a page is head, changes, end and sum";

export function readPage(body: Buffer): Page {
  const text = body.toString();
  expectRule(text.endsWith("\n"), `${RULE}: the last line has no line feed`);
  const lines = text.slice(0, -1).split("\n");
  expectRule(lines.length >= 3, `${RULE}: there are ${lines.length} lines`);
  const [first = "", ...rest] = lines;
  const sum = rest.pop() ?? "";
  const last = rest.pop() ?? "";
  const before = body.subarray(0, body.length - Buffer.byteLength(sum) - 1);
  return {
    head: checked(pageHeadSchema, first, "the head"),
    changes: rest.map(readLine),
    end: checked(pageEndSchema, last, "the end"),
    sum: checked(pageSumSchema, sum, "the sum"),
    sha256: hash("sha256", before),
    bytes: before.length - Buffer.byteLength(last) - 1,
  };
}

export function readLine(text: string): Line {
  const json = parsed(text);
  expectRule(typeof json === "object" && json !== null, `${RULE}: a change is no object`);
  const { op, position, id, revision, record } = json as Readonly<Record<string, unknown>>;
  const kind = (record as { readonly record?: unknown } | undefined)?.record;
  return {
    op,
    position: Number(position),
    id: String(id),
    revision: Number(revision),
    kind: typeof kind === "string" ? kind : undefined,
    sha256: hash("sha256", text),
    bytes: Buffer.byteLength(text) + 1,
    json,
  };
}

function checked<S extends v.GenericSchema>(schema: S, text: string, what: string): v.InferOutput<S> {
  const result = v.safeParse(schema, parsed(text));
  expectRule(result.success, `${RULE}: ${what} is ${text.slice(0, 200)}`);
  return result.output;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    expectRule(false, `no JSON: ${text.slice(0, 200)}`);
  }
}
