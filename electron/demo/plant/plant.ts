/** The simulated plant without its network: five feeds, their files, and a desk that takes requests. */
import { hash } from "node:crypto";
import type { Answer, Submission } from "../../../shared/contract/plant/protocol.ts";
import { buildYear } from "../history/build-year.ts";
import type { Cause } from "../history/causes.ts";
import type { Year } from "../history/year.ts";
import { PRODUCT } from "../history/product-structure.ts";
import { createRandom } from "../history/random.ts";
import { addBulk, type BulkOptions } from "./bulk.ts";
import { rangeIn, spanName, type Span } from "./feed/range.ts";
import { renumbered } from "./feed/renumber.ts";
import type { OutgoingRecord } from "./feed/scope-feed.ts";
import {
  createSnapshot,
  SNAPSHOT_DEFAULTS,
  type Segment,
  type Snapshot,
  type SnapshotOptions,
} from "./feed/snapshot.ts";
import { createSystemFeed, type SystemFeed } from "./feed/system-feed.ts";
import type { PlantFile, PlantFiles } from "./files.ts";
import { createFilling, type Filling } from "./history/fill-feeds.ts";
import { PRODUCT_SCOPE, SITE_SCOPE, SYSTEMS } from "./history/systems.ts";
import { createLivePlant, type LivePlant } from "./live/live-plant.ts";
import { createSubmissionDesk } from "./submissions.ts";

export interface PlantContent {
  readonly seed: number;
  /** Actuators of the history's year; 0: the systems begin empty. */
  readonly units: number;
  readonly causes: readonly Cause[];
  readonly bulk: BulkOptions | undefined;
}

export interface PlantParts {
  readonly content: PlantContent;
  readonly files: PlantFiles;
  /** Tells feeds of the same content apart, where a plant forgot what it had produced. */
  readonly epochSalt: string;
  readonly snapshot: Partial<SnapshotOptions>;
  readonly model: PlantFile | undefined;
  /** Holds back all of the year but its opening until `complete` is called. */
  readonly staged?: boolean;
}

export interface Plant {
  readonly name: string;
  readonly systems: ReadonlyMap<string, SystemFeed>;
  readonly files: PlantFiles;
  /** Puts in what a staged plant holds back. */
  complete(): void;
  snapshot(system: SystemFeed, scope: string, span?: Span): Promise<Snapshot>;
  segment(system: string, path: string): Segment | undefined;
  submit(submission: Submission): Answer | { readonly invalid: string };
  /** People at the plant change a request. */
  review(number: string, state: string, remark: string): boolean;
  readonly requests: readonly string[];
  /** One change in a system, committed at once. Returns its revision. */
  put(system: string, scope: string, id: string, record: OutgoingRecord): number;
  remove(system: string, scope: string, id: string): boolean;
  /**
   * Lets work time pass, in minutes: the plant goes on producing where the history ends. Returns how many
   * records were written.
   */
  advance(minutes: number): number;
  /** Work minutes that have passed since the end of the history. */
  readonly worked: number;
  /** When a work minute is in the plant, µs UTC: what it goes on producing is stated by that time. */
  instant(work: number): number;
  /** What the history is made of; undefined where the systems began empty. No reader gets to see it. */
  readonly year: Year | undefined;
  /** As after a restored backup. Returns the new epoch. */
  changeEpoch(system: string): string;
  onCommit(listener: (system: SystemFeed) => void): () => void;
}

export function createPlant(parts: PlantParts): Plant {
  const { content, files, epochSalt, snapshot, model } = parts;
  const listeners = new Set<(system: SystemFeed) => void>();
  const tell = (system: SystemFeed): void => {
    for (const listener of listeners) listener(system);
  };
  const name = hash("sha256", JSON.stringify([content, epochSalt])).slice(0, 8);
  let generation = 1;
  const systems = new Map<string, SystemFeed>(
    SYSTEMS.map(({ name: system }) => [system.id, createSystemFeed(system, `${name}-${generation}`, tell)]),
  );
  const systemOf = (id: string): SystemFeed => {
    const system = systems.get(id);
    if (system === undefined) throw new RangeError(`the plant has no system ${id}`);
    return system;
  };

  let year: Year | undefined;
  let filling: Filling | undefined;
  const complete = (): void => {
    filling?.complete();
    filling = undefined;
  };
  if (content.units > 0) {
    const random = createRandom(content.seed);
    year = buildYear(random, { units: content.units, causes: content.causes });
    const models = new Map(model === undefined ? [] : [[PRODUCT, model]]);
    filling = createFilling(systemOf, { year, random, models });
    filling.open();
    if (parts.staged !== true) complete();
  }
  for (const system of systems.values()) {
    system.scope(PRODUCT_SCOPE);
    system.scope(SITE_SCOPE);
  }
  if (content.bulk !== undefined) addBulk(systemOf("mes"), content.bulk, content.seed);

  const put: Plant["put"] = (system, scope, id, record) => {
    const feed = systemOf(system);
    const revision = feed.put(scope, id, record);
    feed.commit();
    return revision;
  };
  const desk = createSubmissionDesk({
    knowsPart: (number) => {
      const parts = systemOf("plm").scopes.get(PRODUCT_SCOPE.id);
      // A plant that begins empty has no list to look it up in.
      return content.units === 0 || parts?.revisionOf(`part/${number}`) !== undefined;
    },
    hasFile: (sha256) => files.get(sha256) !== undefined,
    put: (scope, id, record) => put("plm", scope, id, record),
  });

  // Made at the first step: most tests need no future.
  let live: LivePlant | undefined;

  const living = (): LivePlant => (live ??= createLivePlant(content.seed, year, systemOf, desk));
  const snapshots = new Map<string, Promise<Snapshot>>();
  const segments = new Map<string, Segment>();
  return {
    name: "Actuator plant",
    systems,
    files,
    complete,
    snapshot(system, scopeId, span = {}) {
      const scope = system.scopes.get(scopeId);
      if (scope === undefined) throw new RangeError(`${system.id} has no scope ${scopeId}`);
      const key = `${system.epoch}/${system.id}/${spanName(span)}/${scopeId}`;
      const range = rangeIn(scope, span);
      let prepared = snapshots.get(key);
      if (prepared === undefined) {
        prepared = createSnapshot(system, scope, { ...SNAPSHOT_DEFAULTS, ...snapshot }, range).then(
          (made) => {
            for (const [path, segment] of made.segments) segments.set(`${system.id}/${path}`, segment);
            return made;
          },
        );
        snapshots.set(key, prepared);
      }
      return prepared;
    },
    segment: (system, path) => segments.get(`${system}/${path}`),
    submit: (submission) => desk.submit(submission),
    review: (number, state, remark) => desk.review(number, state, remark),
    get requests() {
      return desk.numbers;
    },
    put,
    advance: (minutes) => living().advance(minutes),
    instant: (work) => living().instant(work),
    get worked() {
      return live?.work ?? 0;
    },
    year,
    remove(system, scope, id) {
      const feed = systemOf(system);
      const isGone = feed.remove(scope, id);
      feed.commit();
      return isGone;
    },
    changeEpoch(system) {
      generation += 1;
      const epoch = `${name}-${generation}`;
      const fresh = renumbered(systemOf(system), epoch, tell);
      systems.set(system, fresh);
      tell(fresh);
      return epoch;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
