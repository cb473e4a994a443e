import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { finish } from "../../diagnostics/share.ts";
import { examineWords } from "../../diagnostics/text-words.ts";
import type { Connection } from "../open.ts";
import { createSearchQueries } from "../search/search-queries.ts";
import { openCache } from "../stores.ts";
import { createRecordWriter } from "./records.ts";

const context = { signal: new AbortController().signal };
let folder = "";
let cache: Connection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-renamed-"));
  cache = openCache(folder, () => 1);
});
afterEach(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a part that takes another number is found by it, and so are its units and characteristics", async () => {
  cache.exec(
    "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1)",
  );
  const source = { sourceId: 1, exact: false, receivedAt: 1, format: "csv" } as never;
  const records = createRecordWriter(cache);
  const guessed = { name: "Cover plate", strength: "guessed" } as const;
  records.write({ record: "unit", unit: { part: guessed, serial: "S7", serialStatus: "proven" } }, source);
  records.write({ record: "characteristic", part: guessed, name: "Bore", kind: "diameter" }, source);
  // The same words and more: what is stated gives the name.
  records.write({ record: "part", part: { name: "4711 Cover plate", strength: "stated" } }, source);
  const numbers = cache.prepare("SELECT number FROM part").pluck().all();
  expect(numbers).toEqual(["4711 Cover plate"]);
  const { hits } = await createSearchQueries(cache, () => []).query({ text: "4711", limit: 10 }, context);
  expect(hits.map(({ kind }) => kind)).toEqual(["part", "unit", "characteristic"]);
  expect(finish(examineWords(cache))).toEqual([]);
});
