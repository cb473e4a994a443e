/** How safe the ways into a server are (OPC 10000-7, 6.6: security policies), and which is best. */
import type {
  KnownCertificate,
  OpcuaIdentityKind,
  OpcuaMode,
  OpcuaOffer,
  OpcuaPolicy,
} from "../../../shared/contract/opcua.ts";

export type SupportedOffer = OpcuaOffer & { readonly policy: OpcuaPolicy };

const MODE_RANK: Readonly<Record<OpcuaMode, number>> = { None: 0, Sign: 1, SignAndEncrypt: 2 };
const POLICY_RANK: Readonly<Record<OpcuaPolicy, number>> = {
  None: 0,
  Basic256Sha256: 1,
  Aes128_Sha256_RsaOaep: 2,
  Aes256_Sha256_RsaPss: 3,
};

export function isSupported(offer: OpcuaOffer): offer is SupportedOffer {
  return offer.policy !== undefined;
}

/** Encryption first, then the policy: a server's own rank may put a signed channel above an encrypted one. */
export function bySafety(offers: readonly OpcuaOffer[]): readonly OpcuaOffer[] {
  const rank = (offer: OpcuaOffer): number =>
    isSupported(offer) ? MODE_RANK[offer.mode] * 10 + POLICY_RANK[offer.policy] : -1;
  return offers.toSorted((a, b) => rank(b) - rank(a) || b.securityLevel - a.securityLevel);
}

/** The safest that can be chosen; undefined where none can. */
export function recommendedOffer(offers: readonly OpcuaOffer[]): SupportedOffer | undefined {
  return bySafety(offers).find(isSupported);
}

export function offerKey({ policyUri, mode, url }: OpcuaOffer): string {
  return `${policyUri} ${mode} ${url}`;
}

/** `Aes256-Sha256-RsaPss`; of a policy that is not supported the end of its URI. */
export function policyName(offer: Pick<OpcuaOffer, "policy" | "policyUri">): string {
  const name = offer.policy ?? offer.policyUri.slice(offer.policyUri.lastIndexOf("#") + 1);
  return name.replaceAll("_", "-");
}

/** Why nobody can sign in this way; undefined where one can. */
export function identityObstacle(
  offer: OpcuaOffer,
  kind: OpcuaIdentityKind,
): "not-offered" | "password-clear" | undefined {
  if (!offer.identities.includes(kind)) return "not-offered";
  return kind === "userName" && !offer.passwordProtected ? "password-clear" : undefined;
}

export type CertificateWarning = "expired" | "not-yet" | "no-uri" | "other-uri";

/**
 * What speaks against a certificate.
 * @param applicationUri what the server calls itself; undefined where it did not say
 * @param now µs UTC
 */
export function certificateWarnings(
  certificate: KnownCertificate,
  applicationUri: string | undefined,
  now: number,
): readonly CertificateWarning[] {
  const warnings: CertificateWarning[] = [];
  if (certificate.validTo < now) warnings.push("expired");
  if (certificate.validFrom > now) warnings.push("not-yet");
  if (certificate.applicationUri === undefined) warnings.push("no-uri");
  else if (applicationUri !== undefined && certificate.applicationUri !== applicationUri)
    warnings.push("other-uri");
  return warnings;
}

/** Expired certificates, and those of a time to come, can't be trusted at all. */
export function canTrust(warnings: readonly CertificateWarning[]): boolean {
  return !warnings.includes("expired") && !warnings.includes("not-yet");
}

/** `4B2F 91AC …`: in groups, as it is read aloud. */
export function groupedThumbprint(thumbprint: string): string {
  return thumbprint.replace(/(.{4})(?=.)/g, "$1 ");
}
