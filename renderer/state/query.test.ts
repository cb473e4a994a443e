import { expect, test } from "vitest";
import { Failure } from "../../shared/rpc/failure.ts";
import { asFailure } from "./query.ts";

test("a failure stays what it is, anything else is a bug with its own words", () => {
  const offline = new Failure("offline", "gone", "parts.tree");
  expect(asFailure(offline)).toBe(offline);
  expect(asFailure(new TypeError("x is not a function"))).toMatchObject({
    kind: "bug",
    message: "x is not a function",
  });
  expect([asFailure("text"), asFailure(undefined)].map(({ kind, message }) => [kind, message])).toEqual([
    ["bug", "text"],
    ["bug", "undefined"],
  ]);
});

test("an abort's own error is what was given up, not a fault", () => {
  const controller = new AbortController();
  controller.abort();
  expect(asFailure(controller.signal.reason)).toMatchObject({ kind: "cancelled", message: "cancelled" });
});
