/** Decisions over three and more models: what was removed or taken back stays away, what waits goes on waiting. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ImportReport } from "../../shared/contract/import.ts";
import type { FaceLink, LinkDraft } from "../../shared/contract/links.ts";
import { linksLeft } from "../../shared/links/carry-plan.ts";
import { faceKeyOf } from "../../shared/links/face-key.ts";
import { createHost, type Host } from "../../electron/host/host.ts";
import { atRevision, REVISIONS, withoutShape } from "../revised-product.ts";
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

const { older, newer } = REVISIONS;
const C = atRevision(newer.text, PLATE, "C");
/** Differs somewhere else. */
const renamed = (text: string, name: string): string => text.replaceAll("'Cover'", `'${name}'`);

const remove = async (host: Host, links: readonly FaceLink[]): Promise<void> =>
  void (await host.implementation.links.change(
    { remove: links.map(({ linkId }) => linkId), add: [] },
    context,
  ));
const carriedFrom = (links: readonly FaceLink[]): readonly string[] =>
  links.map((link) => link.carriedFrom ?? "").toSorted((a, b) => a.localeCompare(b));

/** A host that has read A, with links on it, and what reads further texts. */
async function linked(): Promise<{
  readonly folder: string;
  readonly host: Host;
  readonly drafts: readonly LinkDraft[];
  readonly next: (text: string, on?: Host) => Promise<ImportReport>;
}> {
  const folder = newFolder();
  const host = await open(folder);
  cleanups.push(() => host.close());
  await read(host, join(folder, older.name));
  const drafts = await linkHoles(host);
  let count = 0;
  const next = (text: string, on = host): Promise<ImportReport> => {
    const path = join(folder, `next-${(count += 1)}.step`);
    writeFileSync(path, text);
    return read(on, path);
  };
  return { folder, host, drafts, next };
}

test("what was taken back on the middle revision comes neither from the first nor from the third", async () => {
  const { host, drafts, next } = await linked();
  await next(newer.text);
  await next(C);
  const ids = drafts.slice(1).map(({ linkId }) => linkId);
  // On both the first decision is named, not the copy between.
  expect(carriedFrom(await linksOf(host, "B"))).toEqual(ids);
  expect(carriedFrom(await linksOf(host, "C"))).toEqual(ids);
  await remove(host, await linksOf(host, "B"));
  await next(renamed(newer.text, "Lid"));
  await next(renamed(C, "Lid"));
  expect(await linksOf(host, "B")).toEqual([]);
  expect(await linksOf(host, "C")).toHaveLength(4);
});

test("what was taken back before the third revision comes does not go there either", async () => {
  const { host, next } = await linked();
  await next(newer.text);
  const [kept, ...taken] = await linksOf(host, "B");
  await remove(host, taken);
  await next(C);
  expect(carriedFrom(await linksOf(host, "C"))).toEqual([kept?.carriedFrom]);
});

test("a link that was removed does not come back from its copy: not at the next start, not with a newer model", async () => {
  const { folder, host, next } = await linked();
  await next(newer.text);
  await remove(host, await linksOf(host, "A"));
  await host.close();
  cleanups.pop();
  const again = await open(folder);
  cleanups.push(() => again.close());
  await next(atRevision(renamed(newer.text, "Lid"), PLATE, "A"), again);
  await next(C, again);
  expect(await linksOf(again, "A")).toEqual([]);
  expect(await linksOf(again, "B")).toHaveLength(4);
  expect(await linksOf(again, "C")).toEqual([]);
});

test("the face that did not go over at the second revision waits at the third as well", async () => {
  const { host, drafts, next } = await linked();
  // One feature on the corner's hole, which B widens, and on the bore.
  const [corner, bore] = [drafts[0], drafts[4]] as [LinkDraft, LinkDraft];
  await remove(host, await linksOf(host, "A"));
  const add = [corner, { ...bore, characteristic: corner.characteristic }];
  await host.implementation.links.change({ remove: [], add }, context);
  await next(newer.text);
  await next(C);
  for (const revision of ["B", "C"]) {
    expect(carriedFrom(await linksOf(host, revision))).toEqual([bore.linkId]);
    expect(linksLeft(await linksOf(host), revision).map(({ linkId }) => linkId)).toEqual([corner.linkId]);
  }
});

