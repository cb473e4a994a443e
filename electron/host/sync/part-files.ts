/** Files that plants name for their parts: models come by themselves, all others when a product is pinned. */
import { join } from "node:path";
import type { NamedFile } from "../store/writer/feeds/feed-contract.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { backoff } from "./backoff.ts";
import type { PlantEngine } from "./plant-engine.ts";
import type { FeedsClient } from "./pull-parts.ts";
import type { ArrivedModel } from "./sync-contract.ts";
import type { Time } from "./time.ts";
import { createWaker } from "./waker.ts";

export interface PartFilesParts {
  readonly feeds: FeedsClient;
  readonly plant: (plantId: string) => PlantEngine | undefined;
  /** The blobs' folder. */
  readonly folder: string;
  readonly filePath: (sha256: string) => string | undefined;
  readonly time: Time;
  readonly random: () => number;
  readonly onBug: (thrown: unknown) => void;
}

export interface PartFiles {
  /** Records came: there may be models among them. */
  look(): void;
  filesOf(partNumber: string): Promise<readonly NamedFile[]>;
  isHere(file: NamedFile): boolean;
  /** `offline` where its plant is not there. */
  fetch(file: NamedFile): Promise<void>;
  watchModels(onModel: (model: ArrivedModel) => void, signal: AbortSignal): Promise<void>;
  stop(): void;
}

/** Bytes above which a model is not fetched unasked. */
const LARGEST_UNASKED = 512 * 1024 * 1024;
/** ms */
const PAUSE = 500;
const LONGEST = 300_000;

export function createPartFiles(parts: PartFilesParts): PartFiles {
  const { feeds, time } = parts;
  const stopping = new AbortController();
  const waker = createWaker(time);
  const watchers = new Set<(model: ArrivedModel) => void>();
  const told = new Set<string>();
  const pathOf = (sha256: string): string => join(parts.folder, sha256);
  const isHere = ({ sha256 }: NamedFile): boolean => parts.filePath(sha256) !== undefined;
  const plantOf = ({ sourceId }: NamedFile): PlantEngine | undefined => {
    const [, plantId = ""] = /^plant:([^/]+)\//.exec(sourceId) ?? [];
    return parts.plant(plantId);
  };
  const fetch = async (file: NamedFile): Promise<void> => {
    const session = plantOf(file)?.session;
    if (session === undefined) throw new Failure("offline", "The plant that has this file can't be reached.");
    const { connection, signal } = session;
    try {
      await connection.fetchFile(file.sha256, pathOf(file.sha256), signal, () => undefined);
    } catch (thrown) {
      // Paused, or another address: whoever waits for the file is told so, and gets the rest of it later.
      if (signal.aborted) throw new Failure("offline", "The line to the plant that has this file was ended.");
      throw thrown;
    }
  };
  const tell = ({ sha256, name, bytes, sourceId, partNumber }: NamedFile): void => {
    if (watchers.size === 0 || told.has(sha256)) return;
    told.add(sha256);
    for (const watcher of watchers) watcher({ sha256, name, bytes, sourceId, partNumber });
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      let wait: number | undefined;
      try {
        for (const file of await feeds.files({ partNumber: undefined })) {
          if (stopping.signal.aborted) return;
          if (!isHere(file)) {
            if (file.bytes > LARGEST_UNASKED || plantOf(file)?.session === undefined) continue;
            await fetch(file);
          }
          tell(file);
        }
        failures = 0;
      } catch (thrown) {
        failures += 1;
        wait = backoff(failures, LONGEST, parts.random);
        if (!(thrown instanceof Failure)) parts.onBug(thrown);
      }
      await waker.wait(wait, stopping.signal);
      // States change in bursts: one look serves them all.
      await time.sleep(PAUSE, stopping.signal);
    }
  };
  void run();

  return {
    look: () => waker.wake(),
    filesOf: (partNumber) => feeds.files({ partNumber }),
    isHere,
    fetch,
    watchModels: (onModel, signal) =>
      new Promise((resolve) => {
        watchers.add(onModel);
        signal.addEventListener("abort", () => {
          watchers.delete(onModel);
          resolve();
        });
        waker.wake();
      }),
    stop: () => stopping.abort(),
  };
}
