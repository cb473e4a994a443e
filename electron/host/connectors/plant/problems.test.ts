import { expect, test } from "vitest";
import { EpochChanged, Unavailable, UnknownFile } from "../connector.ts";
import { answerFailure, networkFailure } from "./problems.ts";

const ORIGIN = "https://plant.example.com";
const answer = (status: number, body: unknown = "", more = {}): Error =>
  answerFailure(ORIGIN, {
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    retryAfter: undefined,
    location: undefined,
    ...more,
  });

test.each([
  ["ECONNREFUSED", "offline", "nothing answers there"],
  ["ECONNRESET", "offline", "broke off"],
  ["ENOTFOUND", "offline", "not known"],
  ["CERT_HAS_EXPIRED", "refused", "clock"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "refused", "signed by itself"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "refused", "another address"],
])("%s is %s", (code, kind, words) => {
  const failure = networkFailure(Object.assign(new Error("x"), { code }), ORIGIN);
  expect(failure).toMatchObject({ kind, message: expect.stringContaining(words) as string });
  expect(failure).toMatchObject({ message: expect.stringContaining(ORIGIN) as string });
});

test("an error of our own passes as it is", () => {
  const bug = new TypeError("x is not a function");
  expect(networkFailure(bug, ORIGIN)).toBe(bug);
});

test("answers become what a person can act on", () => {
  expect(answer(401)).toMatchObject({ kind: "refused", message: expect.stringContaining("token") as string });
  expect(answer(404, "<html>")).toMatchObject({ kind: "refused" });
  expect(answer(404, { code: "unknown-scope", title: "no LA-999" })).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("no LA-999") as string,
  });
  expect(answer(400, { code: "invalid", title: "cursor" })).toMatchObject({ kind: "invalid" });
  expect(answer(302, "", { location: "https://elsewhere" })).toMatchObject({
    kind: "refused",
    message: expect.stringContaining("https://elsewhere") as string,
  });
});

test("what the engine acts on has its own type", () => {
  const changed = answer(409, { code: "epoch-changed", title: "restored", epoch: "e2" });
  expect(changed).toBeInstanceOf(EpochChanged);
  expect(answer(404, { code: "unknown-file", title: "gone" })).toBeInstanceOf(UnknownFile);
  const later = answer(503, { code: "unavailable", title: "backup" }, { retryAfter: "7" });
  expect(later).toBeInstanceOf(Unavailable);
  expect(later).toMatchObject({ kind: "offline", retryAfter: 7_000 });
  // A title that is a sentence stands within ours.
  expect(answer(503, { code: "unavailable", title: "Being backed up." }).message).toMatch(
    /can't answer now \(503: Being backed up\)\.$/,
  );
  expect(answer(500, "oops")).toMatchObject({ kind: "offline", retryAfter: undefined });
});
