/** How what a feed brings is written: deliveries many in a transaction, everything else in one of its own. */
import { rmSync } from "node:fs";
import { translateErrors, type Connection } from "../../open.ts";
import { cachePath } from "../../stores.ts";
import { createBulk } from "../bulk.ts";
import type { SharedRecords } from "../shared-records.ts";
import type { Delivered } from "./feed-contract.ts";
import type { TakeStaged } from "./take-staged.ts";

export interface Deliveries {
  /** With SQLite's errors in words. */
  readonly safely: <T>(work: () => T) => T;
  readonly write: <T>(work: () => T) => T;
  readonly deliver: <T>(delivered: Delivered, work: () => T) => T;
  /** What is told when the open transaction is committed; `level` outdoes `more`. */
  readonly tell: (what: "more" | "level") => void;
  /** What is told so far. */
  readonly told: "nothing" | "more" | "level";
  readonly flush: () => void;
}

export interface DeliveriesOptions {
  readonly cache: Connection;
  readonly folder: string;
  readonly records: SharedRecords;
  readonly staged: TakeStaged;
  readonly now: () => number;
  readonly onChanged: (level: boolean) => void;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { cache, folder, records, staged, now, onChanged } = options;
  let toTell: Deliveries["told"] = "nothing";
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), work);
  const bulk = createBulk({
    cache,
    now,
    onCommitted: () => {
      staged.detach();
      const told = toTell;
      toTell = "nothing";
      if (told !== "nothing") onChanged(told === "level");
    },
    onLost: () => {
      staged.detach();
      toTell = "nothing";
      records.renew();
    },
  });
  const flush = (): void => safely(() => bulk.flush());
  const write = <T>(work: () => T): T =>
    safely(() => {
      bulk.flush();
      return records.transaction(work);
    });
  const deliver = <T>({ changes: list, staged: events }: Delivered, work: () => T): T =>
    safely(() => {
      if (events === undefined) return bulk.deliver(list.length, work);
      // The files of a transaction are let go of when it ends.
      if (staged.isFull) bulk.flush();
      try {
        return bulk.deliver(list.length + events.rows, work);
      } catch (thrown) {
        rmSync(events.path, { force: true });
        throw thrown;
      }
    });
  return {
    safely,
    write,
    deliver,
    flush,
    tell: (what) => {
      toTell = what;
    },
    get told() {
      return toTell;
    },
  };
}
