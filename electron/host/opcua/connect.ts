/** One attempt to get a session: what is offered, whether its certificate is trusted, channel, identity. */
import {
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
  type ClientSession,
  type UserIdentityInfo,
} from "node-opcua-client";
import { X509Certificate } from "node:crypto";
import type {
  KnownCertificate,
  OpcuaIdentity,
  OpcuaMode,
  OpcuaPolicy,
} from "../../../shared/contract/opcua.ts";
import { ConnectFailure, connectFailure } from "./connect-failure.ts";
import { getEndpoints, judgedCertificate, type JudgedCertificate } from "./discovery.ts";
import { APPLICATION_NAME, type Pki } from "./pki/pki.ts";
import type { Timing } from "./timing.ts";

export interface ConnectSettings {
  readonly url: string;
  readonly policy: OpcuaPolicy;
  readonly mode: OpcuaMode;
  readonly identity: OpcuaIdentity;
}

export interface Connected {
  readonly client: OPCUAClient;
  readonly session: ClientSession;
  readonly certificate: KnownCertificate | undefined;
}

const POLICIES: Readonly<Record<OpcuaPolicy, SecurityPolicy>> = {
  None: SecurityPolicy.None,
  Basic256Sha256: SecurityPolicy.Basic256Sha256,
  Aes128_Sha256_RsaOaep: SecurityPolicy.Aes128_Sha256_RsaOaep,
  Aes256_Sha256_RsaPss: SecurityPolicy.Aes256_Sha256_RsaPss,
};

/** Throws a ConnectFailure. The client reconnects by itself from then on, until it is disconnected. */
export async function connect(settings: ConnectSettings, pki: Pki, timing: Timing): Promise<Connected> {
  const { url, policy, mode, identity } = settings;
  const { offers } = await getEndpoints(url, pki, timing);
  const chosen = offers.find(({ offer }) => offer.policy === policy && offer.mode === mode);
  if (chosen === undefined) {
    const offered = offers.map(({ offer }) => `${offer.policy ?? offer.policyUri} ${offer.mode}`).join(", ");
    throw new ConnectFailure(
      "refused",
      `The server does not offer ${policy} ${mode}. It offers: ${offered}.`,
    );
  }
  if (!chosen.offer.identities.includes(identity.kind))
    throw new ConnectFailure("refused", "The server does not offer this way of logging in.");
  if (identity.kind === "userName" && !chosen.offer.passwordProtected)
    throw new ConnectFailure(
      "refused",
      "The password would cross the network in clear: choose a security policy other than None.",
    );
  const judged = await judgedCertificate(chosen.description, pki);
  // A password or a signature is made for the server's key: without trust it would be made for anybody's.
  if (mode !== "None" || identity.kind !== "anonymous") requireTrust(judged);

  const client = OPCUAClient.create({
    applicationName: APPLICATION_NAME,
    applicationUri: pki.applicationUri,
    clientName: APPLICATION_NAME,
    certificateFile: pki.certificateFile,
    clientCertificateManager: pki.manager,
    securityPolicy: POLICIES[policy],
    securityMode: MessageSecurityMode[mode],
    ...(mode === "None" ? {} : { serverCertificate: chosen.description.serverCertificate }),
    // A server's own idea of its address is often one that can't be reached from here.
    endpointMustExist: false,
    keepSessionAlive: true,
    keepAliveInterval: timing.ping,
    requestedSessionTimeout: timing.session,
    transportTimeout: timing.answer,
    defaultTransactionTimeout: timing.answer,
    connectionStrategy: {
      // None would also mean that a line lost later is not taken up again.
      maxRetry: 1,
      initialDelay: timing.retryFirst / 2,
      maxDelay: timing.retryFirst * 4,
      randomisationFactor: 0.3,
    },
  });
  try {
    await client.connect(url);
    const session = await client.createSession2(identityOf(identity));
    return { client, session, certificate: judged?.certificate };
  } catch (thrown) {
    await client.disconnect();
    throw connectFailure(thrown, url, mode !== "None");
  }
}

function requireTrust(judged: JudgedCertificate | undefined): void {
  if (judged === undefined)
    throw new ConnectFailure("refused", "The server shows no certificate, so it can't be trusted.");
  const { certificate, status } = judged;
  if (status === "Good") return;
  if (status === "BadCertificateUntrusted" || status === "BadCertificateChainIncomplete")
    throw new ConnectFailure(
      "untrusted",
      "The server's certificate is not trusted yet: compare its thumbprint with the one shown at the server.",
      certificate,
    );
  const reason =
    status === "BadCertificateTimeInvalid"
      ? "has expired or is not valid yet"
      : `is not acceptable (${status})`;
  throw new ConnectFailure(
    "refused",
    `The server's certificate ${reason}: it must be renewed at the server.`,
    certificate,
  );
}

function identityOf(identity: OpcuaIdentity): UserIdentityInfo {
  switch (identity.kind) {
    case "anonymous":
      return { type: UserTokenType.Anonymous };
    case "userName":
      return { type: UserTokenType.UserName, userName: identity.userName, password: identity.password };
    case "certificate":
      return {
        type: UserTokenType.Certificate,
        certificateData: new X509Certificate(identity.certificatePem).raw,
        privateKey: identity.privateKeyPem,
      };
  }
}
