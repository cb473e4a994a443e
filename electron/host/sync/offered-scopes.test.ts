import { expect, test } from "vitest";
import type { ScopeDescription } from "../connectors/connector.ts";
import { createOfferedScopes } from "./offered-scopes.ts";

const scope = (id: string, records: number): ScopeDescription => ({ id, name: id, products: [id], records });

test("a system that does not answer holds up no other, and what was known of it stays", async () => {
  const offered = createOfferedScopes();
  const asked: string[] = [];
  const answers = new Map([
    ["mes", [scope("10-4000", 7)]],
    ["qms", [scope("10-4000", 9)]],
  ]);
  const connection = {
    scopes: (system: string): Promise<readonly ScopeDescription[]> => {
      asked.push(system);
      const scopes = answers.get(system);
      return scopes === undefined ? Promise.reject(new Error("no answer")) : Promise.resolve(scopes);
    },
  };
  const { signal } = new AbortController();
  await offered.askSome(["mes", "erp", "qms"], connection, signal);
  expect(asked).toEqual(["mes", "erp", "qms"]);
  expect(offered.records({ system: "erp", scope: "10-4000" })).toBeUndefined();
  expect(offered.records({ system: "qms", scope: "10-4000" })).toBe(9);
  answers.delete("mes");
  await offered.askSome(["mes"], connection, signal);
  expect(offered.records({ system: "mes", scope: "10-4000" })).toBe(7);
});

test("once it was given up nothing more is asked", async () => {
  const offered = createOfferedScopes();
  const gone = new AbortController();
  const asked: string[] = [];
  const connection = {
    scopes: async (system: string): Promise<readonly ScopeDescription[]> => {
      asked.push(system);
      gone.abort();
      await Promise.resolve();
      return [];
    },
  };
  await offered.askSome(["mes", "qms"], connection, gone.signal);
  expect(asked).toEqual(["mes"]);
});
