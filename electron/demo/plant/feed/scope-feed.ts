/** One scope of a system: its log, which ids exist in it, and what of the log no longer counts. */
import type { WireRecord } from "../../../../shared/contract/plant/wire-record.ts";
import { createScopeLog, type ScopeLog } from "./scope-log.ts";

type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;
/** A record as it goes out; lists may be read-only. */
export type OutgoingRecord = Frozen<WireRecord>;

export interface ScopeName {
  readonly id: string;
  readonly name: string;
  readonly products?: readonly string[];
}

export interface ScopeFeed extends ScopeName {
  readonly log: ScopeLog;
  /** Ids that exist. */
  readonly records: number;
  /** Returns the revision that the id has now. */
  put(position: number, id: string, record: OutgoingRecord): number;
  /** Appends a change that is written as a line already: `changeHead`, record, `}`, line feed. */
  putLine(position: number, line: string, isNew: boolean): void;
  /** A tombstone; returns its revision, or undefined where the id is not there. */
  remove(position: number, id: string): number | undefined;
  /** As if it had never been: nobody is told. */
  erase(id: string): boolean;
  revisionOf(id: string): number | undefined;
  holdsEvent(id: string): boolean;
  /** Ids that exist, with their revisions, in the order of their last change; from an index of the log on. */
  ids(
    from: number,
    limit: number,
    range?: { isLeftOut(index: number): boolean },
  ): { readonly ids: [string, number][]; readonly next: number | undefined };
  /** Pages leave it out. */
  isErased(index: number): boolean;
  /** A first reader does not need it: a later revision of what is no event, or a delete, took its place. */
  isOutdated(index: number): boolean;
  readonly hasOutdated: boolean;
}

/** Head of every put: fixed, so that ids can be read from the bytes. */
export const changeHead = (position: number, id: string, revision: number): string =>
  `{"op":"put","position":${position},"id":${JSON.stringify(id)},"revision":${revision},"record":`;

interface Last {
  readonly index: number;
  readonly revision: number;
  /** Deleted ids keep counting: coming back they have a later revision. */
  readonly exists: boolean;
}

export function createScopeFeed(scope: ScopeName, spillFile?: string): ScopeFeed {
  const log = createScopeLog(spillFile);
  /** Of ids that were put one by one, and of those from lines that changed since. */
  const last = new Map<string, Last>();
  /** Ids put as lines: found again by reading the log, when somebody asks. */
  let unread = 0;
  const erased = new Set<number>();
  const outdated = new Set<number>();
  let records = 0;

  /** Reads what `putLine` appended, so that ids can be looked up. */
  const index = (): void => {
    for (; unread < log.count; unread += 1) {
      const known = headOf(log.line(unread));
      last.set(known.id, { index: unread, ...known });
    }
  };
  const lastOf = (id: string): Last | undefined => {
    index();
    return last.get(id);
  };
  const outdate = (held: Last | undefined): void => {
    if (held?.exists === true && !isEvent(log.line(held.index))) outdated.add(held.index);
  };

  return {
    ...scope,
    log,
    get records() {
      return records;
    },
    put(position, id, record) {
      const held = lastOf(id);
      const revision = (held?.revision ?? 0) + 1;
      outdate(held);
      last.set(id, { index: log.count, revision, exists: true });
      log.append(position, `${changeHead(position, id, revision)}${JSON.stringify(record)}}\n`);
      unread = log.count;
      if (held?.exists !== true) records += 1;
      return revision;
    },
    putLine(position, line, isNew) {
      log.append(position, line);
      if (isNew) records += 1;
    },
    remove(position, id) {
      const held = lastOf(id);
      if (held?.exists !== true) return undefined;
      const revision = held.revision + 1;
      outdated.add(held.index);
      outdated.add(log.count);
      last.set(id, { index: log.count, revision, exists: false });
      const change = { op: "delete", position, id, revision };
      log.append(position, `${JSON.stringify(change)}\n`);
      unread = log.count;
      records -= 1;
      return revision;
    },
    erase(id) {
      const held = lastOf(id);
      if (held?.exists !== true) return false;
      for (let at = 0; at < log.count; at += 1) {
        if (headOf(log.line(at)).id !== id) continue;
        erased.add(at);
        outdated.add(at);
      }
      last.set(id, { ...held, exists: false });
      records -= 1;
      return true;
    },
    revisionOf(id) {
      const held = lastOf(id);
      return held?.exists === true ? held.revision : undefined;
    },
    holdsEvent(id) {
      const held = lastOf(id);
      return held?.exists === true && isEvent(log.line(held.index));
    },
    ids(from, limit, range) {
      index();
      const ids: [string, number][] = [];
      for (let at = from; at < log.count; at += 1) {
        if (ids.length === limit) return { ids, next: at };
        const { id, revision } = headOf(log.line(at));
        const held = last.get(id);
        if (held?.exists === true && held.index === at && range?.isLeftOut(at) !== true)
          ids.push([id, revision]);
      }
      return { ids, next: undefined };
    },
    isErased: (at) => erased.has(at),
    isOutdated: (at) => outdated.has(at),
    get hasOutdated() {
      return outdated.size > 0;
    },
  };
}

const RECORD = Buffer.from(',"record":');
const EVENT = ',"record":{"record":"event"';

function headOf(line: Buffer): { readonly id: string; readonly revision: number; readonly exists: boolean } {
  const end = line.indexOf(RECORD);
  const text = end === -1 ? line.toString() : `${line.toString("utf8", 0, end)}}`;
  const { op, id, revision } = JSON.parse(text) as { op: string; id: string; revision: number };
  return { id, revision, exists: op === "put" };
}

/** A put taken apart again: the record as the text that it went out as. */
export function recordText(line: Buffer): {
  readonly id: string;
  readonly revision: number;
  readonly text: string;
} {
  // Behind the record stand a brace and the line's end.
  return {
    ...headOf(line),
    text: line.toString("utf8", line.indexOf(RECORD) + RECORD.length, line.length - 2),
  };
}

const isEvent = (line: Buffer): boolean => {
  const at = line.indexOf(RECORD);
  return line.toString("utf8", at, at + EVENT.length) === EVENT;
};
