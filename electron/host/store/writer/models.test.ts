import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCache } from "../stores.ts";
import { createRecordWriter } from "./records.ts";
import type { StoredModelRecord } from "./writer-contract.ts";

test("a reading that broke off is gone on from after a restart, though its first mesh is the one that is named", () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-models-"));
  const cache = openCache(folder, () => 1);
  try {
    cache.exec(
      "INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'step', 'file', 1)",
    );
    const source = { sourceId: 1, exact: true, receivedAt: 1 };
    const model = (mesh: string, isPartial: boolean): StoredModelRecord => ({
      record: "stored-model",
      part: { name: "10-1", strength: "stated" },
      sha256: "f".repeat(64),
      fileName: "a.step",
      meshSha256: mesh.repeat(64),
      bytes: 1,
      nodes: [],
      problems: [],
      ...(isPartial ? { isPartial: true } : {}),
    });
    const named = (): unknown => cache.prepare("SELECT mesh_sha256 FROM model").pluck().get();
    expect(createRecordWriter(cache).write(model("0", true), source)).toBe("taken");
    const restarted = createRecordWriter(cache);
    expect(restarted.write(model("0", true), source)).toBe("repeated");
    expect(restarted.write(model("1", true), source)).toBe("taken");
    expect(named()).toBe("1".repeat(64));
    restarted.write(model("2", false), source);
    // Whole, it is not taken back to a part of it.
    expect(createRecordWriter(cache).write(model("1", true), source)).toBe("repeated");
    expect(named()).toBe("2".repeat(64));
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
