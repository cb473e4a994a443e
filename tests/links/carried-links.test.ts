/** A plate in two revisions, read from STEP: decisions about its holes on the older one, and what becomes of them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ImportReport } from "../../shared/contract/import.ts";
import type { FaceLink, LinkDraft } from "../../shared/contract/links.ts";
import { decodeModel } from "../../shared/geometry/mesh-blob.ts";
import { groupFaces } from "../../shared/links/face-groups.ts";
import { faceKeyOf } from "../../shared/links/face-key.ts";
import { REVISIONS } from "../revised-product.ts";
import type { Host } from "../../electron/host/host.ts";
import { createBlobs } from "../../electron/host/blobs.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { createImportService } from "../../electron/host/import/import-service.ts";
import { createLinkCarrier } from "../../electron/host/links/link-carrier.ts";
import { startStore } from "../../electron/host/store/store.ts";
import { openUser } from "../../electron/host/store/stores.ts";
import {
  cleanups,
  context,
  facesOf,
  linkHoles,
  linksOf,
  newFolder,
  open,
  PLATE,
  read,
  remarks,
} from "./linked-host.ts";

test("links go over to the new revision where their face is there; the report names the rest; nothing is done twice", async () => {
  const folder = newFolder();
  const host = await open(folder);
  cleanups.push(() => host.close());
  await read(host, join(folder, REVISIONS.older.name));
  const drafts = await linkHoles(host);
  expect(drafts).toHaveLength(5);
  const before = await linksOf(host, "A");
  const report = await read(host, join(folder, REVISIONS.newer.name));
  expect(remarks(report)).toEqual([
    "FX-110: 4 links to faces carried over to revision B, 1 could not be matched: Diameter 1. Features lists them under Lost.",
  ]);
  const carried = await linksOf(host, "B");
  const sorted = carried.toSorted((a, b) => (a.carriedFrom ?? "").localeCompare(b.carriedFrom ?? ""));
  expect(
    sorted.map(({ carriedFrom, finder, state, decidedBy }) => ({ carriedFrom, finder, state, decidedBy })),
  ).toEqual(
    drafts.slice(1).map(({ linkId }) => ({
      carriedFrom: linkId,
      finder: "revision",
      state: "confirmed",
      decidedBy: before[0]?.decidedBy,
    })),
  );
  expect(await linksOf(host, "A")).toEqual(before);
  // Taken back by a person, it does not come again: not with another import, not at the next start.
  await host.implementation.links.change({ remove: carried.map(({ linkId }) => linkId), add: [] }, context);
  await read(host, join(folder, REVISIONS.newer.name));
  expect(await linksOf(host, "B")).toEqual([]);
  await host.close();
  cleanups.pop();
  const again = await open(folder);
  cleanups.push(() => again.close());
  // Its own start has looked by the time that this import ends.
  const other = await read(again, join(folder, REVISIONS.older.name));
  expect(remarks(other)).toEqual([]);
  expect(await linksOf(again, "B")).toEqual([]);
  expect(await linksOf(again, "A")).toEqual(before);
});

test("what was cut off between the import and the carrying over is done at the next start", async () => {
  const folder = newFolder();
  const first = await open(folder);
  await read(first, join(folder, REVISIONS.older.name));
  await linkHoles(first);
  await read(first, join(folder, REVISIONS.newer.name));
  const carried = await linksOf(first, "B");
  expect(carried).toHaveLength(4);
  await first.close();
  // As a kill leaves it: the model is in the one database, and nothing of it in the other.
  const user = openUser(join(folder, "data"), microseconds);
  user.exec("DELETE FROM link_carry; DELETE FROM face_link WHERE revision = 'B'");
  user.close();
  const second = await open(folder);
  cleanups.push(() => second.close());
  await expect.poll(async () => (await linksOf(second, "B")).length).toBe(4);
  const keys = (links: readonly FaceLink[]): unknown =>
    links.map(({ decidedAt: _at, ...link }) => link).toSorted((a, b) => a.linkId.localeCompare(b.linkId));
  expect(keys(await linksOf(second, "B"))).toEqual(keys(carried));
});

describe("a part that the new revision does not hold under its number", () => {
  /** A link to the first face of the bracket and of the spacer, and a newer model in which `change` was done. */
  const read2 = async (change: (text: string) => string): Promise<{ host: Host; report: ImportReport }> => {
    const folder = newFolder();
    const host = await open(folder);
    cleanups.push(() => host.close());
    await read(host, join(folder, REVISIONS.older.name));
    const add: LinkDraft[] = [];
    for (const [at, partNumber] of ["FX-120", "FX-140"].entries()) {
      const [first] = await facesOf(host, partNumber);
      if (first === undefined) throw new Error("a face expected");
      add.push({
        linkId: `00000000-0000-4000-8000-00000000010${at}`,
        partNumber,
        revision: "A",
        sourceId: "qif:lab",
        characteristic: `Flatness ${partNumber}`,
        state: "confirmed",
        finder: "hand",
        face: faceKeyOf(first),
      });
    }
    await host.implementation.links.change({ remove: [], add }, context);
    const path = join(folder, "changed.step");
    writeFileSync(path, change(REVISIONS.newer.text));
    return { host, report: await read(host, path) };
  };
  const all = (host: Host): Promise<readonly FaceLink[]> =>
    Promise.resolve(host.implementation.links.list({ partNumbers: ["FX-120", "FX-121", "FX-140"] }, context));

  test("renumbered, it takes its links along by its name and shape; removed, it is named", async () => {
    const { host, report } = await read2((text) => text.replaceAll("'FX-120'", "'FX-121'"));
    expect(remarks(report)).toEqual([
      "FX-120 is FX-121 now, by its name and its shape: 1 link to a face carried over.",
      "FX-140 is not in this model any more: 1 link to a face could not be matched (Flatness FX-140). What was not matched stays with the older model.",
    ]);
    const links = await all(host);
    expect(links.map(({ partNumber, revision }) => [partNumber, revision])).toEqual([
      ["FX-120", "A"],
      ["FX-140", "A"],
      ["FX-121", "A"],
    ]);
    expect(links[2]?.carriedFrom).toBe(links[0]?.linkId);
  });

  test("renumbered and renamed, what is like it is only said", async () => {
    const { host, report } = await read2((text) =>
      text.replaceAll("'FX-120'", "'FX-121'").replaceAll("'Bracket'", "'Angle'"),
    );
    expect(remarks(report)[0]).toBe(
      "FX-120 is not in this model any more; FX-121 is like it, but not surely the same part: 1 link to a face could not be matched (Flatness FX-120). What was not matched stays with the older model.",
    );
    const links = await all(host);
    expect(links).toHaveLength(2);
    expect(await host.implementation.links.gone({}, context)).toEqual([
      {
        partNumber: "FX-120",
        product: "FX-100",
        fileName: "changed.step",
        found: { number: "FX-121", revision: "A", by: "geometry" },
        links: links.slice(0, 1),
      },
      {
        partNumber: "FX-140",
        product: "FX-100",
        fileName: "changed.step",
        found: undefined,
        links: links.slice(1),
      },
    ]);
  });
});

