import { expect, test } from "vitest";
import type { KnownCertificate, OpcuaMode, OpcuaOffer, OpcuaPolicy } from "../../../shared/contract/opcua.ts";
import {
  bySafety,
  canTrust,
  certificateWarnings,
  groupedThumbprint,
  identityObstacle,
  offerKey,
  policyName,
  recommendedOffer,
} from "./security.ts";

function offer(policy: OpcuaPolicy | undefined, mode: OpcuaMode, more: Partial<OpcuaOffer> = {}): OpcuaOffer {
  return {
    url: "opc.tcp://machine:4840",
    policy,
    policyUri: `http://opcfoundation.org/UA/SecurityPolicy#${policy ?? "Basic128Rsa15"}`,
    mode,
    securityLevel: 0,
    identities: ["anonymous", "userName"],
    passwordProtected: true,
    ...more,
  };
}

test("an encrypted channel goes before a signed one, whatever rank the server gives", () => {
  const offers = [
    offer("None", "None", { securityLevel: 250 }),
    offer("Aes256_Sha256_RsaPss", "Sign", { securityLevel: 200 }),
    offer(undefined, "SignAndEncrypt", { securityLevel: 255 }),
    offer("Basic256Sha256", "SignAndEncrypt"),
    offer("Aes128_Sha256_RsaOaep", "SignAndEncrypt"),
  ];
  expect(bySafety(offers).map((each) => `${policyName(each)} ${each.mode}`)).toEqual([
    "Aes128-Sha256-RsaOaep SignAndEncrypt",
    "Basic256Sha256 SignAndEncrypt",
    "Aes256-Sha256-RsaPss Sign",
    "None None",
    "Basic128Rsa15 SignAndEncrypt",
  ]);
  expect(recommendedOffer(offers)?.policy).toBe("Aes128_Sha256_RsaOaep");
  expect(new Set(offers.map(offerKey)).size).toBe(offers.length);
});

test("nothing is recommended where nothing is supported", () => {
  expect(recommendedOffer([offer(undefined, "SignAndEncrypt")])).toBeUndefined();
  expect(recommendedOffer([])).toBeUndefined();
});

test("a password that would cross in clear, and a way that is not offered, are obstacles", () => {
  const open = offer("None", "None", { passwordProtected: false });
  expect(identityObstacle(open, "anonymous")).toBeUndefined();
  expect(identityObstacle(open, "userName")).toBe("password-clear");
  expect(identityObstacle(open, "certificate")).toBe("not-offered");
  expect(identityObstacle(offer("Basic256Sha256", "Sign"), "userName")).toBeUndefined();
});

const DAY = 86_400_000_000;
const certificate: KnownCertificate = {
  thumbprint: "0123456789ABCDEF0123456789ABCDEF01234567",
  subject: "CN=Machines",
  issuer: "CN=Machines",
  validFrom: 10 * DAY,
  validTo: 20 * DAY,
  applicationUri: "urn:machines",
  trusted: false,
};

test("what speaks against a certificate", () => {
  expect(certificateWarnings(certificate, "urn:machines", 15 * DAY)).toEqual([]);
  expect(certificateWarnings(certificate, undefined, 15 * DAY)).toEqual([]);
  expect(certificateWarnings(certificate, "urn:other", 15 * DAY)).toEqual(["other-uri"]);
  expect(certificateWarnings(certificate, "urn:machines", 21 * DAY)).toEqual(["expired"]);
  expect(certificateWarnings(certificate, "urn:machines", 9 * DAY)).toEqual(["not-yet"]);
  const nameless = { ...certificate, applicationUri: undefined };
  expect(certificateWarnings(nameless, "urn:machines", 15 * DAY)).toEqual(["no-uri"]);
});

test("a certificate outside of its time can't be trusted", () => {
  expect(canTrust([])).toBe(true);
  expect(canTrust(["other-uri", "no-uri"])).toBe(true);
  expect(canTrust(["expired"])).toBe(false);
  expect(canTrust(["no-uri", "not-yet"])).toBe(false);
});

test("a thumbprint is shown in groups of four", () => {
  expect(groupedThumbprint(certificate.thumbprint)).toBe("0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567");
  expect(groupedThumbprint(certificate.thumbprint).replaceAll(" ", "")).toBe(certificate.thumbprint);
});
