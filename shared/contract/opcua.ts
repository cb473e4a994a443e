/**
 * OPC UA endpoints: discovery, trust, browsing, signals bound to equipment, and what arrives from them.
 * Terms follow OPC 10000-4 (services) and OPC 10000-7 (security policies). Times are µs UTC.
 */
import * as v from "valibot";
import { call, listen } from "../rpc/service.ts";
import { text } from "./common.ts";

/** OPC 10000-7: the policies offered here; older ones are listed by `discover` but can't be chosen. */
export const OPCUA_POLICIES = [
  "None",
  "Basic256Sha256",
  "Aes128_Sha256_RsaOaep",
  "Aes256_Sha256_RsaPss",
] as const;
export type OpcuaPolicy = (typeof OPCUA_POLICIES)[number];

export const OPCUA_MODES = ["None", "Sign", "SignAndEncrypt"] as const;
export type OpcuaMode = (typeof OPCUA_MODES)[number];

export const OPCUA_IDENTITIES = ["anonymous", "userName", "certificate"] as const;
export type OpcuaIdentityKind = (typeof OPCUA_IDENTITIES)[number];

export const OPCUA_STATES = [
  "connecting",
  "online",
  /** The line is gone and the session is being taken up again. */
  "reconnecting",
  /** Nobody answers; tried again by itself. */
  "offline",
  /** The server's certificate is not trusted yet: see `certificate` of the state. */
  "untrusted",
  /** The server is there and says no: identity, policy, or our certificate. */
  "refused",
  "paused",
] as const;
export type OpcuaState = (typeof OPCUA_STATES)[number];

/** A certificate as a person compares it. */
export interface CertificateInfo {
  /** SHA-1 of the DER bytes, upper-case hexadecimal: what OPC UA calls the thumbprint. */
  readonly thumbprint: string;
  /** For example `CN=Machines, O=Plant`. */
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** Subject alternative name of type URI; undefined where the certificate has none. */
  readonly applicationUri: string | undefined;
}

export interface KnownCertificate extends CertificateInfo {
  /** A person has said so, or an authority that a person trusts has issued it. */
  readonly trusted: boolean;
}

/** One way into a server, as it offers it. */
export interface OpcuaOffer {
  readonly url: string;
  /** Name of the policy; undefined for one that is not supported here. */
  readonly policy: OpcuaPolicy | undefined;
  /** As the server names it, for example `http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256`. */
  readonly policyUri: string;
  readonly mode: OpcuaMode;
  /** The server's own rank, higher is safer (EndpointDescription.securityLevel). */
  readonly securityLevel: number;
  readonly identities: readonly OpcuaIdentityKind[];
  /** False: a password would cross the network in clear; that is refused. */
  readonly passwordProtected: boolean;
}

/** A server that another one knows of. */
export interface OpcuaKnownServer {
  readonly name: string;
  readonly applicationUri: string;
  readonly url: string;
}

export interface OpcuaDiscovery {
  readonly applicationName: string;
  readonly applicationUri: string;
  /** The strongest first. */
  readonly offers: readonly OpcuaOffer[];
  /** undefined where the server shows none (only policy None). */
  readonly certificate: KnownCertificate | undefined;
  /** Others that it names: a discovery server names those of its computer. */
  readonly others: readonly OpcuaKnownServer[];
}

export interface OwnCertificate extends CertificateInfo {
  readonly pem: string;
  /** The same as a DER file, to be copied to a server's trusted certificates. */
  readonly derPath: string;
}

export interface OpcuaSignal {
  /** For example `ns=1;s=VMC-1/Spindle load`. */
  readonly nodeId: string;
  /** Equipment that it belongs to, as the plant names it. */
  readonly equipment: string;
  /** Name among the signals of that equipment. */
  readonly name: string;
  readonly uom?: string | undefined;
  /** Asked sampling interval; 0 asks for every change. */
  readonly intervalMs: number;
}

