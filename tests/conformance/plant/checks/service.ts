import * as v from "valibot";
import { problemSchema, scopesSchema, serviceSchema } from "../../../../shared/contract/plant/protocol.ts";
import { expectRule, type Check } from "../check.ts";
import type { Answer } from "../http-client.ts";
import { parsed } from "../page.ts";
import { addressOf } from "../plant-under-test.ts";

/** Expects a problem of this status and code; returns it. */
export function expectProblem(
  { status, headers, body }: Answer,
  expected: number,
  code: string,
  what: string,
): v.InferOutput<typeof problemSchema> {
  expectRule(status === expected, `${what} is answered ${status}, not ${expected}`);
  const type = headers["content-type"] ?? "without a type";
  expectRule(type.startsWith("application/problem+json"), `${what}: the problem is ${type}`);
  const result = v.safeParse(problemSchema, parsed(body.toString()));
  expectRule(result.success, `${what}: the body is no problem: ${body.toString().slice(0, 200)}`);
  expectRule(result.output.code === code, `${what}: the code is ${result.output.code}, not ${code}`);
  return result.output;
}

export const SERVICE_CHECKS: readonly Check[] = [
  {
    rule: "The well-known address answers without a token.",
    async run(plant) {
      const { status } = await plant.ask("/.well-known/throughline-plant", {
        headers: { Authorization: "" },
      });
      expectRule(status === 200, `without a token it is answered ${status}`);
    },
  },
  {
    rule: "Every other address asks for `Authorization: Bearer TOKEN`; without the right token the answer is 401 with code `unauthorised`.",
    async run(plant) {
      const stream = await plant.busy(0);
      const addresses = [
        `/systems/${stream.system}/scopes`,
        ...["changes", "snapshot", "ids"].map((what) => addressOf(stream, what)),
        `/systems/${stream.system}/segments/none`,
        `/files/${"0".repeat(64)}`,
        "/nudges",
      ];
      for (const address of addresses)
        for (const Authorization of ["", "Bearer", `Bearer ${plant.token}x`, `Basic ${plant.token}`]) {
          // An open stream of nudges would never end by itself.
          const isEnough = (): boolean => true;
          const answer = await plant.ask(address, { headers: { Authorization }, isEnough });
          expectProblem(answer, 401, "unauthorised", `${address} with "${Authorization}"`);
        }
      for (const [method, address] of [
        ["POST", `/systems/${stream.system}/submissions`],
        ["PUT", `/files/${"0".repeat(64)}`],
      ] as const) {
        const answer = await plant.ask(address, { method, body: "{}", headers: { Authorization: "" } });
        expectProblem(answer, 401, "unauthorised", `${method} ${address}`);
      }
    },
  },
  {
    rule: "Every error is `application/problem+json` with a code of the protocol.",
    async run(plant) {
      const stream = await plant.busy(0);
      for (const address of [
        "/systems/no-such-system/scopes",
        addressOf({ ...stream, scope: "no such scope" }, "changes"),
        addressOf(stream, "changes", { limit: "0" }),
        addressOf(stream, "changes", { limit: "many" }),
        `/systems/${stream.system}/changes`,
        `/systems/${stream.system}/segments/no-such-segment`,
        `/files/${"0".repeat(64)}`,
      ]) {
        const { status, headers, body } = await plant.ask(address);
        expectRule(status >= 400 && status < 500, `${address} is answered ${status}`);
        const type = headers["content-type"] ?? "without a type";
        expectRule(type.startsWith("application/problem+json"), `${address}: the error is ${type}`);
        const isProblem = v.is(problemSchema, parsed(body.toString()));
        expectRule(isProblem, `${address}: no problem: ${body.toString().slice(0, 200)}`);
      }
    },
  },
  {
    rule: "The service names the protocol, the plant, the server's clock and its systems, each with its kind and epoch.",
    async run(plant) {
      const { systems } = await plant.json("/.well-known/throughline-plant", serviceSchema);
      expectRule(systems.length > 0, "there is no system");
      const ids = systems.map(({ id }) => id);
      expectRule(new Set(ids).size === ids.length, `two systems have the same id: ${ids.join(", ")}`);
    },
  },
  {
    rule: "The scopes of a system are what can be followed on its own; their ids are unique.",
    async run(plant) {
      const { systems } = await plant.service();
      for (const { id } of systems) {
        const { scopes } = await plant.json(`/systems/${id}/scopes`, scopesSchema);
        const names = scopes.map((scope) => scope.id);
        expectRule(new Set(names).size === names.length, `${id} has two scopes of one id`);
      }
      for (const stream of await plant.streams()) {
        const { head } = await plant.page(stream, { limit: "1" });
        expectRule(head.scope === stream.scope, `${stream.scope} can't be followed`);
      }
    },
  },
  {
    rule: "An unknown system is answered 404 `unknown-system`, an unknown scope 404 `unknown-scope`.",
    async run(plant) {
      const stream = await plant.busy(0);
      const [foreign, scopeless] = [
        { ...stream, system: "no-such-system" },
        { ...stream, scope: "no such scope" },
      ];
      for (const what of ["changes", "snapshot", "ids"]) {
        expectProblem(
          await plant.ask(addressOf(foreign, what)),
          404,
          "unknown-system",
          `${what} of no system`,
        );
        expectProblem(
          await plant.ask(addressOf(scopeless, what)),
          404,
          "unknown-scope",
          `${what} of no scope`,
        );
      }
      expectProblem(await plant.ask("/systems/no-such-system/scopes"), 404, "unknown-system", "its scopes");
    },
  },
];
