/** Bodies of IGES and BREP files that are damaged, or meant to do harm. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutate } from "../../../../../../../tests/faults/mutate.ts";
import { collect, of } from "../../../../testing.ts";
import { createKernelPool } from "../../../kernel/kernel-pool.ts";
import { createWholeFileImporters } from "../../mesh-importer.ts";
import { folder, leavesOf, readText, solids, twin } from "./testing/read-bodies.ts";

test("shells of shells that double with every line end in a model or one sentence", async () => {
  const file = solids();
  let shell = file.of(514)[0] ?? 0;
  for (let level = 0; level < 30; level++)
    shell = file.add(514, [2, shell, 1, shell, 1], { form: 1, status: "00010000" });
  file.add(186, [shell, 1, 0]);
  const model = await readText(file.toString());
  expect(leavesOf(model).length).toBeGreaterThan(0);
});

test("damaged, a file is a model or one sentence", async () => {
  // The kernel turns in circles on some of them.
  const impatient = createKernelPool({ size: 1, timeLimitMs: () => 1000 });
  const [igesImporter, brepImporter] = createWholeFileImporters(() => impatient);
  const files = [
    ["bodies-trimmed.igs", igesImporter],
    ["nested.brep", brepImporter],
  ] as const;
  for (const [name, importer] of files)
    for (let seed = 1; seed <= 15; seed++) {
      const path = join(folder, `damaged-${seed}-${name}`);
      writeFileSync(path, mutate(readFileSync(twin(name)), seed));
      if (importer === undefined) throw new Error("no importer");
      const { records, failure } = await collect(importer, path);
      if (failure !== undefined) expect((failure as Error).message, `${name}, seed ${seed}`).toMatch(/\.$/);
      else expect(of(records, "model")[0]?.model.parts.length).toBeGreaterThan(0);
    }
  await impatient.close();
}, 60_000);
