/**
 * A certificate authority of the plant's own and a server certificate by it, as a plant's IT department
 * makes them: X.509 version 3 (RFC 5280) in DER, P-256 with ECDSA and SHA-256 (RFC 5758).
 */
import { generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

export interface OwnCertificate {
  /** PEM of the authority: what readers must be given to trust the server. */
  readonly ca: string;
  /** PEM of the server's key and certificate. */
  readonly key: string;
  readonly cert: string;
}

export interface CertificateOptions {
  /** µs UTC */
  readonly from: number;
  readonly to: number;
  /** IPv4 addresses and names that the server is reached at. */
  readonly addresses: readonly string[];
  readonly names: readonly string[];
}

export function createOwnCertificate({ from, to, addresses, names }: CertificateOptions): OwnCertificate {
  const [authority, server] = [keyPair(), keyPair()];
  const validity = sequence(time(from), time(to));
  const issuer = commonName("Actuator plant CA");
  const certificate = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string => {
    const content = sequence(
      tagged(0, integer(Buffer.of(2))),
      integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
      ECDSA_SHA256,
      issuer,
      validity,
      subject,
      publicKey.export({ type: "spki", format: "der" }),
      tagged(3, sequence(...extensions)),
    );
    return pem(sequence(content, ECDSA_SHA256, bits(sign("sha256", content, authority.privateKey))));
  };
  const alternatives = sequence(
    ...addresses.map((address) => der(0x87, Buffer.from(address.split(".").map(Number)))),
    ...names.map((name) => der(0x82, Buffer.from(name))),
  );
  return {
    ca: certificate(issuer, authority.publicKey, [
      extension(BASIC_CONSTRAINTS, sequence(der(0x01, Buffer.of(0xff)))),
      // Signs certificates.
      extension(KEY_USAGE, der(0x03, Buffer.of(2, 0x04))),
    ]),
    cert: certificate(commonName("Actuator plant"), server.publicKey, [
      extension(BASIC_CONSTRAINTS, sequence()),
      // Signs what it says.
      extension(KEY_USAGE, der(0x03, Buffer.of(7, 0x80))),
      extension(EXTENDED_KEY_USAGE, sequence(SERVER_AUTHENTICATION)),
      extension(ALTERNATIVE_NAME, alternatives),
    ]),
    key: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

const keyPair = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =>
  generateKeyPairSync("ec", { namedCurve: "P-256" });

/** Tag, length, content (ITU-T X.690, 8.1). */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

const sequence = (...items: readonly Buffer[]): Buffer => der(0x30, ...items);
const tagged = (number: number, content: Buffer): Buffer => der(0xa0 | number, content);
/** The first bit of `content` is 0: a positive number. */
const integer = (content: Buffer): Buffer => der(0x02, content);
const bits = (content: Buffer): Buffer => der(0x03, Buffer.of(0), content);
const object = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, der(0x04, value));
/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
function time(instant: number): Buffer {
  const text = `${new Date(instant / 1_000).toISOString().replace(/\D/g, "").slice(0, 14)}Z`;
  return text < "2050" ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

const ECDSA_SHA256 = sequence(object("2a8648ce3d040302"));
const BASIC_CONSTRAINTS = object("551d13");
const KEY_USAGE = object("551d0f");
const EXTENDED_KEY_USAGE = object("551d25");
const ALTERNATIVE_NAME = object("551d11");
const SERVER_AUTHENTICATION = object("2b06010505070301");

const commonName = (name: string): Buffer =>
  sequence(der(0x31, sequence(object("550403"), der(0x0c, Buffer.from(name)))));

function pem(content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
