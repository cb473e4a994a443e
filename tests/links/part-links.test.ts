/** A CAD product that other systems call otherwise: said once, kept, found again in new revisions of its file. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PartLink, PartLinkDraft } from "../../shared/contract/part-links.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import type { Host } from "../../electron/host/host.ts";
import { results } from "../measured-results.ts";
import { REVISIONS } from "../revised-product.ts";
import type { LinkDraft } from "../../shared/contract/links.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import { cleanups, context, linkHoles, newFolder, open, read } from "./linked-host.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

const WASHER: PartLinkDraft = {
  linkId: "00000000-0000-4000-8000-000000000001",
  product: "FX-100",
  number: "FX-130",
  name: "Washer",
  partNumber: "MES 777",
  finder: "person",
};
const NEWER = REVISIONS.newer.text;
const RENAMED = NEWER.replaceAll("'FX-130'", "'FX-131'");
const RENUMBERED = RENAMED.replaceAll("'Washer'", "'Shim'");

const ended = new Set<Host>();
const end = (host: Host): Promise<void> => {
  ended.add(host);
  return host.close();
};

async function started(folder: string): Promise<Host> {
  const host = await open(folder);
  cleanups.push(async () => {
    if (!ended.has(host)) await host.close();
  });
  writeFileSync(join(folder, "washer.qif"), results("f8", "MES 777", [{ name: "Hole", nominal: 6.4 }]));
  await read(host, join(folder, REVISIONS.older.name));
  await read(host, join(folder, "washer.qif"));
  return host;
}
const readText = async (host: Host, folder: string, text: string): Promise<void> => {
  writeFileSync(join(folder, "mount-next.step"), text);
  await read(host, join(folder, "mount-next.step"));
};
const change = (host: Host, remove: readonly string[], add: readonly PartLinkDraft[]) =>
  host.implementation.partLinks.change({ remove: [...remove], add: [...add] }, context);
const list = (host: Host): Promise<readonly PartLink[]> =>
  Promise.resolve(host.implementation.partLinks.list({}, context));
const lineOf = async (host: Host, id: string): Promise<PartTreeNode | undefined> =>
  unpackTree(await host.implementation.parts.tree({}, context)).find((node) => node.id === id);

test("its line is about the part, the part has its model; taken away all is as it was; the cache may go", async () => {
  const folder = newFolder();
  const host = await started(folder);
  const before = await host.implementation.parts.tree({}, context);
  expect(await host.implementation.parts.model({ partNumber: "MES 777" }, context)).toBeUndefined();
  expect(await change(host, [], [WASHER])).toMatchObject([{ ...WASHER, isThere: true }]);
  expect(await lineOf(host, "FX-100/FX-130")).toMatchObject({
    partNumber: "MES 777",
    quantity: 4,
    unitCount: 1,
    linked: WASHER,
  });
  expect(await lineOf(host, "MES 777")).toBeUndefined();
  expect(await host.implementation.parts.model({ partNumber: "MES 777" }, context)).toMatchObject({
    partNumber: "FX-100",
  });
  await change(host, [WASHER.linkId], []);
  expect(await host.implementation.parts.tree({}, context)).toEqual(before);
  await change(host, [], [WASHER]);
  await end(host);
  for (const name of readdirSync(join(folder, "data")))
    if (name.startsWith("cache.db")) rmSync(join(folder, "data", name));
  const again = await open(folder);
  cleanups.push(() => again.close());
  // The part is not there yet, and is said so until it comes.
  await read(again, join(folder, REVISIONS.older.name));
  expect(await lineOf(again, "FX-100/FX-130")).toMatchObject({
    partNumber: "FX-130",
    linked: { partNumber: "MES 777", isThere: false },
  });
  await read(again, join(folder, "washer.qif"));
  expect(await lineOf(again, "FX-100/FX-130")).toMatchObject({ partNumber: "MES 777" });
});

test.each([
  ["name", RENAMED, "Washer"],
  ["geometry", RENUMBERED, "Washer"],
] as const)("under another id it is found again by its %s", async (finder, text, name) => {
  const folder = newFolder();
  const host = await started(folder);
  await change(host, [], [WASHER]);
  await readText(host, folder, text);
  const carried = (await list(host)).at(-1);
  expect(carried).toMatchObject({ number: "FX-131", name, partNumber: "MES 777", finder });
  expect(carried?.carriedFrom).toBe(WASHER.linkId);
  expect(await lineOf(host, "FX-100/FX-131")).toMatchObject({ partNumber: "MES 777" });
  expect(await host.implementation.partLinks.gone({}, context)).toEqual([]);
  // Taken back it does not come again, with the next start neither, but is on the list.
  await change(host, [carried?.linkId ?? ""], []);
  await end(host);
  const again = await open(folder);
  cleanups.push(() => again.close());
  expect(await again.implementation.partLinks.gone({}, context)).toMatchObject([
    { link: WASHER, fileName: "mount-next.step", found: { number: "FX-131", by: finder } },
  ]);
  expect(await list(again)).toHaveLength(1);
});

test("another product of its name that was there before is none", async () => {
  const folder = newFolder();
  const host = await open(folder);
  cleanups.push(() => host.close());
  // Two spacers, of which one goes.
  const twoOfAName = REVISIONS.older.text.replaceAll("'Bracket'", "'Spacer'");
  writeFileSync(join(folder, "mount-two.step"), twoOfAName);
  await read(host, join(folder, "mount-two.step"));
  const spacer = { ...WASHER, number: "FX-140", name: "Spacer" };
  await change(host, [], [spacer]);
  await readText(host, folder, NEWER.replaceAll("'Bracket'", "'Spacer'"));
  expect(await list(host)).toHaveLength(1);
  expect(await host.implementation.partLinks.gone({}, context)).toMatchObject([
    { link: spacer, found: undefined },
  ]);
});

test("what nothing in the new revision is like is listed; where a person has said so already nothing is carried", async () => {
  const folder = newFolder();
  const host = await started(folder);
  // The spacer goes with the newer one.
  const spacer = {
    ...WASHER,
    linkId: "00000000-0000-4000-8000-000000000002",
    number: "FX-140",
    name: "Spacer",
  };
  const said = {
    ...WASHER,
    linkId: "00000000-0000-4000-8000-000000000003",
    number: "FX-131",
    partNumber: "OTHER",
  };
  await change(host, [], [WASHER, spacer, said]);
  await readText(host, folder, RENAMED);
  expect(await list(host)).toHaveLength(3);
  const gone = await host.implementation.partLinks.gone({}, context);
  expect(gone.map(({ link, found }) => [link.number, found?.number])).toEqual([
    ["FX-130", "FX-131"],
    ["FX-140", undefined],
  ]);
});

const eventsOf = async (host: Host, partNumber: string): Promise<number> =>
  (await host.implementation.events.list({ subject: { kind: "part", partNumber }, limit: 1 }, context)).total;

test("an assembly counts the linked part of a product below it, and the part what is known of the product", async () => {
  const folder = newFolder();
  const host = await started(folder);
  const own = await eventsOf(host, "MES 777");
  const [whole, other] = [await eventsOf(host, "FX-100"), await eventsOf(host, "FX-110")];
  expect(own).toBeGreaterThan(0);
  await change(host, [], [WASHER]);
  expect(await eventsOf(host, "FX-100")).toBe(whole + own);
  expect(await eventsOf(host, "FX-110")).toBe(other);
  // The whole itself is linked: what is below it is below its part.
  const root = { ...WASHER, linkId: "00000000-0000-4000-8000-000000000004", number: "FX-100", name: "Mount" };
  await change(host, [WASHER.linkId], [root]);
  expect(await eventsOf(host, "MES 777")).toBe(whole + own);
  await change(host, [root.linkId], []);
  expect(await eventsOf(host, "FX-100")).toBe(whole);
  expect(await eventsOf(host, "MES 777")).toBe(own);
  // A part that is above its product closes no circle.
  const circle = { ...WASHER, partNumber: "FX-100" };
  await change(host, [], [circle]);
  expect(await eventsOf(host, "FX-100")).toBe(whole);
  await change(host, [circle.linkId], [{ ...WASHER, linkId: root.linkId }]);
  // An older cache, and one that was made anew, knows the links from the start.
  await end(host);
  const cache = openCache(join(folder, "data"), microseconds);
  cache.exec("DELETE FROM linked_part; DELETE FROM linked_line; DELETE FROM bom_closure WHERE depth > 1");
  cache.close();
  const again = await open(folder);
  cleanups.push(() => again.close());
  expect(await eventsOf(again, "FX-100")).toBe(whole + own);
});

const PLATE_LINK: PartLinkDraft = {
  ...WASHER,
  linkId: "00000000-0000-4000-8000-000000000005",
  number: "FX-110",
  name: "Plate",
  partNumber: "MES 110",
};

test("faces of a linked part are carried to a new revision, and decisions about its product count for it", async () => {
  const folder = newFolder();
  const host = await started(folder);
  writeFileSync(join(folder, "plate.qif"), results("f9", "MES 110", [{ name: "Bore", nominal: 24 }]));
  await read(host, join(folder, "plate.qif"));
  writeFileSync(join(folder, "fx.qif"), results("fa", "FX-110", [{ name: "Inner", nominal: 6 }]));
  await read(host, join(folder, "fx.qif"));
  const names = async (partNumber: string) =>
    (await host.implementation.colouring.features({ partNumbers: [partNumber] }, context)).map(
      (feature) => `${feature.partNumber} ${feature.characteristic}`,
    );
  expect(await names("MES 110")).toEqual(["MES 110 Bore"]);
  // Said of the product before anybody knew that it is that part.
  const drafts = await linkHoles(host);
  await change(host, [], [PLATE_LINK]);
  const facesUnder = async (partNumber: string) =>
    host.implementation.links.list({ partNumbers: [partNumber] }, context);
  expect(await facesUnder("MES 110")).toMatchObject(
    drafts.map(({ linkId }) => ({ linkId, partNumber: "MES 110" })),
  );
  // What is known of the product's own features is told of the part.
  expect((await names("MES 110")).toSorted()).toEqual(["MES 110 Bore", "MES 110 Inner"]);
  expect(await names("FX-110")).toEqual(["FX-110 Inner"]);
  const inner = { partNumber: "MES 110", characteristic: "Inner", limit: 10 };
  const measured = await host.implementation.colouring.features({ partNumbers: ["MES 110"] }, context);
  const { sourceId = "" } = measured.find(({ characteristic }) => characteristic === "Inner") ?? {};
  const { values } = await host.implementation.colouring.series({ ...inner, sourceId }, context);
  expect([...values]).toEqual([expect.closeTo(6.01, 6)]);
  const [face] = drafts.slice(-1);
  const bore = {
    ...face,
    linkId: "00000000-0000-4000-8000-000000000006",
    partNumber: "MES 110",
    sourceId: "qif:mes",
    characteristic: "Bore",
  } as LinkDraft;
  const answer = await host.implementation.links.change({ remove: [], add: [bore] }, context);
  expect(answer).toHaveLength(drafts.length + 1);
  await read(host, join(folder, REVISIONS.newer.name));
  const carried = (await facesUnder("MES 110")).filter(({ revision }) => revision === "B");
  // One hole of the five is wider in B.
  expect(carried.map(({ characteristic }) => characteristic).toSorted()).toEqual([
    "Bore",
    ...drafts.slice(1).map(({ characteristic }) => characteristic),
  ]);
  expect(carried.find(({ characteristic }) => characteristic === "Bore")).toMatchObject({
    partNumber: "MES 110",
    carriedFrom: bore.linkId,
    finder: "revision",
  });
  // Removed under the part's number, what is kept under the product's is gone too, and the rest is answered.
  const left = await host.implementation.links.change(
    { remove: [drafts[0]?.linkId ?? ""], add: [] },
    context,
  );
  expect(left.filter(({ partNumber }) => partNumber === "MES 110")).toHaveLength(
    (await facesUnder("MES 110")).length,
  );
});

const REROOTED = NEWER.replaceAll("'FX-100'", "'FX-200'");

test("where the root has another id in a new revision links go with it, by id, name, and shape", async () => {
  const folder = newFolder();
  const host = await started(folder);
  const spacer = {
    ...WASHER,
    linkId: "00000000-0000-4000-8000-000000000007",
    number: "FX-140",
    name: "Spacer",
    partNumber: "MES 140",
  };
  const root = {
    ...WASHER,
    linkId: "00000000-0000-4000-8000-000000000008",
    number: "FX-100",
    name: "Mount",
    partNumber: "MES 100",
  };
  await change(host, [], [WASHER, spacer, root]);
  await readText(host, folder, REROOTED);
  const ofNew = async () => (await list(host)).filter(({ product }) => product === "FX-200");
  expect(await ofNew()).toMatchObject([
    { number: "FX-130", partNumber: "MES 777", finder: "number", carriedFrom: WASHER.linkId },
    { number: "FX-200", partNumber: "MES 100", finder: "name", carriedFrom: root.linkId },
  ]);
  expect(await lineOf(host, "FX-200/FX-130")).toMatchObject({ partNumber: "MES 777" });
  // The spacer went with the revision: it is listed there, and nothing is done twice.
  expect(await host.implementation.partLinks.gone({}, context)).toMatchObject([
    { link: spacer, product: "FX-200", fileName: "mount-next.step", found: undefined },
  ]);
  await readText(host, folder, `${REROOTED}\n`);
  expect(await ofNew()).toHaveLength(2);
});

test("with every number another one, names and shapes still find the new revision; another product is none", async () => {
  const folder = newFolder();
  const host = await started(folder);
  await change(host, [], [WASHER]);
  const renumbered = NEWER.replaceAll(/'FX-1(\d\d)'/g, "'GX-1$1'");
  await readText(host, folder, renumbered);
  expect((await list(host)).slice(1)).toMatchObject([
    { product: "GX-100", number: "GX-130", partNumber: "MES 777", finder: "name" },
  ]);
});
