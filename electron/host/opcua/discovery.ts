/**
 * What a server offers (GetEndpoints, OPC 10000-4, 5.5.4), and which others it knows (FindServers, 5.5.2). The answers
 * themselves are not protected: only a certificate that is trusted later is.
 */
import {
  ApplicationType,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
  type ApplicationDescription,
  type EndpointDescription,
} from "node-opcua-client";
import {
  OPCUA_POLICIES,
  type KnownCertificate,
  type OpcuaDiscovery,
  type OpcuaIdentityKind,
  type OpcuaKnownServer,
  type OpcuaMode,
  type OpcuaOffer,
  type OpcuaPolicy,
} from "../../../shared/contract/opcua.ts";
import { connectFailure } from "./connect-failure.ts";
import { certificateInfo } from "./pki/certificate-info.ts";
import { APPLICATION_NAME, type Pki } from "./pki/pki.ts";
import type { Timing } from "./timing.ts";

const POLICY_PREFIX = "http://opcfoundation.org/UA/SecurityPolicy#";
const MODES: Readonly<Record<number, OpcuaMode>> = {
  [MessageSecurityMode.None]: "None",
  [MessageSecurityMode.Sign]: "Sign",
  [MessageSecurityMode.SignAndEncrypt]: "SignAndEncrypt",
};
const IDENTITIES: Readonly<Record<number, OpcuaIdentityKind>> = {
  [UserTokenType.Anonymous]: "anonymous",
  [UserTokenType.UserName]: "userName",
  [UserTokenType.Certificate]: "certificate",
};
/** Bound of what a strange server may list. */
const MAXIMUM_OFFERS = 200;
const MAXIMUM_OTHERS = 100;
const MAXIMUM_TEXT = 400;

export interface Endpoints {
  readonly discovery: Omit<OpcuaDiscovery, "certificate">;
  readonly offers: readonly { readonly offer: OpcuaOffer; readonly description: EndpointDescription }[];
}

/** Throws a ConnectFailure. */
export async function getEndpoints(url: string, pki: Pki, timing: Timing): Promise<Endpoints> {
  const client = OPCUAClient.create({
    applicationName: APPLICATION_NAME,
    applicationUri: pki.applicationUri,
    certificateFile: pki.certificateFile,
    clientCertificateManager: pki.manager,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: timing.retryFirst, maxDelay: timing.retryFirst },
    transportTimeout: timing.answer,
    defaultTransactionTimeout: timing.answer,
  });
  try {
    await client.connect(url);
    const descriptions = (await client.getEndpoints()).slice(0, MAXIMUM_OFFERS);
    const offers = descriptions
      .flatMap((description) => {
        const offer = offerOf(description);
        return offer === undefined ? [] : [{ offer, description }];
      })
      .sort((a, b) => b.offer.securityLevel - a.offer.securityLevel);
    const server = descriptions[0]?.server;
    const others = await othersKnownTo(client, server?.applicationUri ?? "");
    return {
      discovery: {
        applicationName: server?.applicationName?.text ?? "",
        applicationUri: server?.applicationUri ?? "",
        offers: offers.map(({ offer }) => offer),
        others,
      },
      offers,
    };
  } catch (thrown) {
    throw connectFailure(thrown, url, false);
  } finally {
    await client.disconnect();
  }
}

async function othersKnownTo(client: OPCUAClient, own: string): Promise<readonly OpcuaKnownServer[]> {
  let found: readonly ApplicationDescription[];
  try {
    found = await client.findServers();
  } catch {
    // Small servers lack the service: what it offers itself stands all the same.
    return [];
  }
  return knownServers(found, own);
}

/** Servers that can be observed, each address once; clients and discovery servers are none. */
export function knownServers(
  found: readonly ApplicationDescription[],
  own: string,
): readonly OpcuaKnownServer[] {
  const servers = new Map<string, OpcuaKnownServer>();
  for (const { applicationType, applicationName, applicationUri, discoveryUrls } of found) {
    const isServer =
      applicationType === ApplicationType.Server || applicationType === ApplicationType.ClientAndServer;
    const url = discoveryUrls?.find((each) => each?.startsWith("opc.tcp://") === true);
    if (!isServer || url === undefined || url === null || url.length > MAXIMUM_TEXT) continue;
    if (applicationUri === own || servers.size >= MAXIMUM_OTHERS) continue;
    const name = (applicationName.text ?? "").slice(0, MAXIMUM_TEXT);
    servers.set(url, { name, applicationUri: (applicationUri ?? "").slice(0, MAXIMUM_TEXT), url });
  }
  return [...servers.values()];
}

/** undefined for a transport other than opc.tcp (OPC 10000-6, 7) or a mode that is none. */
export function offerOf(description: EndpointDescription): OpcuaOffer | undefined {
  const url = description.endpointUrl ?? "";
  const mode = MODES[description.securityMode];
  if (!url.startsWith("opc.tcp://") || mode === undefined) return undefined;
  const policyUri = description.securityPolicyUri ?? "";
  const tokens = description.userIdentityTokens ?? [];
  const identities = tokens.flatMap(({ tokenType }) => IDENTITIES[tokenType] ?? []);
  return {
    url,
    policy: policyOf(policyUri),
    policyUri,
    mode,
    securityLevel: description.securityLevel,
    identities: [...new Set(identities)],
    passwordProtected: tokens.some(
      ({ tokenType, securityPolicyUri }) =>
        tokenType === UserTokenType.UserName &&
        // An empty policy means that of the channel (OPC 10000-4, 7.42).
        ((securityPolicyUri ?? "") === "" ? policyUri : securityPolicyUri) !== `${POLICY_PREFIX}None`,
    ),
  };
}

function policyOf(uri: string): OpcuaPolicy | undefined {
  return OPCUA_POLICIES.find((policy) => uri === `${POLICY_PREFIX}${policy}`);
}

export interface JudgedCertificate {
  readonly certificate: KnownCertificate;
  /** OPC 10000-4, 7.39.2: `Good`, or why not. */
  readonly status: string;
}

/** The server's certificate as it stands in our PKI; undefined where the description shows none. */
export async function judgedCertificate(
  description: EndpointDescription | undefined,
  pki: Pki,
): Promise<JudgedCertificate | undefined> {
  const der = description?.serverCertificate;
  if (der === undefined || der === null || der.length === 0) return undefined;
  const status = await pki.judge(der);
  return { certificate: { ...certificateInfo(der), trusted: status === "Good" }, status };
}
