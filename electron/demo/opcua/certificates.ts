/**
 * Certificate folders of a server in the layout of the OPC UA tools: own, trusted, rejected, issuers. A server has
 * its folders alone.
 */
import { mkdirSync, renameSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";
import { endLock } from "../../host/opcua/pki/pki.ts";

export async function certificateFolder(
  folder: string,
  acceptUnknown: boolean,
): Promise<OPCUACertificateManager> {
  mkdirSync(folder, { recursive: true });
  endLock(folder);
  const manager = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: acceptUnknown,
    disableFileWatchers: true,
  });
  await manager.initialize();
  // Each server that uses it takes and gives back one reference; this one is the folder's own.
  manager.referenceCounter += 1;
  return manager;
}

export async function endFolder(manager: OPCUACertificateManager): Promise<void> {
  manager.referenceCounter = 0;
  await manager.dispose();
}

/** Creates the server's certificate where there is none. */
export async function ownCertificate(
  manager: OPCUACertificateManager,
  applicationUri: string,
  startDate: Date,
): Promise<string> {
  const file = join(manager.rootDir, "own/certs/server.pem");
  // Whole or not at all, as a kill may come at any moment.
  const next = `${file}.new`;
  await manager.createSelfSignedCertificate({
    outputFile: next,
    applicationUri,
    subject: "/CN=Machines/O=Throughline demo",
    dns: ["localhost", hostname()],
    ip: ["127.0.0.1"],
    startDate,
    validity: 3650,
  });
  renameSync(next, file);
  return file;
}
