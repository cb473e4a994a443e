/**
 * Decisions about faces survive a new revision of their part: what is there unchanged is confirmed on it as well,
 * the rest stays on the list of what a person decides. Runs after every model that came and at each start, finds by
 * itself what is still to be done, and does nothing twice: a kill in between costs nothing.
 */
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { FaceKey, FaceLink, GoneLinks, LinkDraft } from "../../../shared/contract/links.ts";
import {
  NO_PART,
  planCarryOver,
  planGone,
  type CarryTask,
  type GonePart,
  type GoneTask,
} from "../../../shared/links/carry-plan.ts";
import { isSurely, type FoundPart } from "../../../shared/links/find-gone-part.ts";
import { Failure, failureFrom } from "../../../shared/rpc/failure.ts";
import type { Blobs } from "../blobs.ts";
import type { Store } from "../store/store.ts";
import { workerUrl } from "../workers.ts";
import type { CarryAnswer, CarryWork } from "./carry-work.ts";

const HEAP_LIMIT_MB = 2_048;
/** Parts; more nobody goes through one by one. */
const MOST_GONE = 200;

/** What came of one part on one model. */
export interface CarriedPart {
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
  let worker: Worker | undefined;
  /** Of meshes that are not whole, or can't be read: asked again only once they are others. */
  const unfit = new Set<string>();

  const tell = (thrown: unknown): void =>
    log(`links: ${thrown instanceof Error ? thrown.message : String(thrown)}`);

