/** Certificate folders of a server in the layout of the OPC UA tools: own, trusted, rejected, issuers. */
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { OPCUACertificateManager } from "node-opcua-certificate-manager";

export async function certificateFolder(
  folder: string,
  acceptUnknown: boolean,
): Promise<OPCUACertificateManager> {
  mkdirSync(folder, { recursive: true });
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
  const outputFile = join(manager.rootDir, "own/certs/server.pem");
  await manager.createSelfSignedCertificate({
    outputFile,
    applicationUri,
    subject: "/CN=Machines/O=Throughline demo",
    dns: ["localhost", hostname()],
    ip: ["127.0.0.1"],
    startDate,
    validity: 3650,
  });
  return outputFile;
}
