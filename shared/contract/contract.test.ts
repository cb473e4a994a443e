import { expect, test } from "vitest";
import { createClient } from "../rpc/client.ts";
import { transportPair } from "../rpc/transport.ts";
import { contract, type HostClient } from "./contract.ts";

test("the client has a function for every method", () => {
  const client: HostClient = createClient(contract, transportPair()[0]);
  const typed: (input: { partNumber: string }) => Promise<{ partNumber: string }> = client.parts.details;
  expect(typed).toBeTypeOf("function");
  const names = Object.entries(contract).flatMap(([service, methods]) =>
    Object.keys(methods).map((name) => `${service}.${name}`),
  );
  const functions = Object.entries(client).flatMap(([service, methods]) =>
    Object.entries(methods)
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => `${service}.${name}`),
  );
  expect(functions).toEqual(names);
});
