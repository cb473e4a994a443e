import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPki, type Pki } from "./pki.ts";

const NOW = Date.now() * 1000;
const top = mkdtempSync(join(tmpdir(), "throughline-pki-"));
let ours: Pki;
let theirs: Pki;
beforeAll(async () => {
  ours = await openPki(join(top, "ours"), () => NOW);
  theirs = await openPki(join(top, "theirs"), () => NOW);
});
afterAll(async () => {
  await ours.close();
  await theirs.close();
  rmSync(top, { recursive: true, force: true });
});
const der = (pki: Pki): Buffer => new X509Certificate(pki.own().pem).raw;

test("our certificate has our subject and address, and can be handed over as a file", () => {
  const own = ours.own();
  expect(own.subject).toMatch(/^CN=Throughline@.+, O=Throughline$/);
  expect(own.applicationUri).toMatch(/^urn:.+:Throughline$/);
  expect(own.thumbprint).toMatch(/^[0-9A-F]{40}$/);
  expect(own.validFrom).toBeLessThan(NOW);
  expect(own.validTo).toBeGreaterThan(NOW + 9 * 365 * 86_400_000_000);
  expect(readFileSync(own.derPath)).toEqual(der(ours));
});

test.skipIf(process.platform === "win32")("our key is for its owner alone", () => {
  expect(statSync(join(top, "ours", "own", "private", "private_key.pem")).mode & 0o777).toBe(0o600);
});

test("opened again it is the same certificate; run out, it is a new one with the same address and key", async () => {
  const first = ours.own();
  const again = await openPki(join(top, "ours"), () => NOW);
  expect(again.own()).toEqual(first);
  await again.close();
  const key = readFileSync(join(top, "ours", "own", "private", "private_key.pem"));
  const later = await openPki(join(top, "ours"), () => first.validTo + 1);
  expect(later.own()).not.toEqual(first);
  expect(later.own().applicationUri).toBe(first.applicationUri);
  expect(readFileSync(join(top, "ours", "own", "private", "private_key.pem"))).toEqual(key);
  await later.close();
});

test("what a killed program left behind does not stand in the way: its lock, half of a certificate", async () => {
  const folder = join(top, "killed");
  const file = join(folder, "own", "certs", "throughline.pem");
  mkdirSync(join(folder, "mutex.lock"), { recursive: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(folder, "mutex"), "");
  writeFileSync(`${file}.new`, "-----BEGIN CERTIF");
  const pki = await openPki(folder, () => NOW);
  expect(pki.own().subject).toContain("Throughline");
  expect(existsSync(`${file}.new`)).toBe(false);
  await pki.close();
});

test("an unknown certificate waits in rejected until a person trusts it, and can be rejected again", async () => {
  const { thumbprint, subject } = theirs.own();
  await expect(async () => ours.trust(thumbprint)).rejects.toThrow("No server has shown");
  expect(await ours.judge(der(theirs))).toBe("BadCertificateUntrusted");
  expect(ours.known()).toMatchObject([{ thumbprint, subject, trusted: false }]);
  await ours.trust(thumbprint.toLowerCase());
  expect(ours.known()).toMatchObject([{ thumbprint, trusted: true }]);
  expect(await ours.judge(der(theirs))).toBe("Good");
  await ours.reject(thumbprint);
  expect(await ours.judge(der(theirs))).toBe("BadCertificateUntrusted");
});

test("what a person keeps beside the certificates is left alone", () => {
  const note = join(ours.manager.rejectedFolder, "read me.txt");
  writeFileSync(note, "not a certificate");
  expect(ours.known()).toHaveLength(1);
  expect(existsSync(note)).toBe(true);
});