  const look = async (work: CarryWork): Promise<Exclude<CarryAnswer, { type: "failed" }>> => {
    const own = new Worker(workerUrl("carry-links"), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
    });
    worker = own;
    try {
      return await new Promise((resolve, reject) => {
        own.on("message", (answer: CarryAnswer) =>
          answer.type === "failed" ? reject(failureFrom(answer.failure)) : resolve(answer),
        );
        own.on("error", reject);
        own.on("exit", () => reject(new Failure("cancelled", "looking for faces was stopped")));
      });
    } finally {
      worker = undefined;
      await own.terminate();
    }
  };
  /** Undefined: the mesh says nothing now. */
  const lookOn = async (mesh: string, work: Omit<CarryWork, "path">) => {
    const path = blobs.path(mesh);
    if (path === undefined) return undefined;
    const looked = await look({ path, ...work });
    if (!looked.isPartial) return looked;
    unfit.add(mesh);
    return undefined;
  };
  const carryTo = async (mesh: string, tasks: readonly CarryTask[]): Promise<readonly CarriedPart[]> => {
    const parts = tasks.map(({ partNumber, links, own }) => ({
      partNumber,
      faces: [...links, ...own].map(({ face }) => face),
    }));
    const looked = await lookOn(mesh, { parts });
    const done: CarriedPart[] = [];
    for (const [at, { partNumber, revision, links, own }] of tasks.entries()) {
      const faces = looked?.found[at];
      if (faces === undefined) continue;
      const carried = draftsOf(links, faces, { partNumber, revision });
      const lost = [...links, ...own].filter((_, index) => faces[index] === undefined);
      const stay = [...lost, ...own].map(({ linkId }) => linkId);
      await store.writer.links.carry({ revision, mesh, carried, looked: stay });
      done.push({
        partNumber,
        revision,
        as: undefined,
        carried: carried.length,
        kept: own.length - lost.filter((link) => link.revision === revision).length,
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
      const carried =
        part === undefined
          ? []
          : draftsOf(links, faces, { partNumber: part.number, revision: part.revision });
      const taken = new Set(carried.map(({ link }) => link.carriedFrom));
      const lost = links.filter(({ linkId }) => !taken.has(linkId));
      await store.writer.links.carry({
        revision: part === undefined || carried.length === 0 ? NO_PART : part.revision,
        mesh: newer,
        carried,
        looked: lost.map(({ linkId }) => linkId),
      });
      done.push({
        partNumber,
        revision: undefined,
        as: part === undefined ? undefined : { number: part.number, isSure: isSurely(part) },
        carried: carried.length,
        kept: 0,
        lost: lost.map(nameOf),
      });
    }
    return done;
  };
  /** What parts that are gone are like, by both meshes and the number: it never changes. */
  const known = new Map<string, FoundPart | undefined>();
  const likenesses = async (tasks: readonly GoneTask[]): Promise<void> => {
    const key = ({ older, newer, partNumber }: GonePart): string => `${older} ${newer} ${partNumber}`;
    const open = tasks.filter((task) => !known.has(key(task)) && !unfit.has(task.newer));
    for (const own of Map.groupBy(open, ({ older, newer }) => `${older} ${newer}`).values()) {
      const path = blobs.path(own[0]?.older ?? "");
      if (path === undefined) continue;
      const parts = own.map(({ partNumber }) => ({ partNumber, faces: [] }));
      const looked = await lookOn(own[0]?.newer ?? "", { parts: [], gone: { path, parts } });
      own.forEach((task, at) => looked && known.set(key(task), looked.gone[at]?.part));
    }
  };
  const goneNow = async (): Promise<readonly GoneLinks[]> => {
    const { links } = await store.writer.links.known({});
    if (links.length === 0) return [];
    const partNumbers = [...new Set(links.map(({ partNumber }) => partNumber))];
    const missing = await store.reader.models.gone({ partNumbers });
    // Looked for or not, they wait until a person has decided.
    const tasks = planGone(links, missing, []).slice(0, MOST_GONE);
    await likenesses(tasks);
    return tasks.map(({ partNumber, product, fileName, older, newer, links: own }) => {
      const found = known.get(`${older} ${newer} ${partNumber}`);
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
  const runNow = async (): Promise<readonly CarriedPart[]> => {
    if (isClosed || store.readOnly) return [];
    const { links, tried } = await store.writer.links.known({});
    if (links.length === 0) return [];
    const partNumbers = [...new Set(links.map(({ partNumber }) => partNumber))];
    const models = await store.reader.models.holding({ partNumbers });
    const missing = await store.reader.models.gone({ partNumbers });
    const tasks = planCarryOver(links, models, tried).filter(({ mesh }) => !unfit.has(mesh));
    const gone = planGone(links, missing, tried).filter(({ newer }) => !unfit.has(newer));
    const jobs = [
      ...[...Map.groupBy(tasks, ({ mesh }) => mesh)].map(([mesh, own]) => ({
        mesh,
        work: () => carryTo(mesh, own),
      })),
      ...[...Map.groupBy(gone, ({ older, newer }) => `${older} ${newer}`).values()].map((own) => ({
        mesh: own[0]?.newer ?? "",
        work: () => carryGone(own),
      })),
    ];
    const done: CarriedPart[] = [];
    for (const { mesh, work } of jobs) {
      if (isClosed) break;
      try {
        done.push(...(await work()));
      } catch (thrown) {
        // One mesh that can't be read costs its own links their way, which a person can still go by hand.
        if (isClosed) break;
        unfit.add(mesh);
        tell(thrown);
      }
    }
    return done;
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
      await worker?.terminate();
      await running;
    },
  };
}

const nameOf = ({ feature, characteristic }: FaceLink): string => feature ?? characteristic;

/** The decisions whose faces are there, as they are on that part. */
function draftsOf(
  links: readonly FaceLink[],
  faces: readonly (FaceKey | undefined)[],
  to: { readonly partNumber: string; readonly revision: string },
): readonly { readonly link: LinkDraft; readonly decidedBy: string | undefined }[] {
  return links.flatMap((link, index) => {
    const face = faces[index];
    if (face === undefined) return [];
    const { decidedAt: _at, decidedBy, ...own } = link;
    const linkId = idOf(link.linkId, to.partNumber, to.revision);
    return [
      { link: { ...own, ...to, linkId, finder: "revision", face, carriedFrom: link.linkId }, decidedBy },
    ];
  });
}

/** The same decision carried to the same revision has one id, whoever does it and however often (RFC 9562, 5.8). */
function idOf(...of: readonly [linkId: string, partNumber: string, revision: string]): string {
  const hex = createHash("sha256").update(JSON.stringify(of)).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
