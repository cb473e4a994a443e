/**
 * An OPC UA server on loopback in front of a machine park: variables with units and ranges, alarms,
 * history, every current security policy. Time is stepped by the caller; the machines go on working
 * and remembering while the server is down.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  ApplicationDescription,
  ApplicationType,
  MessageSecurityMode,
  SecurityPolicy,
  StatusCodes,
  type StatusCode,
} from "node-opcua-client";
import type { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { OPCUAServer, Subscription, type ServerSession } from "node-opcua-server";
import {
  publishMachines,
  setClock,
  variantOf,
  type NamedSignal,
  type PublishedMachines,
} from "./address-space.ts";
import { certificateFolder, endFolder, ownCertificate } from "./certificates.ts";
import { createMachinePark, type AlarmChange } from "./machine-park.ts";
import { SignalHistory } from "./signal-history.ts";

export interface MachineServerOptions {
  /** Keeps the server's certificates; created where it is missing. */
  readonly folder: string;
  readonly seed: number | string;
  /** When the server's certificate begins to be valid, ms UTC: at the latest now. */
  readonly validFrom: number;
  /** What the server's own clock shows, µs UTC; absent: this computer's. */
  readonly clock?: (() => number) | undefined;
  /** 0 or absent: any free one, kept over restarts. */
  readonly port?: number;
  /** Signals of all machines together; see ParkOptions. */
  readonly signals?: number;
  /** Values remembered per variable. Default 100,000. */
  readonly history?: number;
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  /** False: client certificates must be trusted first. Default true. */
  readonly acceptUnknownClients?: boolean;
  /** Shortest life of a subscription in ms that a client may ask for. Default 5,000. */
  readonly minimumLifetime?: number;
  /** Other servers that it tells of, as a discovery server does. */
  readonly neighbours?: readonly Neighbour[];
  /** Called whenever a session begins or ends. */
  readonly onSessions?: () => void;
}

export interface Neighbour {
  readonly name: string;
  readonly url: string;
}

export interface MachineServer {
  readonly url: string;
  readonly port: number;
  /** Node ids are `ns=1;s=` and the path, `machine/signal`. */
  readonly signals: readonly NamedSignal[];
  /** Lets the machines work until `at` (µs UTC, ascending) and publishes, where the server is up. */
  step(at: number): void;
  /** Raises or clears an alarm; returns the id of its event in hexadecimal, "" while the server is down. */
  alarm(change: AlarmChange): string;
  /** The sensor of a signal gives values of this status from now on. */
  setStatus(path: string, status: StatusCode): void;
  historyOf(path: string): SignalHistory;
  /** The server's certificate, PEM. */
  readonly certificate: string;
  readonly sessionCount: number;
  readonly subscriptionCount: number;
  /** Policy and mode of each session, for example `Basic256Sha256 Sign`. */
  channels(): readonly string[];
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends every session with its subscriptions, as a server does that has too many; returns how many. */
  dropSessions(): number;
  /** Gives the stopped server another key and certificate, as an installation anew does. */
  renewCertificate(): Promise<void>;
  /** Trusts the certificate (DER) of a client or of a user. */
  trust(certificate: Buffer): Promise<void>;
  close(): Promise<void>;
}

export const MACHINES_URI = "urn:throughline:demo:machines";
const POLICIES = [
  SecurityPolicy.None,
  SecurityPolicy.Basic256Sha256,
  SecurityPolicy.Aes128_Sha256_RsaOaep,
  SecurityPolicy.Aes256_Sha256_RsaPss,
];

