import {
  ApplicationDescription,
  ApplicationType,
  EndpointDescription,
  MessageSecurityMode,
  UserTokenType,
} from "node-opcua-client";
import { expect, test } from "vitest";
import { knownServers, offerOf } from "./discovery.ts";

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

test("of what a server knows only other servers count that speak opc.tcp, each address once", () => {
  const known = (name: string, type: ApplicationType, ...discoveryUrls: string[]): ApplicationDescription =>
    new ApplicationDescription({
      applicationName: { text: name },
      applicationUri: `urn:${name}`,
      applicationType: type,
      discoveryUrls,
    });
  const found = [
    known("itself", ApplicationType.Server, "opc.tcp://plc:4840"),
    known("press", ApplicationType.Server, "https://plc:443", "opc.tcp://plc:4841"),
    known("press", ApplicationType.Server, "opc.tcp://plc:4841"),
    known("gateway", ApplicationType.ClientAndServer, "opc.tcp://plc:4842"),
    known("screen", ApplicationType.Client, "opc.tcp://plc:4843"),
    known("directory", ApplicationType.DiscoveryServer, "opc.tcp://plc:4844"),
    known("web", ApplicationType.Server, "https://plc:4845"),
    known("long", ApplicationType.Server, `opc.tcp://${"x".repeat(500)}`),
  ];
  expect(knownServers(found, "urn:itself")).toEqual([
    { name: "press", applicationUri: "urn:press", url: "opc.tcp://plc:4841" },
    { name: "gateway", applicationUri: "urn:gateway", url: "opc.tcp://plc:4842" },
  ]);
});
