/** A CAD product that other systems call otherwise: said once, kept, found again in new revisions of its file. */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PartLink, PartLinkDraft } from "../../shared/contract/part-links.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import type { Host } from "../../electron/host/host.ts";
import { results } from "../measured-results.ts";
import { REVISIONS } from "../revised-product.ts";
import { cleanups, context, newFolder, open, read } from "./linked-host.ts";

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
  (await host.implementation.parts.tree({}, context)).find((node) => node.id === id);

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
