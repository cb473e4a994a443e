/** Who gets in: every security policy, trust in both directions, every way to log in, and what is said where not. */
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { OPCUA_POLICIES, type OpcuaIdentity } from "../../shared/contract/opcua.ts";
import { openPki } from "../../electron/host/opcua/pki/pki.ts";
import { CONTEXT, openBench, signalOf, type Bench } from "./bench.ts";

const LOAD = "VMC-1/Spindle load";
const SIGNALS = [signalOf(LOAD)];
const SECURE = { policy: "Basic256Sha256", mode: "SignAndEncrypt" } as const;

let bench: Bench;
afterEach(() => bench.close());

const is = (state: string): Promise<void> => bench.until(state, () => bench.state?.state === state);
const url = (): string => `opc.tcp://127.0.0.1:${bench.line.port}/machines`;
const thumbprint = (): string => bench.state?.certificate?.thumbprint ?? "";

async function valuesCome(): Promise<void> {
  bench.run(5);
  const { now } = bench;
  await bench.until("values are stored", () => bench.stored(LOAD).at(-1)?.at === now);
}

async function trusted(identity?: OpcuaIdentity): Promise<void> {
  await bench.open({ ...SECURE, signals: SIGNALS, ...(identity && { identity }) });
  await is("untrusted");
  await bench.engine.trust({ thumbprint: thumbprint() }, CONTEXT);
}

describe("discovery", () => {
  test("names the server and every way in, the strongest first", async () => {
    bench = await openBench();
    const found = await bench.engine.discover({ url: url() }, CONTEXT);
    expect(found).toMatchObject({
      applicationName: "Machines",
      applicationUri: "urn:throughline:demo:machines",
      certificate: { subject: "CN=Machines, O=Throughline demo", trusted: false },
    });
    const offered = found.offers.map(({ policy, mode }) => `${policy} ${mode}`);
    expect(new Set(offered)).toEqual(
      new Set(
        OPCUA_POLICIES.flatMap((policy) =>
          policy === "None" ? ["None None"] : [`${policy} Sign`, `${policy} SignAndEncrypt`],
        ),
      ),
    );
    expect(offered.at(-1)).toBe("None None");
    for (const offer of found.offers)
      expect(new Set(offer.identities)).toEqual(new Set(["anonymous", "userName", "certificate"]));
  });

  test("names other servers that it knows, and not itself", async () => {
    const neighbours = [{ name: "Press", url: "opc.tcp://127.0.0.1:4841/press" }];
    bench = await openBench({ server: { neighbours } });
    const { others } = await bench.engine.discover({ url: url() }, CONTEXT);
    expect(others).toMatchObject(neighbours);
  });

  test("where nobody answers, says so", async () => {
    bench = await openBench();
    await bench.line.cut();
    await expect(async () => bench.engine.discover({ url: url() }, CONTEXT)).rejects.toMatchObject({
      kind: "offline",
      message: `No OPC UA server answers at ${url()}.`,
    });
  });
});

test("values come over every security policy, signed or encrypted, once its certificate is trusted", async () => {
  bench = await openBench();
  await trusted();
  await is("online");
  for (const policy of OPCUA_POLICIES)
    for (const mode of policy === "None" ? (["None"] as const) : (["Sign", "SignAndEncrypt"] as const)) {
      const seen = bench.states.length;
      await bench.open({ policy, mode, signals: SIGNALS });
      await bench.until(`online by ${policy} ${mode}`, () => bench.states.slice(seen).includes("online"));
      expect(bench.server.channels()).toEqual([`${policy} ${mode}`]);
      await valuesCome();
    }
  expect(bench.stored(LOAD)).toEqual(bench.recorded(LOAD));
});

describe("trust", () => {
  test("an unknown certificate is shown to be compared, and nothing is sent before a person trusts it", async () => {
    bench = await openBench();
    await bench.open({ ...SECURE, signals: SIGNALS });
    await is("untrusted");
    expect(bench.server.sessionCount).toBe(0);
    const file = join(bench.folder, "server/clients/own/certs/server.pem");
    const shown = new X509Certificate(readFileSync(file));
    expect(bench.state).toMatchObject({
      message: expect.stringContaining("compare its thumbprint") as string,
      certificate: {
        thumbprint: shown.fingerprint.replaceAll(":", ""),
        subject: "CN=Machines, O=Throughline demo",
        issuer: "CN=Machines, O=Throughline demo",
        validFrom: shown.validFromDate.getTime() * 1000,
        validTo: shown.validToDate.getTime() * 1000,
        applicationUri: "urn:throughline:demo:machines",
        trusted: false,
      },
    });
    expect(await bench.engine.certificates({}, CONTEXT)).toEqual([bench.state?.certificate]);
    await bench.engine.trust({ thumbprint: thumbprint() }, CONTEXT);
    await is("online");
    expect(bench.state?.certificate?.trusted).toBe(true);
  });

  test("a certificate that is rejected later cuts the endpoint", async () => {
    bench = await openBench();
    await trusted();
    await is("online");
    await bench.engine.reject({ thumbprint: thumbprint() }, CONTEXT);
    await is("untrusted");
    await bench.until("the session is closed", () => bench.server.sessionCount === 0);
  });

  test("a server that does not trust ours drops the line; the hint says what to do, and then it works", async () => {
    bench = await openBench({ server: { acceptUnknownClients: false } });
    await trusted();
    await is("refused");
    expect(bench.state?.message).toContain("Export our certificate");
    const own = await bench.engine.ownCertificate({}, CONTEXT);
    await bench.server.trust(readFileSync(own.derPath));
    await is("online");
    await valuesCome();
  });

  test("a server that comes back with another certificate is not trusted for the old one", async () => {
    bench = await openBench();
    await trusted();
    await is("online");
    const first = thumbprint();
    await bench.server.stop();
    await bench.server.renewCertificate();
    await bench.server.start();
    await bench.until("untrusted", () => bench.state?.state === "untrusted");
    expect(thumbprint()).not.toBe(first);
  });
});

describe("logging in", () => {
  test("with name and password", async () => {
    bench = await openBench();
    await trusted({ kind: "userName", userName: "operator", password: "secret" });
    await is("online");
    await valuesCome();
  });

  test("a wrong password is refused in words", async () => {
    bench = await openBench();
    await trusted({ kind: "userName", userName: "operator", password: "wrong" });
    await is("refused");
    expect(bench.state?.message).toContain("does not accept this user");
  });

  test("with a certificate of the user", async () => {
    bench = await openBench();
    const user = await openPki(join(bench.folder, "user"), () => Date.now() * 1000);
    const identity = {
      kind: "certificate",
      certificatePem: user.own().pem,
      privateKeyPem: readFileSync(join(bench.folder, "user/own/private/private_key.pem"), "utf8"),
    } as const;
    await trusted(identity);
    await is("refused");
    await bench.server.trust(new X509Certificate(user.own().pem).raw);
    await is("online");
    await valuesCome();
    await user.close();
  });
});

test("a server that is not there yet is found once it is", async () => {
  bench = await openBench();
  await bench.line.cut();
  await bench.open({ signals: SIGNALS });
  await is("offline");
  expect(bench.state?.message).toBe(`No OPC UA server answers at ${url()}.`);
  await bench.line.restore();
  await is("online");
  await valuesCome();
});
