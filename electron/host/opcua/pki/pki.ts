/**
 * Our own PKI folder in the data folder: our key and certificate, and the certificates of servers,
 * trusted or not (layout of the OPC UA tools: own, trusted, rejected, issuers).
 */
import { generateKeyPair, X509Certificate } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import type { KnownCertificate, OwnCertificate } from "../../../../shared/contract/opcua.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { certificateInfo, leafOf } from "./certificate-info.ts";

export const APPLICATION_NAME = "Throughline";
const VALID_DAYS = 3650;

export interface Pki {
  readonly manager: OPCUACertificateManager;
  readonly certificateFile: string;
  readonly applicationUri: string;
  own(): OwnCertificate;
  /**
   * Whether a server's certificate (DER, perhaps a chain) may be used: `Good` or the status's name
   * (OPC 10000-4, 7.39.2), for example `BadCertificateUntrusted`. One that is not known is kept in `rejected`.
   */
  judge(certificate: Uint8Array): Promise<string>;
  known(): readonly KnownCertificate[];
  /** By thumbprint; `invalid` where no such certificate was ever seen. */
  trust(thumbprint: string): Promise<void>;
  reject(thumbprint: string): Promise<void>;
  close(): Promise<void>;
}

/** @param now µs UTC */
export async function openPki(folder: string, now: () => number): Promise<Pki> {
  const keyFile = join(folder, "own", "private", "private_key.pem");
  const certificateFile = join(folder, "own", "certs", "throughline.pem");
  mkdirSync(join(folder, "own", "private"), { recursive: true, mode: 0o700 });
  if (!existsSync(keyFile)) await writeKey(keyFile);
  endLock(folder);
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: false,
    // Nobody else changes the folder while it is open, and watchers would keep the process alive.
    disableFileWatchers: true,
  });
  await manager.initialize();
  // Clients give back a reference when they end; this one is ours.
  manager.referenceCounter += 1;
  const applicationUri = await ensureCertificate(manager, certificateFile, now);
  const derPath = join(folder, "own", "certs", "throughline.der");
  writeFileSync(derPath, new X509Certificate(readFileSync(certificateFile)).raw);

  const seen = (): { readonly der: Buffer; readonly trusted: boolean }[] =>
    [
      { folder: manager.trustedFolder, trusted: true },
      { folder: manager.rejectedFolder, trusted: false },
    ].flatMap(({ folder: place, trusted }) => certificatesIn(place).map((der) => ({ der, trusted })));
  const find = (thumbprint: string): Buffer => {
    const wanted = thumbprint.toUpperCase();
    const found = seen().find(({ der }) => certificateInfo(der).thumbprint === wanted);
    if (found === undefined)
      throw new Failure("invalid", `No server has shown a certificate with the thumbprint ${wanted}.`);
    return found.der;
  };

  return {
    manager,
    certificateFile,
    applicationUri,
    own: () => {
      const pem = readFileSync(certificateFile, "utf8");
      return { ...certificateInfo(new X509Certificate(pem).raw), pem, derPath };
    },
    judge: async (certificate) => (await manager.checkCertificate(leafAndIssuers(certificate))).name,
    known: () => seen().map(({ der, trusted }) => ({ ...certificateInfo(der), trusted })),
    trust: (thumbprint) => manager.trustCertificate(find(thumbprint)),
    reject: (thumbprint) => manager.rejectCertificate(find(thumbprint)),
    close: async () => {
      manager.referenceCounter = 0;
      await manager.dispose();
    },
  };
}

/**
 * The lock that a killed program left in a certificate folder: the library would wait two minutes for it. Only for who
 * has the folder alone, before it is opened.
 */
export function endLock(folder: string): void {
  rmSync(join(folder, "mutex.lock"), { recursive: true, force: true });
}

/** Made here and not by the library, whose own way has failed under Electron's cryptography before. */
async function writeKey(file: string): Promise<void> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const next = `${file}.new`;
  writeFileSync(next, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
}

/** Creates the certificate, or anew where it has run out, with the address it had; returns the application URI. */
async function ensureCertificate(
  manager: OPCUACertificateManager,
  file: string,
  now: () => number,
): Promise<string> {
  const before = existsSync(file) ? certificateInfo(new X509Certificate(readFileSync(file)).raw) : undefined;
  if (before?.applicationUri !== undefined && before.validTo > now()) return before.applicationUri;
  const host = hostname();
  const applicationUri = before?.applicationUri ?? `urn:${host}:${APPLICATION_NAME}`;
  // Whole or not at all: half of one would be there for ever.
  const next = `${file}.new`;
  await manager.createSelfSignedCertificate({
    outputFile: next,
    applicationUri,
    subject: `/CN=${APPLICATION_NAME}@${host}/O=${APPLICATION_NAME}`,
    dns: [host],
    // A plant's clock may be behind ours: not yet valid there would be refused.
    startDate: new Date(now() / 1000 - 86_400_000),
    validity: VALID_DAYS,
  });
  renameSync(next, file);
  return applicationUri;
}

function certificatesIn(folder: string): Buffer[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      try {
        return [new X509Certificate(readFileSync(join(folder, name))).raw];
      } catch {
        // A person may keep other files there.
        return [];
      }
    });
}

/** The leaf first, then what the server sends along: the manager judges the leaf by them. */
function leafAndIssuers(chain: Uint8Array): Buffer[] {
  const certificates: Buffer[] = [];
  for (let rest = Buffer.from(chain); rest.length > 4;) {
    const next = leafOf(rest);
    certificates.push(next);
    rest = rest.subarray(next.length);
  }
  return certificates;
}
