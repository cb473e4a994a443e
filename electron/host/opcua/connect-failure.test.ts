import { expect, test } from "vitest";
import { ConnectFailure, connectFailure, NOT_TRUSTED_THERE } from "./connect-failure.ts";

const URL = "opc.tcp://plc:4840";
const of = (message: string, secured = false) => connectFailure(new Error(message), URL, secured);

test.each([
  ["connect ECONNREFUSED 127.0.0.1:4840", false, "offline", "No OPC UA server answers"],
  ["getaddrinfo ENOTFOUND plc", false, "offline", "is not known here"],
  ["Transaction has timed out BadTimeout (0x800a0000)", false, "offline", "No OPC UA server answers"],
  ["serviceResult = BadUserAccessDenied (0x801f0000)", true, "refused", "does not accept this user"],
  ["serviceResult = BadTooManySessions (0x80560000)", false, "refused", "no session left"],
  ["socket has been disconnected by third party", true, "refused", "may not be trusted there"],
  ["socket has been disconnected by third party", false, "offline", "No OPC UA server answers"],
  ["BadSecurityChecksFailed (0x80130000)", true, "refused", "may not be trusted there"],
  ["BadCertificateTimeInvalid (0x80140000)", true, "refused", "compare the clocks"],
  ["BadServerHalted (0x800e0000)", false, "refused", "BadServerHalted"],
])("%s (secured: %s) is %s", (message, secured, state, said) => {
  const failure = of(message, secured);
  expect(failure.state).toBe(state);
  expect(failure.message).toContain(said);
});

test("what is known already stays as it is", () => {
  const known = new ConnectFailure("refused", NOT_TRUSTED_THERE);
  expect(connectFailure(known, URL, true)).toBe(known);
});
