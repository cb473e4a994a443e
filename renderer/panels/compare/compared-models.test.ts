import { expect, test } from "vitest";
import { modelOf, random, randomProduct } from "../../../shared/compare/testing.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createPairLoader } from "./compared-models.ts";

const model = modelOf(randomProduct(random(1)));
const turned: CadModel = {
  ...model,
  nodes: model.nodes.map((node, at) =>
    at === 0 ? { ...node, transform: [0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 500, 0, 0, 1] } : node,
  ),
};
const blob = (name: string): { readonly blob: string; readonly bytes: number } => ({ blob: name, bytes: 1 });

test("the same meshes asked for again are the same models, without being read again", async () => {
  const { load } = createPairLoader();
  const read: string[] = [];
  const ask = (before: string, after: string, part?: string): ReturnType<typeof load> =>
    load(blob(before), blob(after), part, ({ blob: name }) => {
      read.push(name);
      // A page that had to let go of a model reads it anew.
      return Promise.resolve({ ...model });
    });
  const first = await ask("a", "b");
  expect(await ask("a", "b")).toBe(first);
  expect(read).toEqual(["a", "b"]);
  expect(await ask("a", "c")).not.toBe(first);
  expect(await ask("a", "c", "nowhere")).toBeUndefined();
});

test("both are seen from their roots, wherever the files put these", async () => {
  const { load } = createPairLoader();
  const read = ({ blob: name }: { readonly blob: string }): Promise<CadModel> =>
    Promise.resolve(name === "a" ? model : turned);
  const pair = await load(blob("a"), blob("b"), undefined, read);
  expect(pair?.after.world).toEqual(pair?.before.world);
});