/** What the server made of a subscription's signal (OPC 10000-4, 5.13.2: revised values). */
export interface RevisedSampling {
  readonly samplingIntervalMs: number;
  readonly queueSize: number;
  /** How long an outage the server's queue bridges at the asked rate. */
  readonly coversMs: number;
}

export interface OpcuaSignalState extends OpcuaSignal {
  /** undefined while it is not subscribed. */
  readonly revised: RevisedSampling | undefined;
  /** The server keeps a history of it that this user may read. */
  readonly hasHistory: boolean;
  /** What is wrong with it or less than was asked, one plain sentence; undefined where nothing is. */
  readonly problem: string | undefined;
}

export interface OpcuaEndpoint {
  readonly endpointId: string;
  readonly name: string;
  readonly url: string;
  readonly policy: OpcuaPolicy;
  readonly mode: OpcuaMode;
  readonly identity: OpcuaIdentityKind;
  readonly userName: string | undefined;
  /** Outage in seconds that the server's queues are asked to bridge. */
  readonly toleratedOutageS: number;
  readonly paused: boolean;
  readonly signalCount: number;
}

export interface OpcuaEndpointState {
  readonly endpointId: string;
  readonly state: OpcuaState;
  /** One sentence a person can act on; undefined where all is well. */
  readonly message: string | undefined;
  /** Of the server; with `untrusted` the one to be judged. */
  readonly certificate: KnownCertificate | undefined;
  /** Since when it is in this state. */
  readonly since: number;
  /** Newest source time of anything that arrived; undefined where nothing has. */
  readonly asOf: number | undefined;
  /** The server's clock less ours, ms; undefined while that was not asked. Times are stored as the server gives them. */
  readonly clockSkewMs: number | undefined;
  readonly samples: number;
  readonly duplicates: number;
  readonly events: number;
  /** Samples read back from the server's history. */
  readonly backfilled: number;
  /** Signals whose history is being read back right now. */
  readonly backfilling: number;
}

export interface OpcuaValue {
  readonly nodeId: string;
  readonly equipment: string;
  readonly name: string;
  readonly uom: string | undefined;
  /** NaN where the status is bad or the value is text. */
  readonly value: number;
  readonly text: string | undefined;
  readonly sourceTime: number;
  /** OPC 10000-4 status name, for example `Good`, `BadSensorFailure`. */
  readonly status: string;
  /** The line is down or the status is not good: shown as old, never as current. */
  readonly stale: boolean;
}

export interface OpcuaGap {
  /** Equipment, `equipment · signal`, or the endpoint's events. */
  readonly stream: string;
  readonly from: number;
  /** undefined while it lasts. */
  readonly to: number | undefined;
  readonly cause: string;
  readonly backfilled: boolean;
}

export type OpcuaWatchEvent =
  /** All endpoints, at once and after every change of any of them. */
  | { readonly type: "states"; readonly states: readonly OpcuaEndpointState[] }
  /** Latest values that changed, or became stale, since the last emit: at most twice a second. */
  | { readonly type: "values"; readonly endpointId: string; readonly values: readonly OpcuaValue[] }
  /** The newest gaps of an endpoint, at once and whenever one comes, ends or is filled. */
  | { readonly type: "gaps"; readonly endpointId: string; readonly gaps: readonly OpcuaGap[] };

export interface OpcuaNode {
  readonly nodeId: string;
  readonly name: string;
  readonly nodeClass: "object" | "variable" | "method" | "view" | "type";
  /** Of a variable: built-in type name, for example `Double`. */
  readonly dataType: string | undefined;
  /** It can be subscribed to as a signal: a readable scalar number, boolean or text. */
  readonly selectable: boolean;
  /** EngineeringUnits and EURange (OPC 10000-8) where the variable has them. */
  readonly uom: string | undefined;
  readonly range: readonly [low: number, high: number] | undefined;
  readonly hasHistory: boolean;
  /** Current value as text, for recognition. */
  readonly value: string | undefined;
}

