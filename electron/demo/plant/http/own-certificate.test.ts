import { X509Certificate } from "node:crypto";
import { request } from "node:https";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPlant, type RunningPlant } from "../start-plant.ts";
import { createOwnCertificate } from "./own-certificate.ts";

const [PAST, FUTURE] = [1_577_836_800_000_000, 4_102_444_800_000_000];
const certificate = (from = PAST, to = FUTURE) =>
  createOwnCertificate({ from, to, addresses: ["127.0.0.1"], names: ["localhost"] });

test("the certificate is what it claims: by its authority, for these names, in this time", () => {
  const own = certificate();
  const [ca, server] = [new X509Certificate(own.ca), new X509Certificate(own.cert)];
  expect([ca.ca, server.ca]).toEqual([true, false]);
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkIssued(ca)).toBe(true);
  expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(server.checkHost("localhost")).toBe("localhost");
  expect(server.checkHost("plant.example")).toBeUndefined();
  expect(server.validToDate.getTime() * 1_000).toBe(FUTURE);
});

let running: RunningPlant;
const own = certificate();
beforeAll(async () => {
  running = await startPlant({ clock: () => 0, units: 0, tls: own });
});
afterAll(() => running.stop());

const status = (host: string, ca?: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const address = `https://${host}:${running.server.port}/.well-known/throughline-plant`;
    request(address, { agent: false, ...(ca === undefined ? {} : { ca }) }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

test("who has the authority's certificate reaches the plant over TLS, nobody else does", async () => {
  expect(running.url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  expect(await status("127.0.0.1", own.ca)).toBe(200);
  expect(await status("localhost", own.ca)).toBe(200);
  await expect(status("127.0.0.1")).rejects.toThrow(/unable to verify|self-signed|issuer/);
  await expect(status("127.0.0.1", certificate().ca)).rejects.toThrow(/signature|verify|issuer/);
});

test("a certificate that has run out is no certificate", async () => {
  const old = certificate(PAST, PAST + 1_000_000);
  const other = await startPlant({ clock: () => 0, units: 0, tls: old });
  const asked = new Promise((resolve, reject) => {
    request(`${other.url}/`, { agent: false, ca: old.ca }, resolve).on("error", reject).end();
  });
  await expect(asked).rejects.toThrow(/expired/);
  await other.stop();
});
