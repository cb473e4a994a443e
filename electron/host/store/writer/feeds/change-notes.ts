/** What changes come to for the screen, noted while they are applied. What is not known for sure widens it. */
import {
  CHANGE_KINDS,
  EVERYTHING,
  MOST_PARTS,
  type Changed,
  type ChangeKind,
} from "../../../../../shared/contract/cache-change.ts";
import type { Connection } from "../../open.ts";

export interface ChangeNotes {
  /** Something of events, units or measurements that was not known before; undefined: of no part. */
  readonly event: (partId: number | undefined) => void;
  readonly kind: (kind: Exclude<ChangeKind, "events">) => void;
  /** It may be about anything. */
  readonly all: () => void;
  readonly isAll: boolean;
  readonly kinds: ReadonlySet<ChangeKind>;
  /** Row ids; undefined: any. */
  readonly parts: ReadonlySet<number> | undefined;
}

export function createChangeNotes(): ChangeNotes {
  const kinds = new Set<ChangeKind>();
  let parts: Set<number> | undefined = new Set();
  return {
    event(partId) {
      kinds.add("events");
      if (partId !== undefined) parts?.add(partId);
      if (parts !== undefined && parts.size > MOST_PARTS) parts = undefined;
    },
    kind: (kind) => void kinds.add(kind),
    all() {
      for (const kind of CHANGE_KINDS) kinds.add(kind);
      parts = undefined;
    },
    get isAll() {
      return kinds.size === CHANGE_KINDS.length;
    },
    kinds,
    get parts() {
      return parts;
    },
  };
}

/** Notes as what is told: parts by their numbers, with all above them. Within the transaction. */
export function createToldOf(cache: Connection): (notes: ChangeNotes) => Changed {
  const above = cache
    .prepare(
      `SELECT DISTINCT p.number FROM json_each(?) j JOIN bom_closure c ON c.descendant_id = j.value
       JOIN part p ON p.part_id = c.ancestor_id`,
    )
    .pluck();
  return ({ isAll, kinds, parts }) => {
    if (isAll) return EVERYTHING;
    const told = CHANGE_KINDS.filter((kind) => kinds.has(kind));
    // What lies above a part is not the same any more.
    if (parts === undefined || kinds.has("structure") || !kinds.has("events")) return { kinds: told };
    const numbers = above.all(JSON.stringify([...parts])) as string[];
    return numbers.length > MOST_PARTS ? { kinds: told } : { kinds: told, parts: numbers };
  };
}
