/**
 * Decisions about faces survive a new revision of their part: what is there unchanged is confirmed on it as well,
 * the rest stays on the list of what a person decides. Runs after every model that came and at each start, finds by
 * itself what is still to be done, and does nothing twice: a kill in between costs nothing.
 */
import { naturalOrder } from "../../../shared/text/natural-order.ts";
import type { FaceLink, GoneLinks } from "../../../shared/contract/links.ts";
import {
  linksToRenumber,
  planCarryOver,
  planGone,
  rootOf,
  triedOnGone,
  triedOnPlace,
  type CarryTask,
  type GonePart,
  type GoneTask,
  type TriedLink,
} from "../../../shared/links/carry-plan.ts";
import { isSurely, type FoundPart } from "../../../shared/links/find-gone-part.ts";
import type { Blobs } from "../blobs.ts";
import type { Store } from "../store/store.ts";
import { draftsOf } from "./carried-drafts.ts";
import { createCarryThread } from "./carry-thread.ts";
import type { CarryWork } from "./carry-work.ts";

/** Parts; more nobody goes through one by one. */
const MOST_GONE = 200;

/** What came of one part on one model. */
export interface CarriedPart {
  /** SHA-256 of the mesh that was looked on. */
  readonly mesh: string;
  readonly partNumber: string;
  /** Of the part on the model; undefined where the model does not hold it. */
  readonly revision: string | undefined;
  /** What it is called there, where it is found under another number, and whether that is sure. */
  readonly as: { readonly number: string; readonly isSure: boolean } | undefined;
  readonly carried: number;
  /** Confirmed on this revision already, and there on the newer model of it. */
  readonly kept: number;
  /** Names of the features whose faces are not there. */
  readonly lost: readonly string[];
}

export interface LinkCarrier {
  /** Does what is to be done, in turn; says what came of it. Never rejects: a failure goes to the log. */
  run(): Promise<readonly CarriedPart[]>;
  /** What has not gone over because its part is not there under its number. */
  gone(): Promise<readonly GoneLinks[]>;
  close(): Promise<void>;
}

export interface LinkCarrierOptions {
  readonly store: Pick<Store, "reader" | "writer" | "readOnly">;
  readonly blobs: Blobs;
  readonly log: (line: string) => void;
}

