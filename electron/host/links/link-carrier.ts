/**
 * Decisions about faces survive a new revision of their part: what is there unchanged is confirmed on it as well,
 * the rest stays on the list of what a person decides. Runs after every model that came and at each start, finds by
 * itself what is still to be done, and does nothing twice: a kill in between costs nothing.
 */
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import type { LinkDraft } from "../../../shared/contract/links.ts";
import { planCarryOver, type CarryTask } from "../../../shared/links/carry-plan.ts";
import { Failure, failureFrom } from "../../../shared/rpc/failure.ts";
import type { Blobs } from "../blobs.ts";
import type { Store } from "../store/store.ts";
import { workerUrl } from "../workers.ts";
import type { CarryAnswer, CarryWork } from "./carry-work.ts";

const HEAP_LIMIT_MB = 2_048;

/** What came of one part on one model. */
export interface CarriedPart {
  readonly partNumber: string;
  readonly revision: string;
  readonly carried: number;
  /** Confirmed on this revision already, and there on the newer model of it. */
  readonly kept: number;
  /** Names of the features whose faces are not there. */
  readonly lost: readonly string[];
}

export interface LinkCarrier {
  /** Does what is to be done, in turn; says what came of it. */
  run(): Promise<readonly CarriedPart[]>;
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
  const carryTo = async (mesh: string, tasks: readonly CarryTask[]): Promise<readonly CarriedPart[]> => {
    const path = blobs.path(mesh);
    if (path === undefined) return [];
    const parts = tasks.map(({ partNumber, links }) => ({
      partNumber,
      faces: links.map(({ face }) => face),
    }));
    const { isPartial, found } = await look({ path, parts });
    if (isPartial) {
      unfit.add(mesh);
      return [];
    }
    const done: CarriedPart[] = [];
    for (const [at, { partNumber, revision, links, own: before }] of tasks.entries()) {
      const faces = found[at] ?? [];
      const carried = links.flatMap((link, index) => {
        const face = faces[index];
        if (face === undefined) return [];
        const { decidedAt: _at, decidedBy, ...own } = link;
        const draft: LinkDraft = {
          ...own,
          linkId: idOf(link.linkId, revision),
          revision,
          finder: "revision",
          face,
          carriedFrom: link.linkId,
        };
        return [{ link: draft, decidedBy }];
      });
      const lost = [...links, ...before].filter((_, index) => faces[index] === undefined);
      const stay = [...lost, ...before].map(({ linkId }) => linkId);
      await store.writer.links.carry({ revision, mesh, carried, looked: stay });
      done.push({
        partNumber,
        revision,
        carried: carried.length,
        kept: before.length - lost.filter((link) => link.revision === revision).length,
        lost: lost.map(({ feature, characteristic }) => feature ?? characteristic),
      });
    }
    return done;
  };
  const runNow = async (): Promise<readonly CarriedPart[]> => {
    if (isClosed || store.readOnly) return [];
    const { links, tried } = await store.writer.links.known({});
    if (links.length === 0) return [];
    const partNumbers = [...new Set(links.map(({ partNumber }) => partNumber))];
    const models = await store.reader.models.holding({ partNumbers });
    const tasks = planCarryOver(links, models, tried).filter(({ mesh }) => !unfit.has(mesh));
    const done: CarriedPart[] = [];
    for (const [mesh, own] of Map.groupBy(tasks, (task) => task.mesh)) {
      if (isClosed) break;
      try {
        done.push(...(await carryTo(mesh, own)));
      } catch (thrown) {
        // One mesh that can't be read costs its own links their way, which a person can still go by hand.
        if (isClosed) break;
        unfit.add(mesh);
        log(`links: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      }
    }
    return done;
  };
  return {
    run: () => {
      const turn = running.then(runNow);
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

/** The same decision carried to the same revision has one id, whoever does it and however often (RFC 9562, 5.8). */
function idOf(linkId: string, revision: string): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([linkId, revision]))
    .digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
