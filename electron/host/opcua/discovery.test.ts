import { EndpointDescription, MessageSecurityMode, UserTokenType } from "node-opcua-client";
import { expect, test } from "vitest";
import { offerOf } from "./discovery.ts";

const POLICY = "http://opcfoundation.org/UA/SecurityPolicy#";
const described = (
  policy: string,
  mode: MessageSecurityMode,
  tokenPolicy: string | null,
  url = "opc.tcp://plc:4840",
) =>
  new EndpointDescription({
    endpointUrl: url,
    securityMode: mode,
    securityPolicyUri: `${POLICY}${policy}`,
    securityLevel: 3,
    userIdentityTokens: [
      { policyId: "a", tokenType: UserTokenType.Anonymous },
      { policyId: "u", tokenType: UserTokenType.UserName, securityPolicyUri: tokenPolicy },
    ],
  });

test.each([
  ["None", MessageSecurityMode.None, null, false],
  ["None", MessageSecurityMode.None, `${POLICY}None`, false],
  ["None", MessageSecurityMode.None, `${POLICY}Basic256Sha256`, true],
  ["Basic256Sha256", MessageSecurityMode.Sign, null, true],
  ["Basic256Sha256", MessageSecurityMode.SignAndEncrypt, `${POLICY}None`, false],
])("a password over %s, mode %d, token policy %s: protected %s", (policy, mode, tokenPolicy, expected) => {
  expect(offerOf(described(policy, mode, tokenPolicy))?.passwordProtected).toBe(expected);
});

test("a policy that is not supported here is named, and can't be chosen", () => {
  expect(offerOf(described("Basic128Rsa15", MessageSecurityMode.Sign, null))).toEqual({
    url: "opc.tcp://plc:4840",
    policy: undefined,
    policyUri: `${POLICY}Basic128Rsa15`,
    mode: "Sign",
    securityLevel: 3,
    identities: ["anonymous", "userName"],
    passwordProtected: true,
  });
});

test("other transports are not offered", () => {
  expect(offerOf(described("None", MessageSecurityMode.None, null, "https://plc/ua"))).toBeUndefined();
});