test("what was decided on the newer revision does not go to the older one; a report tells of its own file alone", async () => {
  const { host, drafts, next } = await linked();
  await remove(host, await linksOf(host, "A"));
  await next(newer.text);
  const hand = drafts.slice(1).map((draft) => ({ ...draft, revision: "B" }));
  await host.implementation.links.change({ remove: [], add: hand }, context);
  expect(remarks(await next(atRevision(renamed(newer.text, "Lid"), PLATE, "C")))).toEqual([
    "FX-110: 4 links to faces carried over to revision C.",
  ]);
  expect(await linksOf(host, "A")).toEqual([]);
  // Decided since; C, which is there already, gets it with this file, which does not hold the plate anew.
  const late = {
    ...hand[0],
    linkId: "00000000-0000-4000-8000-000000000300",
    characteristic: "Late",
  } as LinkDraft;
  await host.implementation.links.change({ remove: [], add: [late] }, context);
  expect(remarks(await next(newer.text.replaceAll("'FX-1", "'GX-1")))).toEqual([]);
  expect((await linksOf(host, "C")).map(({ characteristic }) => characteristic)).toContain("Late");
});

test("a newer file of the same revision in which all is found again needs no remark", async () => {
  const { host, next } = await linked();
  expect(remarks(await next(renamed(older.text.replaceAll("'Spacer'", "'Ring'"), "Lid")))).toEqual([]);
  expect(await linksOf(host)).toHaveLength(5);
});

test("where the newest model has no shape of the part, the model before of that revision is looked on", async () => {
  const { folder, host, drafts, next } = await linked();
  await remove(host, await linksOf(host, "A"));
  await next(newer.text);
  expect(remarks(await next(withoutShape(newer.text, PLATE)))).toEqual([]);
  await host.implementation.links.change({ remove: [], add: [...drafts] }, context);
  await host.close();
  cleanups.pop();
  const again = await open(folder);
  cleanups.push(() => again.close());
  await expect.poll(async () => (await linksOf(again, "B")).length).toBe(4);
  // Nothing was noted of the one without: once a model has the shape again, the hole that is back is found on it.
  await next(atRevision(older.text, PLATE, "B"), again);
  expect(await linksOf(again, "B")).toHaveLength(5);
});

