/** How what a feed brings is written: deliveries many in a transaction, everything else in one of its own. */
import { rmSync } from "node:fs";
import { EVERYTHING, joined, type Changed } from "../../../../../shared/contract/cache-change.ts";
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
  readonly tell: (what: "more" | "level", changed?: Changed) => void;
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
  readonly onChanged: (level: boolean, changed: Changed) => void;
}

export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { cache, folder, records, staged, now, onChanged } = options;
  let toTell: Deliveries["told"] = "nothing";
  let about: Changed | undefined;
  const safely = <T>(work: () => T): T => translateErrors(cachePath(folder), work);
  const bulk = createBulk({
    cache,
    now,
    onCommitted: () => {
      staged.detach();
      const [told, changed] = [toTell, about ?? EVERYTHING];
      toTell = "nothing";
      about = undefined;
      if (told !== "nothing") onChanged(told === "level", changed);
    },
    onLost: () => {
      staged.detach();
      toTell = "nothing";
      about = undefined;
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
    tell: (what, changed = EVERYTHING) => {
      toTell = what;
      about = joined(about, changed);
    },
    get told() {
      return toTell;
    },
  };
}