export interface OpcuaChildren {
  readonly nodes: readonly OpcuaNode[];
  /** There are more than are shown. */
  readonly isCut: boolean;
}

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const url = v.pipe(
  v.string(),
  v.maxLength(2_000),
  v.regex(/^opc\.tcp:\/\/[^\s/:]+|^opc\.tcp:\/\/\[/, "an address begins with opc.tcp://"),
);
const thumbprint = v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{40}$/, "a thumbprint has 40 hexadecimal digits"));
const nodeId = v.pipe(v.string(), v.minLength(1), v.maxLength(4_000));
const named = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

export const opcuaIdentitySchema = v.variant("kind", [
  v.object({ kind: v.literal("anonymous") }),
  v.object({ kind: v.literal("userName"), userName: named, password: text(1_000) }),
  v.object({
    kind: v.literal("certificate"),
    /** PEM texts; the key is kept with the secrets, never in a database. */
    certificatePem: text(64_000),
    privateKeyPem: text(64_000),
  }),
]);
export type OpcuaIdentity = v.InferOutput<typeof opcuaIdentitySchema>;

export const opcuaSignalSchema = v.object({
  nodeId,
  equipment: named,
  name: named,
  uom: v.exactOptional(text(40)),
  intervalMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3_600_000)),
});

/** Outage in seconds that servers are asked to bridge where nothing else is said. */
export const TOLERATED_OUTAGE_S = 60;

const toleratedOutage = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3_600));

export const opcuaService = {
  /** Asks a server what it offers; nothing is stored but a certificate seen for the first time. */
  discover: call<OpcuaDiscovery>()(v.object({ url })),
  endpoints: call<readonly OpcuaEndpoint[]>()(v.object({})),
  /** Stores and connects: how that goes, `watch` tells. `invalid` for what no server can be asked with. */
  add: call<OpcuaEndpoint>()(
    v.object({
      name: named,
      url,
      policy: v.picklist(OPCUA_POLICIES),
      mode: v.picklist(OPCUA_MODES),
      identity: opcuaIdentitySchema,
      toleratedOutageS: v.optional(toleratedOutage),
    }),
  ),
  /** Logs in another way, or with another password; the way it was is forgotten. */
  setIdentity: call<OpcuaEndpoint>()(v.object({ endpointId: id, identity: opcuaIdentitySchema })),
  /**
   * Asks for queues and lives that bridge such an outage, from a new session on. What the server makes of the wish
   * stands with the signals.
   */
  setToleratedOutage: call<OpcuaEndpoint>()(v.object({ endpointId: id, toleratedOutageS: toleratedOutage })),
  /** What it delivered stays. */
  remove: call<void>()(v.object({ endpointId: id })),
  pause: call<void>()(v.object({ endpointId: id })),
  resume: call<void>()(v.object({ endpointId: id })),
  /** Every server certificate that was ever seen, and whether a person has trusted it. */
  certificates: call<readonly KnownCertificate[]>()(v.object({})),
  /** A person has compared the thumbprint: endpoints that waited for it connect. */
  trust: call<void>()(v.object({ thumbprint })),
  /** Endpoints that use it are cut. */
  reject: call<void>()(v.object({ thumbprint })),
  /** Ours, to be trusted at the server's side. */
  ownCertificate: call<OwnCertificate>()(v.object({})),
  /** Children of a node, of the Objects folder where none is named. `offline` while there is no session. */
  browse: call<OpcuaChildren>()(v.object({ endpointId: id, nodeId: v.optional(nodeId) })),
  signals: call<readonly OpcuaSignalState[]>()(v.object({ endpointId: id })),
  /** Replaces the endpoint's signals. `invalid` where two share a node, or equipment and name. */
  setSignals: call<readonly OpcuaSignalState[]>()(
    v.object({ endpointId: id, signals: v.pipe(v.array(opcuaSignalSchema), v.maxLength(20_000)) }),
  ),
  watch: listen<OpcuaWatchEvent>()(v.object({ endpointId: v.optional(id) })),
} as const;