export async function startMachineServer(options: MachineServerOptions): Promise<MachineServer> {
  const park = createMachinePark({ seed: options.seed, signals: options.signals ?? 0 });
  const signals = park.machines.flatMap(({ name, signals: own }) =>
    own.map((signal) => ({ path: `${name}/${signal.name}`, machine: name, signal })),
  );
  const histories = new Map(signals.map(({ path }) => [path, new SignalHistory(options.history ?? 100_000)]));
  const statuses = new Map<string, StatusCode>();
  const certificateFile = join(options.folder, "clients/own/certs/server.pem");
  const openClients = async (): Promise<OPCUACertificateManager> => {
    const manager = await certificateFolder(
      join(options.folder, "clients"),
      options.acceptUnknownClients ?? true,
    );
    if (!existsSync(certificateFile))
      await ownCertificate(manager, MACHINES_URI, new Date(options.validFrom));
    return manager;
  };
  let clients = await openClients();
  const users = await certificateFolder(join(options.folder, "users"), false);
  // The library keeps this for all servers of a process.
  if (options.minimumLifetime !== undefined) Subscription.minimumLifetimeDuration = options.minimumLifetime;

  let port = options.port ?? 0;
  let running: Running | undefined;
  const historyOf = (path: string): SignalHistory => {
    const history = histories.get(path);
    if (history === undefined) throw new RangeError(`there is no signal ${path}`);
    return history;
  };
  const start = async (): Promise<void> => {
    if (running !== undefined) return;
    running = await run({ options, port, certificateFile, clients, users, signals, historyOf });
    port = running.port;
  };
  const stop = async (): Promise<void> => {
    const last = running;
    running = undefined;
    await last?.server.shutdown(0);
  };
  await start();

  return {
    get url() {
      return `opc.tcp://127.0.0.1:${port}/machines`;
    },
    get port() {
      return port;
    },
    signals,
    step: (at) => {
      const changes = park.step(at);
      for (const { path, signal } of signals) {
        const status = statuses.get(path) ?? StatusCodes.Good;
        historyOf(path).push(variantOf(signal), status, at);
        running?.machines.publish(path, at, status);
      }
      for (const change of changes) running?.machines.alarm(change);
    },
    alarm: (change) => running?.machines.alarm(change) ?? "",
    setStatus: (path, status) => {
      historyOf(path);
      statuses.set(path, status);
    },
    historyOf,
    get certificate() {
      return readFileSync(certificateFile, "utf8");
    },
    get sessionCount() {
      return running?.sessions.size ?? 0;
    },
    get subscriptionCount() {
      return running?.server.currentSubscriptionCount ?? 0;
    },
    channels: () =>
      [...(running?.sessions ?? [])].map(({ channel }) => {
        const policy = channel?.securityPolicy.replace(/^.*#/, "") ?? "none";
        return `${policy} ${MessageSecurityMode[channel?.securityMode ?? MessageSecurityMode.Invalid]}`;
      }),
    start,
    stop,
    dropSessions: () => {
      const sessions = [...(running?.sessions ?? [])];
      for (const { authenticationToken } of sessions)
        running?.server.engine.closeSession(authenticationToken, true, "Forcing");
      return sessions.length;
    },
    renewCertificate: async () => {
      await endFolder(clients);
      rmSync(join(clients.rootDir, "own"), { recursive: true });
      clients = await openClients();
    },
    trust: async (certificate) => {
      await clients.trustCertificate(certificate);
      await users.trustCertificate(certificate);
    },
    close: async () => {
      await stop();
      await endFolder(clients);
      await endFolder(users);
    },
  };
}

interface Running {
  readonly server: OPCUAServer;
  readonly port: number;
  readonly machines: PublishedMachines;
  readonly sessions: ReadonlySet<ServerSession>;
}

interface RunOptions {
  readonly options: MachineServerOptions;
  readonly port: number;
  readonly certificateFile: string;
  readonly clients: OPCUACertificateManager;
  readonly users: OPCUACertificateManager;
  readonly signals: readonly NamedSignal[];
  readonly historyOf: (path: string) => SignalHistory;
}

const described = ({ name, url }: Neighbour): ApplicationDescription =>
  new ApplicationDescription({
    applicationUri: `${MACHINES_URI}:${encodeURIComponent(name)}`,
    applicationName: { text: name, locale: "en" },
    applicationType: ApplicationType.Server,
    discoveryUrls: [url],
  });

async function run(with_: RunOptions): Promise<Running> {
  const { options, certificateFile, clients, users, signals, historyOf } = with_;
  const server = new OPCUAServer({
    port: with_.port,
    host: "127.0.0.1",
    hostname: "127.0.0.1",
    resourcePath: "/machines",
    securityPolicies: POLICIES,
    certificateFile,
    serverCertificateManager: clients,
    userCertificateManager: users,
    serverInfo: {
      applicationUri: MACHINES_URI,
      productUri: "urn:throughline:demo",
      applicationName: { text: "Machines", locale: "en" },
    },
    // 0: every change of a variable can be had, however fast they follow.
    serverCapabilities: { minSupportedSampleRate: 0, maxSessions: 100 },
    userManager: {
      isValidUser: (name: string, password: string) =>
        options.users?.[name] !== undefined && options.users[name] === password,
    },
  });
  const own = server.getServers.bind(server);
  server.getServers = (channel) => [...own(channel), ...(options.neighbours ?? []).map(described)];
  const sessions = new Set<ServerSession>();
  server.on("create_session", (session) => {
    sessions.add(session);
    options.onSessions?.();
  });
  server.on("session_closed", (session) => {
    sessions.delete(session);
    options.onSessions?.();
  });
  await server.initialize();
  const { addressSpace } = server.engine;
  if (addressSpace === null) throw new Error("the server has no address space");
  const machines = publishMachines(addressSpace, signals, historyOf);
  await server.start();
  if (options.clock !== undefined) setClock(addressSpace, options.clock);
  const port = Number(new URL(server.getEndpointUrl().replace(/^opc\.tcp/, "http")).port);
  return { server, port, machines, sessions };
}