export function createLinkCarrier({ store, blobs, log }: LinkCarrierOptions): LinkCarrier {
  let running: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  const thread = createCarryThread();
  /** Of meshes that are not whole, or can't be read: asked again only once they are others. */
  const unfit = new Set<string>();
  /** Two meshes of which one can't be read: the other may still be fit beside a third. */
  const unfitPairs = new Set<string>();
  /** Parts that a mesh holds without a shape: an older model of the same revision may show it. */
  const shapeless = new Set<string>();

  const tell = (thrown: unknown): void =>
    log(`links: ${thrown instanceof Error ? thrown.message : String(thrown)}`);

  const allLinks = (): Promise<readonly FaceLink[]> => store.writer.links.all({});
  const triedLinks = (): Promise<readonly TriedLink[]> => store.writer.links.tried({});
  /** Undefined: the mesh says nothing now. */
  const lookOn = async (mesh: string, work: Omit<CarryWork, "path">) => {
    const path = blobs.path(mesh);
    if (path === undefined) return undefined;
    const looked = await thread.look({ path, ...work });
    if (!looked.isPartial) return looked;
    unfit.add(mesh);
    return undefined;
  };
  /** @param tasks all on one mesh */
  const carryTo = async (tasks: readonly CarryTask[]): Promise<readonly CarriedPart[]> => {
    const mesh = tasks[0]?.mesh ?? "";
    const parts = tasks.map(({ partNumber, number = partNumber, links, own }) => ({
      partNumber: number,
      faces: [...links, ...own].map(({ face }) => face),
    }));
    const looked = await lookOn(mesh, { parts });
    const done: CarriedPart[] = [];
    for (const [at, { partNumber, revision, links, own }] of tasks.entries()) {
      if (looked === undefined) break;
      const faces = looked.found[at];
      if (faces === undefined) {
        shapeless.add(partKey(mesh, partNumber));
        continue;
      }
      const place = { partNumber, revision, mesh };
      const drafts = draftsOf(links, faces, place);
      const lost = [...links, ...own].filter((_, index) => faces[index] === undefined);
      const stays = (linkId: string): TriedLink => ({ linkId, ...place, isCarried: false });
      const carried = await store.writer.links.carry({
        carried: drafts,
        tried: [
          ...drafts.flatMap(({ from }) => triedOnPlace(from, place)),
          ...lost.filter((link) => links.includes(link)).map((link) => stays(rootOf(link))),
          ...own.map(({ linkId }) => stays(linkId)),
        ],
      });
      done.push({
        mesh,
        partNumber,
        revision,
        as: undefined,
        carried,
        kept: own.length - lost.filter((link) => own.includes(link)).length,
        lost: lost.map(nameOf),
      });
    }
    return done;
  };
  /** Of parts that are not there under their number: what surely is the same part takes the links over. */
  const carryGone = async (tasks: readonly GoneTask[]): Promise<readonly CarriedPart[]> => {
    const [first] = tasks;
    const path = first === undefined ? undefined : blobs.path(first.older);
    if (first === undefined || path === undefined) return [];
    const parts = tasks.map(({ partNumber, links }) => ({
      partNumber,
      faces: links.map(({ face }) => face),
    }));
    const looked = await lookOn(first.newer, { parts: [], gone: { path, parts } });
    const done: CarriedPart[] = [];
    for (const [at, { partNumber, newer, links }] of tasks.entries()) {
      const found = looked?.gone[at];
      if (found === undefined) continue;
      const { part, faces } = found;
      const to = part && { partNumber: part.number, revision: part.revision, mesh: newer };
      const open =
        part === undefined
          ? links
          : linksToRenumber(links, part.number, await allLinks(), await triedLinks());
      const there = open.map((link) => faces[links.indexOf(link)]);
      const drafts = to === undefined ? [] : draftsOf(open, there, to);
      const carried = await store.writer.links.carry({
        carried: drafts,
        tried: [
          ...(to === undefined ? [] : drafts.flatMap(({ from }) => triedOnPlace(from, to))),
          ...links.map((link) => triedOnGone(link, newer)),
        ],
      });
      if (open.length === 0) continue;
      done.push({
        mesh: newer,
        partNumber,
        revision: undefined,
        as: part === undefined ? undefined : { number: part.number, isSure: isSurely(part) },
        carried,
        kept: 0,
        lost: open.filter((_, index) => there[index] === undefined).map(nameOf),
      });
    }
    return done;
  };
  /** What parts that are gone are like, by both meshes and the number: it never changes. */
  const known = new Map<string, FoundPart | undefined>();
  const likenesses = async (tasks: readonly GoneTask[]): Promise<void> => {
    const open = tasks.filter(
      (task) => !known.has(goneKey(task)) && !unfit.has(task.newer) && !unfitPairs.has(pairKey(task)),
    );
    for (const own of Map.groupBy(open, pairKey).values()) {
      const [first] = own;
      const path = first === undefined ? undefined : blobs.path(first.older);
      if (isClosed || first === undefined || path === undefined) continue;
      try {
        const parts = own.map(({ partNumber }) => ({ partNumber, faces: [] }));
        const looked = await lookOn(first.newer, { parts: [], gone: { path, parts } });
        own.forEach((task, at) => looked && known.set(goneKey(task), looked.gone[at]?.part));
      } catch (thrown) {
        // Its parts are listed all the same, only without what is like them.
        if (isClosed) return;
        unfitPairs.add(pairKey(first));
        tell(thrown);
      }
    }
  };
  const goneNow = async (): Promise<readonly GoneLinks[]> => {
    const links = await allLinks();
    if (links.length === 0) return [];
    const missing = await store.reader.models.gone({ partNumbers: numbersOf(links) });
    // Looked for or not, they wait until a person has decided.
    const tasks = planGone(links, missing, []).slice(0, MOST_GONE);
    await likenesses(tasks);
    return tasks.map((task) => {
      const { partNumber, product, fileName, links: own } = task;
      const found = known.get(goneKey(task));
      return {
        partNumber,
        product,
        fileName,
        links: own,
        found:
          found === undefined
            ? undefined
            : {
                number: found.number,
                revision: found.revision,
                by: found.finder === "name" ? "name" : "geometry",
              },
      };
    });
  };
  /** In turn. One mesh that can't be read costs its own links their way, which a person can still go by hand. */
  const each = async <T>(
    groups: Iterable<readonly T[]>,
    work: (own: readonly T[]) => Promise<readonly CarriedPart[]>,
    giveUp: (one: T) => void,
  ): Promise<readonly CarriedPart[]> => {
    const done: CarriedPart[] = [];
    for (const own of groups) {
      if (isClosed) break;
      try {
        done.push(...(await work(own)));
      } catch (thrown) {
        if (isClosed) break;
        own.forEach(giveUp);
        tell(thrown);
      }
    }
    return done;
  };
  /** To other revisions of the part; where its newest model has no shape of it, by the model before. */
  const carryOver = async (): Promise<readonly CarriedPart[]> => {
    const before = shapeless.size;
    const links = await allLinks();
    const models = await store.reader.models.holding({ partNumbers: numbersOf(links) });
    const shown = models.filter(({ mesh, partNumber }) => !shapeless.has(partKey(mesh, partNumber)));
    const tasks = planCarryOver(links, shown, await triedLinks()).filter(({ mesh }) => !unfit.has(mesh));
    const byMesh = Map.groupBy(tasks, ({ mesh }) => mesh).values();
    const done = await each(byMesh, carryTo, ({ mesh }) => unfit.add(mesh));
    return shapeless.size > before ? [...done, ...(await carryOver())] : done;
  };
  const carryRenumbered = async (): Promise<readonly CarriedPart[]> => {
    const links = await allLinks();
    const missing = await store.reader.models.gone({ partNumbers: numbersOf(links) });
    const tasks = planGone(links, missing, await triedLinks())
      .filter((task) => !unfit.has(task.newer) && !unfitPairs.has(pairKey(task)))
      // Of a part that was renumbered twice what was decided last goes first.
      .toSorted((a, b) => lastOf(b) - lastOf(a));
    const done = await each(Map.groupBy(tasks, pairKey).values(), carryGone, (task) =>
      unfitPairs.add(pairKey(task)),
    );
    // Told by number: when each was decided, to the µs, is nothing that a reader could follow.
    return done.toSorted((a, b) => naturalOrder(a.partNumber, b.partNumber));
  };
  const runNow = async (): Promise<readonly CarriedPart[]> => {
    if (isClosed || store.readOnly || (await allLinks()).length === 0) return [];
    return [...(await carryOver()), ...(await carryRenumbered())];
  };
  return {
    run: () => {
      const turn = running.then(runNow).catch((thrown: unknown) => {
        // What was read stays read; this is done with the next model, or at the next start.
        if (!isClosed) tell(thrown);
        return [];
      });
      running = turn;
      return turn;
    },
    gone: () => {
      const turn = running.then(goneNow);
      running = turn.catch(() => undefined);
      return turn;
    },
    close: async () => {
      isClosed = true;
      await thread.stop();
      await running;
    },
  };
}

const nameOf = ({ feature, characteristic }: FaceLink): string => feature ?? characteristic;
const numbersOf = (links: readonly FaceLink[]): string[] => [
  ...new Set(links.map(({ partNumber }) => partNumber)),
];
const lastOf = ({ links }: GoneTask): number => Math.max(...links.map(({ decidedAt }) => decidedAt));
const partKey = (mesh: string, partNumber: string): string => `${mesh} ${partNumber}`;
const pairKey = ({ older, newer }: Pick<GonePart, "older" | "newer">): string => `${older} ${newer}`;
const goneKey = (part: GonePart): string => `${pairKey(part)} ${part.partNumber}`;
