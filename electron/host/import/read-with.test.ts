/** The way of a file's records to the writer: one batch in its hands, one being read, and what happens when it fails. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { SourceRecord } from "../../../shared/model/record.ts";
import { createBlobs } from "../blobs.ts";
import type { Importer } from "./importer.ts";
import { readWith, type ReadOptions } from "./read-with.ts";

const folder = mkdtempSync(join(tmpdir(), "read-with-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** As many records as go to the writer at once, and it is shown. */
const batch = (text: string): SourceRecord[] => [
  ...Array.from({ length: 999 }, (): SourceRecord => ({ record: "remark", text })),
  { record: "count", read: 999, taken: 0, progress: 0.5 },
];

/** Answers when the test says so. */
class HeldWriter {
  readonly applied: string[] = [];
  readonly waiting: { readonly answer: () => void; readonly refuse: (thrown: Error) => void }[] = [];
  readonly imports = {
    apply: async ({ records }: { records: readonly SourceRecord[] }): Promise<object> => {
      const [first] = records;
      this.applied.push(first?.record === "remark" ? first.text : "");
      await new Promise<void>((answer, refuse) => this.waiting.push({ answer, refuse }));
      return { taken: 0, repeated: 0 };
    },
    show: () => Promise.resolve(),
  };
}

function start(batches: readonly string[]): {
  readonly writer: HeldWriter;
  readonly asked: string[];
  readonly reading: Promise<void>;
} {
  const writer = new HeldWriter();
  const asked: string[] = [];
  const importer: Pick<Importer, "read"> = {
    read: async function* () {
      for (const text of batches) {
        asked.push(text);
        yield batch(text);
      }
    },
  };
  const options: Partial<ReadOptions> = {
    fileId: 1,
    writer: writer as unknown as ReadOptions["writer"],
    blobs: createBlobs(folder),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  return { writer, asked, reading: readWith(importer as Importer, options as ReadOptions) };
}

test("while the writer has one batch in hand the next is read, and no more", async () => {
  const { writer, asked, reading } = start(["a", "b", "c", "d"]);
  await expect.poll(() => asked).toEqual(["a", "b"]);
  expect(writer.applied).toEqual(["a"]);
  writer.waiting.shift()?.answer();
  await expect.poll(() => [asked.at(-1), ...writer.applied]).toEqual(["c", "a", "b"]);
  let isRead = false;
  void reading.then(() => {
    isRead = true;
  });
  for (const left of ["c", "d"]) {
    writer.waiting.shift()?.answer();
    await expect.poll(() => writer.applied.at(-1)).toBe(left);
  }
  // Read to its end is what the writer has.
  expect(isRead).toBe(false);
  writer.waiting.shift()?.answer();
  await reading;
});

test("once the writer fails nothing more goes to it, and the reading fails for its reason", async () => {
  const { writer, asked, reading } = start(["a", "b", "c", "d"]);
  await expect.poll(() => asked).toEqual(["a", "b"]);
  const full = new Failure("limit", "The disk is full.");
  writer.waiting.shift()?.refuse(full);
  await expect(reading).rejects.toBe(full);
  expect(writer.applied).toEqual(["a"]);
});