describe("a part that has another number in the new model", () => {
  const BRACKET = "FX-120";
  const RENUMBERED = "FX-121";
  const text = newer.text.replaceAll(`'${BRACKET}'`, `'${RENUMBERED}'`);
  const there = (host: Host): Promise<readonly FaceLink[]> =>
    Promise.resolve(host.implementation.links.list({ partNumbers: [RENUMBERED] }, context));
  const draft = async (host: Host, partNumber: string, face: number): Promise<LinkDraft> => {
    const group = (await facesOf(host, partNumber))[face];
    if (group === undefined) throw new Error("a face expected");
    return {
      linkId: `00000000-0000-4000-8000-00000000040${face}`,
      partNumber,
      revision: "A",
      sourceId: "qif:lab",
      characteristic: "Flatness",
      state: "confirmed",
      finder: "hand",
      face: faceKeyOf(group),
    };
  };
  const renumbered = async (): Promise<{
    readonly host: Host;
    readonly next: (text: string) => Promise<ImportReport>;
    readonly first: LinkDraft;
  }> => {
    const { host, next } = await linked();
    await remove(host, await linksOf(host));
    const first = await draft(host, BRACKET, 0);
    await host.implementation.links.change({ remove: [], add: [first] }, context);
    expect(remarks(await next(text))).toHaveLength(1);
    expect(await there(host)).toMatchObject([{ carriedFrom: first.linkId, carriedPart: BRACKET }]);
    return { host, next, first };
  };

  test("does not get again what was taken back there, under no revision", async () => {
    const { host, next } = await renumbered();
    await remove(host, await there(host));
    expect(remarks(await next(renamed(text, "Lid")))).toEqual([]);
    expect(remarks(await next(atRevision(text, RENUMBERED, "B")))).toEqual([]);
    expect(await there(host)).toEqual([]);
  });

  test("keeps the face that was chosen there instead, and takes that to its next revision", async () => {
    const { host, next } = await renumbered();
    await remove(host, await there(host));
    const chosen = await draft(host, RENUMBERED, 1);
    await host.implementation.links.change({ remove: [], add: [chosen] }, context);
    expect(remarks(await next(renamed(text, "Lid")))).toEqual([]);
    expect((await there(host)).map(({ linkId }) => linkId)).toEqual([chosen.linkId]);
    expect(remarks(await next(atRevision(text, RENUMBERED, "B")))).toEqual([
      "FX-121: 1 link to a face carried over to revision B.",
    ]);
    expect((await there(host)).map((link) => [link.revision, link.carriedFrom])).toEqual([
      ["A", undefined],
      ["B", chosen.linkId],
    ]);
  });

  test("takes its one link to its next revision once, and the report says it once", async () => {
    const { host, next, first } = await renumbered();
    const B = atRevision(text, RENUMBERED, "B");
    expect(remarks(await next(B))).toEqual(["FX-121: 1 link to a face carried over to revision B."]);
    expect(remarks(await next(renamed(B, "Lid")))).toEqual([]);
    expect((await there(host)).map((link) => [link.revision, link.carriedFrom, link.carriedPart])).toEqual([
      ["A", first.linkId, BRACKET],
      ["B", first.linkId, undefined],
    ]);
  });

  test("comes back under its old number with a revision that the new one had: it has its links all the same", async () => {
    const { host, next, first } = await renumbered();
    await next(atRevision(text, RENUMBERED, "B"));
    await next(atRevision(newer.text, BRACKET, "B"));
    const back = await host.implementation.links.list({ partNumbers: [BRACKET] }, context);
    expect(back.map((link) => [link.revision, link.carriedFrom])).toEqual([
      ["A", undefined],
      ["B", first.linkId],
    ]);
  });
});

test("an older mesh that can't be read costs only the parts that it alone held what is like them", async () => {
  const folder = newFolder();
  const lines: string[] = [];
  const host = await createHost({
    dataFolder: join(folder, "data"),
    version: "0",
    follow: false,
    log: (line) => lines.push(line),
  });
  cleanups.push(() => host.close());
  const next = (name: string, text: string): Promise<ImportReport> => {
    writeFileSync(join(folder, name), text);
    return read(host, join(folder, name));
  };
  await read(host, join(folder, older.name));
  for (const [at, [partNumber, revision]] of [
    ["FX-130", "-"],
    ["FX-120", "A"],
  ].entries() as ArrayIterator<[number, [string, string]]>) {
    const [group] = await facesOf(host, partNumber);
    if (group === undefined) throw new Error("a face expected");
    const link: LinkDraft = {
      linkId: `00000000-0000-4000-8000-00000000050${at}`,
      partNumber,
      revision,
      sourceId: "qif:lab",
      characteristic: "Flatness",
      state: "confirmed",
      finder: "hand",
      face: faceKeyOf(group),
    };
    await host.implementation.links.change({ remove: [], add: [link] }, context);
  }
  const [first] = await host.implementation.parts.models({ partNumber: "FX-120" }, context);
  const second = newer.text.replaceAll("'FX-120'", "'FX-121'").replaceAll("'Bracket'", "'Angle'");
  await next("second.step", second);
  writeFileSync(host.blobs.path(first?.blob.replace("/blob/", "") ?? "") ?? "", "not a mesh");
  expect(remarks(await next("third.step", second.replaceAll("'FX-130'", "'FX-131'")))).toEqual([
    "FX-130 is FX-131 now, by its name and its shape: 1 link to a face carried over.",
  ]);
  const gone = await host.implementation.links.gone({}, context);
  expect(gone.map(({ partNumber, found }) => [partNumber, found?.number])).toEqual([
    ["FX-120", undefined],
    ["FX-130", "FX-131"],
  ]);
  expect(lines).toEqual([expect.stringMatching(/^links: /)]);
});
