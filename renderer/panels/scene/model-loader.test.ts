import { expect, test } from "vitest";
import { encodeModel } from "../../../shared/geometry/mesh-blob.ts";
import { generateAssembly } from "../../scene/testing/generated-assembly.ts";
import { createModelLoader } from "./model-loader.ts";

const bytes = encodeModel(generateAssembly({ parts: 2, occurrences: 3 }));
const { signal } = new AbortController();

function loader(answer: () => Response): {
  readonly asked: string[];
  readonly load: (blob: string) => Promise<unknown>;
} {
  const asked: string[] = [];
  const { load } = createModelLoader((input) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return Promise.resolve(answer());
  });
  return { asked, load: (blob) => load(blob, bytes.length, signal, () => undefined) };
}

test("decodes what it fetched, and fetches it once", async () => {
  const { asked, load } = loader(() => new Response(bytes));
  const model = await load("/blob/a");
  expect(model).toMatchObject({ schema: "generated", nodes: { length: 5 } });
  expect(await load("/blob/a")).toBe(model);
  expect(asked).toEqual(["/blob/a"]);
});

test("keeps the last four models", async () => {
  const { asked, load } = loader(() => new Response(bytes));
  for (const blob of ["a", "b", "c", "d", "a", "e", "a", "b"]) await load(blob);
  expect(asked).toEqual(["a", "b", "c", "d", "e", "b"]);
});

test("tells how much has come", async () => {
  const shares: number[] = [];
  const { load } = createModelLoader(() => Promise.resolve(new Response(bytes)));
  await load("/blob/a", bytes.length, signal, (share) => shares.push(share));
  expect(shares.at(-1)).toBe(1);
});

test("says of what kind the trouble is", async () => {
  await expect(loader(() => new Response("", { status: 404 })).load("/blob/a")).rejects.toMatchObject({
    kind: "corrupt",
    message: expect.stringContaining("404") as string,
  });
  await expect(loader(() => new Response("no mesh at all")).load("/blob/a")).rejects.toMatchObject({
    kind: "corrupt",
  });
  const { load } = createModelLoader(() => Promise.reject(new TypeError("failed to fetch")));
  await expect(load("/blob/a", 1, signal, () => undefined)).rejects.toMatchObject({ kind: "offline" });
  await expect(load("/blob/a", 9e12, signal, () => undefined)).rejects.toMatchObject({ kind: "limit" });
});
