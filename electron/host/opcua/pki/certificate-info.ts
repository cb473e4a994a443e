/** What a person compares of a certificate (X.509, DER). */
import { X509Certificate } from "node:crypto";
import type { CertificateInfo } from "../../../../shared/contract/opcua.ts";

/** `der` may be a chain, leaf first, as OPC UA sends it: the leaf is described. Throws on what is none. */
export function certificateInfo(der: Uint8Array): CertificateInfo {
  const certificate = new X509Certificate(leafOf(der));
  return {
    thumbprint: certificate.fingerprint.replaceAll(":", ""),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: certificate.validFromDate.getTime() * 1000,
    validTo: certificate.validToDate.getTime() * 1000,
    applicationUri: applicationUriOf(certificate.subjectAltName),
  };
}

/** The first certificate of concatenated DER. Each is one ASN.1 SEQUENCE with its own length (X.690, 8.1.3). */
export function leafOf(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der);
  const first = bytes[1] ?? 0;
  if (first < 0x80) return bytes.subarray(0, 2 + first);
  const lengthBytes = first & 0x7f;
  const length = lengthBytes > 0 && lengthBytes <= 4 ? bytes.readUIntBE(2, lengthBytes) : bytes.length;
  return bytes.subarray(0, 2 + lengthBytes + length);
}

/** Node writes a name's parts in lines, in the order of the bytes; RFC 4514, 2.1 writes the last first. */
function oneLine(name: string): string {
  return name.split("\n").toReversed().join(", ");
}

/** RFC 5280, 4.2.1.6; OPC 10000-6, 6.2.2 wants exactly one URI, the application's. */
function applicationUriOf(subjectAltName: string | undefined): string | undefined {
  return /(?:^|, )URI:("(?:[^"\\]|\\.)*"|[^,]*)/.exec(subjectAltName ?? "")?.[1]?.replace(/^"|"$/g, "");
}
