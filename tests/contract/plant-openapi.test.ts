import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { OPENAPI_FILE, plantOpenApi } from "../../build/plant-openapi.ts";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { misfit } from "./json-schema.ts";

type Json = Readonly<Record<string, unknown>>;

const document = JSON.parse(readFileSync(OPENAPI_FILE, "utf8")) as Json;
const fits = (value: unknown, name: string): void =>
  expect(misfit(value, { $ref: `#/components/schemas/${name}` }, document, name)).toBeUndefined();

let running: RunningPlant;
beforeAll(async () => {
  const modelFile = resolve(import.meta.dirname, "../../assets/demo/linear-actuator.step");
  running = await startPlant({ clock: () => 1_767_225_600_000_000, modelFile });
  running.plant.put("qms", "site", "note/1", { record: "note", key: "1", text: "x" });
  running.plant.remove("qms", "site", "note/1");
  running.plant.advance(500);
});
afterAll(() => running.stop());

const ask = async (
  path: string,
  init: RequestInit = {},
): Promise<{ readonly status: number; readonly text: string }> => {
  const headers = { Authorization: `Bearer ${running.token}` };
  const answer = await fetch(`${running.url}${path}`, { ...init, headers });
  return { status: answer.status, text: await answer.text() };
};
const json = async (path: string, init?: RequestInit): Promise<unknown> =>
  JSON.parse((await ask(path, init)).text);

test("the committed document is the one that the schemas make: node build/run.mjs build/plant-openapi.ts", () => {
  expect(document).toEqual(JSON.parse(JSON.stringify(plantOpenApi())));
});

test("every reference leads somewhere, every address has an answer for who may not ask", () => {
  const text = JSON.stringify(document);
  const names = new Set([...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
  const { schemas } = document["components"] as { readonly schemas: Json };
  expect([...names].filter((name) => !((name ?? "") in schemas))).toEqual([]);
  const paths = document["paths"] as Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Json; readonly security?: unknown }>>>
  >;
  for (const [path, methods] of Object.entries(paths))
    for (const { responses, security } of Object.values(methods))
      expect("401" in responses || security !== undefined, path).toBe(true);
});

test("real answers of a server fit the document", async () => {
  fits(await json("/.well-known/throughline-plant"), "Service");
  for (const { id, scopes } of running.plant.systems.values()) {
    fits(await json(`/systems/${id}/scopes`), "Scopes");
    for (const scope of scopes.keys()) {
      const query = `scope=${encodeURIComponent(scope)}`;
      for (const range of ["", "&since=1760000000000000"]) {
        fits(await json(`/systems/${id}/snapshot?${query}${range}`), "Manifest");
        fits(await json(`/systems/${id}/ids?${query}${range}`), "Ids");
      }
    }
  }
  fits(await json("/systems/none/scopes"), "Problem");
  fits(await json(`/systems/mes/changes?scope=site&cursor=x`), "Problem");
});

test("real pages fit, line by line, every kind of record among them", async () => {
  const kinds = new Set<unknown>();
  for (const { id, scopes } of running.plant.systems.values())
    for (const scope of scopes.keys()) {
      const query = `scope=${encodeURIComponent(scope)}&limit=10000`;
      const { text } = await ask(`/systems/${id}/changes?${query}`);
      const [head, ...lines] = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Json);
      fits(head, "PageHead");
      fits(lines.pop(), "PageSum");
      fits(lines.pop(), "PageEnd");
      const seen = new Map<unknown, number>();
      for (const line of lines) {
        const kind = (line["record"] as Json | undefined)?.["record"] ?? line["op"];
        kinds.add(kind);
        // Two hundred of each kind tell as much as all.
        if ((seen.get(kind) ?? 0) >= 200) continue;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        fits(line, "Change");
        fits(line, "AnyChange");
      }
    }
  expect([...kinds].map(String).toSorted()).toEqual(
    "bom-line characteristic delete event factor gap measurement note part samples unit unit-component".split(
      " ",
    ),
  );
});

test("what is sent and what is answered fit, and the document sees what is wrong", async () => {
  const uuid = "00000000-0000-4000-8000-000000000001";
  const submission = {
    client: uuid,
    number: 1,
    key: uuid,
    kind: "change-request",
    body: { id: uuid, title: "T", problem: "", proposal: "", evidence: [], files: [], createdAt: 0 },
  };
  fits(submission, "Submission");
  const send = (body: object): Promise<unknown> =>
    json("/systems/plm/submissions", { method: "POST", body: JSON.stringify(body) });
  fits(await send(submission), "Answer");
  fits(await send({ ...submission, number: 2, key: uuid.replace("1", "2") }), "Answer");
  const schema = { $ref: "#/components/schemas/Submission" };
  for (const wrong of [
    { ...submission, number: 0 },
    { ...submission, key: "1" },
    { ...submission, colour: "red" },
    { ...submission, body: { ...submission.body, title: "" } },
    { ...submission, body: { ...submission.body, files: ["x"] } },
  ])
    expect(misfit(wrong, schema, document)).toBeDefined();
});