test("a revision that a plant hands out takes the links over as a file does", async () => {
  const folder = newFolder();
  const data = join(folder, "data");
  const store = await startStore({
    folder: data,
    onBug: (method, text) => expect.unreachable(`${method}: ${text}`),
  });
  cleanups.push(() => store.close());
  const blobs = createBlobs(data);
  const carrier = createLinkCarrier({ store, blobs, log: (line) => expect.unreachable(line) });
  cleanups.push(() => carrier.close());
  const imports = createImportService({
    folder: data,
    store,
    newId: () => "plan",
    leaveDemo: () => Promise.resolve(),
    carryLinks: () => carrier.run(),
  });
  cleanups.push(() => imports.close());
  const handOut = async ({ name, text }: { readonly name: string; readonly text: string }): Promise<void> => {
    const bytes = Buffer.from(text);
    const sha256 = await blobs.put(bytes);
    const path = blobs.path(sha256) ?? "";
    const sourceId = `plant:x/${sha256}`;
    await imports.readModel({ path, name, sha256, bytes: bytes.length, sourceId, partNumber: "FX-100" });
  };
  await handOut(REVISIONS.older);
  const [model] = await store.reader.parts.models({ partNumber: PLATE });
  const bytes = readFileSync(blobs.path(model?.blob.replace("/blob/", "") ?? "") ?? "");
  const plate = decodeModel(bytes).parts.find(({ number }) => number === PLATE);
  if (plate?.mesh === undefined) throw new Error("a plate expected");
  const bore = groupFaces(plate.mesh).find(({ surface }) => surface?.radius === 12);
  if (bore === undefined) throw new Error("a bore expected");
  const link: LinkDraft = {
    linkId: "00000000-0000-4000-8000-000000000200",
    partNumber: PLATE,
    revision: "A",
    sourceId: "qif:lab",
    characteristic: "Bore",
    state: "confirmed",
    finder: "hand",
    face: faceKeyOf(bore),
  };
  await store.writer.links.change({ remove: [], add: [link] });
  await handOut(REVISIONS.newer);
  expect(await store.writer.links.list({ partNumbers: [PLATE] })).toMatchObject([
    { revision: "A" },
    { revision: "B", carriedFrom: link.linkId, state: "confirmed" },
  ]);
});
