/** A large CAD file is on the screen before it is read whole: its tree first, then its parts as they come. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodeModel } from "../../../shared/geometry/mesh-blob.ts";
import { createBlobs } from "../blobs.ts";
import { startStore, type Store } from "../store/store.ts";
import { createKernelPool } from "./cad/kernel/kernel-pool.ts";
import { createStepImporter } from "./cad/step-importer.ts";
import { readWith } from "./read-with.ts";
import { sourceFile } from "./testing.ts";
import { unpackTree } from "../../../shared/contract/part-tree.ts";

const folders: string[] = [];
const pool = createKernelPool({ size: 1 });
afterAll(async () => {
  await pool.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const ASSEMBLY = resolve(import.meta.dirname, "../../../assets/demo/linear-actuator.step");

interface Seen {
  readonly parts: number;
  /** Of the model; undefined where there is none yet. */
  readonly drawn: number | undefined;
  readonly problems: readonly string[];
  /** The screen was told that nothing but models came since the last time. */
  readonly isOnlyModels?: boolean;
}

interface Run {
  readonly seen: readonly Seen[];
  readonly store: Store;
  readonly folder: string;
  /** Why it did not end well. */
  readonly failure: unknown;
}

async function newStore(): Promise<Pick<Run, "store" | "folder">> {
  const folder = mkdtempSync(join(tmpdir(), "shown-in-parts-"));
  folders.push(folder);
  const onBug = (method: string, text: string): never => expect.unreachable(`${method}: ${text}`);
  return { folder, store: await startStore({ folder, onBug }) };
}

/** Reads the assembly and looks at the cache after every change. */
async function watchReading(
  { store, folder }: Pick<Run, "store" | "folder">,
  givenUp: (seen: readonly Seen[]) => boolean = () => false,
): Promise<Pick<Run, "seen" | "failure">> {
  const blobs = createBlobs(folder);
  const giveUp = new AbortController();
  const seen: Seen[] = [];
  const look = async (told?: { readonly isOnlyModels: boolean }): Promise<void> => {
    const tree = unpackTree(await store.reader.parts.tree({}));
    const root = tree.find(({ parent }) => parent === -1);
    const summary = await store.reader.parts.model({ partNumber: root?.partNumber ?? "" });
    const path = summary === undefined ? undefined : blobs.path(basename(summary.blob));
    const model = path === undefined ? undefined : decodeModel(new Uint8Array(await readFile(path)));
    seen.push({
      parts: tree.length,
      drawn: model?.parts.filter(({ mesh }) => mesh !== undefined).length,
      problems: model?.problems ?? [],
      ...told,
    });
    if (givenUp(seen)) giveUp.abort();
  };
  const { imports } = store.writer;
  // What the screen is told to look at, in its order.
  const writer = {
    ...store.writer,
    imports: {
      ...imports,
      show: async (told: Parameters<typeof imports.show>[0]) => {
        await imports.show(told);
        await look(told);
      },
    },
  };
  const file = sourceFile(ASSEMBLY);
  const scanned = {
    ...file,
    shownName: file.name,
    format: "step",
    sourceId: "step:assembly",
    problem: undefined,
  } as const;
  const { importId } = await imports.begin({});
  const { fileId } = await imports.beginFile({ importId, ...scanned });
  let failure: unknown;
  try {
    const options = {
      fileId,
      file: scanned,
      writer,
      blobs,
      signal: giveUp.signal,
      onProgress: () => undefined,
    };
    await readWith(
      createStepImporter(() => pool),
      options,
    );
  } catch (thrown) {
    failure = thrown;
  }
  await imports.finishFile({ fileId, status: failure === undefined ? "done" : "cancelled" });
  await imports.finish({ importId, status: failure === undefined ? "done" : "cancelled" });
  await look();
  return { seen, failure };
}

test("first the tree, then the parts, at last the whole and nothing else", async () => {
  const { store, folder } = await newStore();
  const { seen, failure } = await watchReading({ store, folder });
  expect(failure).toBeUndefined();
  const [first, second] = seen;
  const last = seen.at(-1);
  expect(first?.parts).toBe(last?.parts);
  expect(first?.drawn).toBeUndefined();
  expect(second?.drawn).toBeGreaterThan(0);
  expect(second?.drawn).toBeLessThan(last?.drawn ?? 0);
  expect(second?.problems[0]).toMatch(/^Only \d+ of its \d+ parts are drawn/);
  expect(last?.problems.some((text) => text.startsWith("Only"))).toBe(false);
  // Who shows no model has nothing to ask anew while parts come; once it is whole, everybody has.
  const told = seen.slice(0, -1).map(({ isOnlyModels }) => isOnlyModels);
  expect(told).toEqual(told.map((_, at) => at > 0 && at < told.length - 1));
  await createBlobs(folder).sweep(0);
  // What was shown in between leaves nothing behind: the whole model alone, and what it was made of.
  const left = readdirSync(join(folder, "blobs")).filter((name) => /^[0-9a-f]{64}$/.test(name));
  expect(left).toHaveLength(1);
  await store.close();
}, 60_000);

test("given up, what was drawn stays and says so; read again it is whole", async () => {
  const { store, folder } = await newStore();
  const isDrawn = (looks: readonly Seen[]): boolean => (looks.at(-1)?.drawn ?? 0) > 0;
  const first = await watchReading({ store, folder }, isDrawn);
  expect(first.failure).toBeDefined();
  expect(first.seen.at(-1)?.problems[0]).toMatch(
    /^Only \d+ of its \d+ parts are drawn: it has not been read/,
  );
  const again = await watchReading({ store, folder });
  expect(again.failure).toBeUndefined();
  expect(again.seen.at(-1)?.drawn).toBeGreaterThan(first.seen.at(-1)?.drawn ?? 0);
  expect(again.seen.at(-1)?.problems.some((text) => text.startsWith("Only"))).toBe(false);
  await store.close();
}, 60_000);
