/** The import service with its real store and its real workers. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileReport, ImportProgress } from "../../../shared/contract/import.ts";
import { createBlobs } from "../blobs.ts";
import { startStore, type Store } from "../store/store.ts";
import { cachePath } from "../store/stores.ts";
import { binaryStl, BOX_TRIANGLES, boxPoints, soup } from "./cad/mesh-formats/testing.ts";
import { createImportService, type ImportServiceHandle } from "./import-service.ts";
import { unpackTree } from "../../../shared/contract/part-tree.ts";

let folder: string;
let store: Store;
let imports: ImportServiceHandle;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "import-service-"));
  store = await startStore({ folder, onBug: (method, text) => expect.unreachable(`${method}: ${text}`) });
  let ids = 0;
  imports = createImportService({
    folder,
    store,
    newId: () => `plan ${(ids += 1)}`,
    leaveDemo: () => Promise.resolve(),
    carryLinks: () => Promise.resolve([]),
  });
});
afterEach(async () => {
  await imports.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const context = { signal: new AbortController().signal };

async function run(path: string): Promise<FileReport | undefined> {
  const { planId } = await imports.service.plan({ paths: [path] }, context);
  const events: ImportProgress[] = [];
  await imports.service.run({ planId }, (event) => events.push(event), context);
  const [report] = events.flatMap((event) => (event.type === "report" ? [event.report] : []));
  return report?.files[0];
}

describe("a model that a plant hands out", () => {
  const handOut = async (name: string, bytes: Uint8Array, partNumber?: string): Promise<void> => {
    const blobs = createBlobs(folder);
    const sha256 = await blobs.put(bytes);
    const path = blobs.path(sha256) ?? "";
    await imports.readModel({
      path,
      name,
      sha256,
      bytes: bytes.length,
      sourceId: `plant:x/${sha256}`,
      partNumber,
    });
  };

  test("may be triangles: they are the part's that it was handed out for", async () => {
    await handOut("bracket.stl", binaryStl(soup(boxPoints(10, 20, 30), BOX_TRIANGLES)), "10-77");
    expect(await store.reader.parts.model({ partNumber: "10-77" })).toMatchObject({
      fileName: "bracket.stl",
    });
    const numbers = unpackTree(await store.reader.parts.tree({})).map(({ partNumber }) => partNumber);
    expect(numbers).toEqual(["10-77"]);
  });

  test("is read again by a program that makes another model of it, also from a folder, and only then", async () => {
    const bytes = binaryStl(soup(boxPoints(10, 20, 30), BOX_TRIANGLES));
    const path = join(folder, "bracket.stl");
    writeFileSync(path, bytes);
    const status = async (): Promise<string | undefined> => (await run(path))?.status;
    await handOut("bracket.stl", bytes);
    expect(await status()).toBe("unchanged");
    const database = new Database(cachePath(folder));
    database.exec("UPDATE import_file SET mapping_sha256 = 'of an older version'");
    database.close();
    expect([await status(), await status()]).toEqual(["done", "unchanged"]);
  });

  test("that is none, or of a kind that holds no geometry, is left alone", async () => {
    await handOut("drawing.pdf", Buffer.from("%PDF-1.7 not a model"), "10-78");
    await handOut("values.csv", Buffer.from("serial,diameter\n1,2\n2,3\n"), "10-78");
    expect(unpackTree(await store.reader.parts.tree({}))).toEqual([]);
    expect(await imports.service.reports({}, context)).toEqual([]);
  });
});

describe("an assembly whose parts are files beside it", () => {
  const SHIP = join(
    dirname(createRequire(import.meta.url).resolve("occt-import-js/package.json")),
    "test/testfiles/cax-if/s1-tu-203",
  );

  test("is read again when one of them changed, came or went, and only then", async () => {
    const own = join(folder, "ship");
    mkdirSync(own);
    const main = join(own, "s1-tu-203.stp");
    copyFileSync(join(SHIP, "s1-tu-203.stp"), main);
    const part = join(own, "footback.stp");
    copyFileSync(join(SHIP, "footback.stp"), part);
    expect(await run(main)).toMatchObject({ status: "done" });
    expect(await run(main)).toMatchObject({ status: "unchanged" });
    writeFileSync(part, readFileSync(part, "latin1").replace("ENDSEC;", "ENDSEC;\n/* another */"), "latin1");
    expect(await run(main)).toMatchObject({ status: "done" });
    expect(await run(main)).toMatchObject({ status: "unchanged" });
    copyFileSync(join(SHIP, "headback.stp"), join(own, "headback.stp"));
    expect(await run(main)).toMatchObject({ status: "done" });
    rmSync(part);
    expect(await run(main)).toMatchObject({ status: "done" });
    expect(await run(main)).toMatchObject({ status: "unchanged" });
  }, 60_000);
});

test("an OBJ is read again when its material library changed, and only then", async () => {
  const path = join(folder, "tile.obj");
  const library = join(folder, "tile.mtl");
  writeFileSync(path, "mtllib tile.mtl\nv 0 0 0\nv 9 0 0\nv 9 9 0\nusemtl tan\nf 1 2 3\n");
  writeFileSync(library, "newmtl tan\nKd 0.8 0.7 0.5\n");
  const status = async (): Promise<string | undefined> => (await run(path))?.status;
  expect([await status(), await status()]).toEqual(["done", "unchanged"]);
  writeFileSync(library, "newmtl tan\nKd 0.1 0.7 0.5\n");
  expect([await status(), await status()]).toEqual(["done", "unchanged"]);
});
