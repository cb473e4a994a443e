/**
 * What goes wrong on purpose, decided per request: the next ones of a kind, all of a kind, or some by
 * chance. The same seed and order of requests give the same faults.
 */
import { createRandom } from "../history/random.ts";

export const REQUEST_KINDS = [
  "service",
  "scopes",
  "changes",
  "snapshot",
  "segment",
  "ids",
  "file",
  "upload",
  "submission",
  "nudges",
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export type Fault =
  /** Answers in full, this much later. */
  | { readonly fault: "latency"; readonly ms: number }
  /** A problem instead of an answer; nothing was done. */
  | { readonly fault: "status"; readonly status: number; readonly retryAfterSeconds?: number }
  /** The connection breaks before anything is done. */
  | { readonly fault: "drop" }
  /** Done, but the connection breaks after this share (0…1) of the body: 0 loses the answer whole. */
  | { readonly fault: "cut"; readonly share: number }
  /** After this share of the body nothing more comes, and the connection stays open. */
  | { readonly fault: "stall"; readonly share: number }
  /** This many bytes at a time, with this pause between. */
  | { readonly fault: "slow"; readonly bytes: number; readonly ms: number }
  /** A body that ends early although the transfer is in order. */
  | { readonly fault: "truncated"; readonly share: number }
  /** One byte is another one; checksums do not fit. */
  | { readonly fault: "corrupt" }
  | PageFault;

/** Of pages only. The page's end fits its lines, except where it says otherwise. */
export type PageFault =
  /** A change in the middle is no JSON. */
  | { readonly fault: "malformed" }
  /** A change in the middle is JSON but breaks the schema. */
  | { readonly fault: "invalid-record" }
  /** A change in the middle holds a record of a kind that does not exist yet. */
  | { readonly fault: "unknown-kind" }
  /** Changes come twice on the page. */
  | { readonly fault: "duplicated" }
  /** The page begins with changes that the page before held already. */
  | { readonly fault: "overlapping"; readonly changes: number }
  /** Changes are out of their order. */
  | { readonly fault: "reordered" }
  /** The last change of a page and the first of the next in each other's place: for all pages or none. */
  | { readonly fault: "swapped-over" }
  /** The end counts one change too many. */
  | { readonly fault: "miscounted" }
  /** The end's checksum is of something else. */
  | { readonly fault: "wrong-sum" }
  /** The head names another epoch than the cursor's. */
  | { readonly fault: "foreign-epoch" }
  /** The end's cursor was damaged on its way: the sum tells. */
  | { readonly fault: "damaged-cursor" };

const PAGE_FAULTS: ReadonlySet<string> = new Set<PageFault["fault"]>([
  "malformed",
  "invalid-record",
  "unknown-kind",
  "duplicated",
  "overlapping",
  "reordered",
  "swapped-over",
  "miscounted",
  "wrong-sum",
  "foreign-epoch",
  "damaged-cursor",
]);

export const isPageFault = (fault: Fault): fault is PageFault => PAGE_FAULTS.has(fault.fault);

export interface FaultRate {
  readonly kinds: readonly RequestKind[];
  readonly fault: Fault;
  /** 0…1 of the requests. */
  readonly share: number;
}

/** What goes wrong in a bad network with an overloaded server; `share` of the requests in all. */
export function ordinaryFaults(share: number): readonly FaultRate[] {
  const faults: readonly Fault[] = [
    { fault: "latency", ms: 800 },
    { fault: "status", status: 503, retryAfterSeconds: 1 },
    { fault: "status", status: 500 },
    { fault: "drop" },
    { fault: "cut", share: 0.5 },
    { fault: "slow", bytes: 4_096, ms: 20 },
    { fault: "truncated", share: 0.7 },
    { fault: "corrupt" },
  ];
  return faults.map((fault) => ({ kinds: REQUEST_KINDS, fault, share: share / faults.length }));
}

export interface Faults {
  /** For the next requests of the kind, one each. */
  next(kind: RequestKind, ...faults: readonly Fault[]): void;
  /** For every request of the kind, until told otherwise. */
  always(kind: RequestKind, fault: Fault | undefined): void;
  /** By chance, where nothing else is planned. */
  byChance(seed: number, rates: readonly FaultRate[]): void;
  clear(): void;
  /** Asked by the server once per request. */
  draw(kind: RequestKind): Fault | undefined;
  /** What was done so far, in order. */
  readonly done: readonly { readonly kind: RequestKind; readonly fault: Fault }[];
}

export function createFaults(): Faults {
  const planned = new Map<RequestKind, Fault[]>();
  const standing = new Map<RequestKind, Fault>();
  const done: { kind: RequestKind; fault: Fault }[] = [];
  let random = createRandom(0);
  let rates: readonly FaultRate[] = [];
  const choose = (kind: RequestKind): Fault | undefined => {
    const next = planned.get(kind)?.shift();
    // Drawn in any case: what is planned does not shift what comes by chance.
    const chances = rates
      .filter(({ kinds }) => kinds.includes(kind))
      .map((rate) => [rate, random.unit()] as const);
    return next ?? standing.get(kind) ?? chances.find(([{ share }, draw]) => draw < share)?.[0].fault;
  };
  return {
    next(kind, ...faults) {
      planned.set(kind, [...(planned.get(kind) ?? []), ...faults]);
    },
    always(kind, fault) {
      if (fault === undefined) standing.delete(kind);
      else standing.set(kind, fault);
    },
    byChance(seed, chosen) {
      random = createRandom(seed).fork("faults");
      rates = chosen;
    },
    clear() {
      planned.clear();
      standing.clear();
      rates = [];
    },
    draw(kind) {
      const fault = choose(kind);
      if (fault !== undefined) done.push({ kind, fault });
      return fault;
    },
    get done() {
      return done;
    },
  };
}
