/** How a plant is reached: tokens, certificates, addresses; each refusal is said plainly, with its way out on the spot. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOwnCertificate } from "../../electron/demo/plant/http/own-certificate.ts";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

const PLANT = "Actuator plant";
const DAY = 86_400_000_000;
const HOUR = 3_600_000_000;

const certificate = () => {
  const now = microseconds();
  const reach = { addresses: ["127.0.0.1"], names: ["localhost"] };
  return createOwnCertificate({ from: now - DAY, to: now + 30 * DAY, ...reach });
};

let shell: BrowserShell;
let plant: RunningPlant;
const own = certificate();
beforeAll(async () => {
  const { key, cert } = own;
  plant = await startPlant({ clock: microseconds, units: 4, tls: { key, cert }, clockSkew: 2 * HOUR });
  shell = await openInBrowser({ demo: false });
  await shell.app.show("Sources");
});
afterAll(async () => {
  await shell.close();
  await plant.stop();
});

test("an address over the network without encryption is asked only after consent", async () => {
  const { sources } = shell.app;
  await sources.region.getByRole("button", { name: "Add plant…" }).click();
  await sources.form.getByLabel("Address").fill("http://plant.invalid");
  const look = sources.form.getByRole("button", { name: "See what it offers" });
  expect(await look.isDisabled()).toBe(true);
  await sources.form.getByLabel(/^Connect without encryption/).check();
  await look.click();
  await sources.complaint.getByText(/can't be reached/).waitFor();
  await sources.form.getByLabel("Address").fill("https://plant.invalid");
  await sources.form.getByLabel(/^Connect without encryption/).waitFor({ state: "detached" });
});

test("a certificate by an authority that nobody knows is refused, and so is one by another", async () => {
  const { sources } = shell.app;
  await sources.ask(plant.url, plant.token);
  await sources.complaint.getByText(/comes from an authority that this computer does not know/).waitFor();
  await sources.complaint.getByText(/nothing was sent/).waitFor();
  await sources.ask(plant.url, plant.token, certificate().ca);
  await sources.complaint.getByText(/does not know|is not trusted|wrong signature/).waitFor();
  await sources.ask(plant.url, plant.token, "no certificate");
  await sources.complaint.getByText(/PEM format/).waitFor();
});

test("a token that is not accepted is said; with the right one and the plant's authority it is followed", async () => {
  const { sources } = shell.app;
  await sources.ask(plant.url, "wrong", own.ca);
  await sources.complaint.getByText(/does not accept the token/).waitFor();
  await sources.ask(plant.url, plant.token, own.ca);
  await sources.form.getByText("Its clock is 2 h 00 min ahead of this computer's.").waitFor();
  await sources.follow();
  await sources.inState(PLANT, "live").waitFor();
  await sources.says(PLANT, "own certificate authority").waitFor();
  await sources.says(PLANT, "Its clock is 2 h 00 min ahead of this computer's.").waitFor();
});

test("times that were stated by a clock that is off are marked, in words as well, and stay as they are", async () => {
  const { timeline, details, sources } = shell.app;
  await sources.says(PLANT, "Its clock was off once").click();
  await sources.says(PLANT, /^since .*: 2 h 00 min ahead of this computer’s \(± [\d.]+ m?s\)$/).waitFor();
  const title = "Inspected by its own clock";
  const startedAt = microseconds() + 2 * HOUR;
  plant.plant.put("mes", "site", "event/clock", {
    record: "event",
    key: "clock",
    kind: "inspection",
    type: "inspection",
    title,
    startedAt,
    offsetMinutes: 0,
    payload: "{}",
  });
  const beside = timeline.region.getByRole("note");
  await beside.getByText("5 clocks off").waitFor();
  await timeline.say(/The clock of MES was 2 h 00 min ahead of this computer’s, from .* on by its own time/);
  await timeline.showLanesBy("Source");
  await timeline.lane("MES, its clock 2 h 00 min ahead of this computer’s").waitFor();
  // Each has a lane that says it now.
  await beside.waitFor({ state: "hidden" });
  await shell.app.command(title);
  await shell.app.show("Details");
  await details.region.getByText(/clock of MES was 2 h 00 min ahead of this computer’s then/).waitFor();
  const stated = new Date(startedAt / 1_000).toISOString().slice(0, 19).replace("T", " ");
  await details.region.getByText(stated).waitFor();
  await timeline.showLanesBy("Kind");
  await shell.app.show("Sources");
});

test("a token that was taken back is asked for once, at the plant, and goes on with a new one", async () => {
  const { sources } = shell.app;
  await sources.act(PLANT, "Change token…");
  await sources.give(PLANT, "New token", "revoked", "Save token");
  await sources.inState(PLANT, "refused").waitFor();
  await sources.says(PLANT, /does not accept the token/).waitFor();
  await expect.poll(() => sources.says(PLANT, /does not accept the token/).count()).toBe(1);
  await sources.unfold(PLANT);
  await expect.poll(() => sources.says(PLANT, /does not accept the token/).count()).toBe(1);
  expect(await violations(shell.app)).toEqual([]);
  // What is here stays; the form is there without being asked for.
  expect((await shell.app.product.lines()).join("\n")).toContain("Drive housing");
  await sources.give(PLANT, "New token", plant.token, "Save token");
  await sources.inState(PLANT, "live").waitFor();
});

test("another certificate at the same address stops everything until its authority is given", async () => {
  const { sources } = shell.app;
  const { key, cert, ca } = certificate();
  const port = Number(new URL(plant.url).port);
  await plant.stop();
  plant = await startPlant({ clock: microseconds, units: 4, tls: { key, cert }, port });
  await sources.act(PLANT, "Sync now");
  await sources.inState(PLANT, "refused").waitFor();
  await sources.says(PLANT, /The certificate of .*nothing was sent/).waitFor();
  await sources.give(PLANT, "Certificates of the authority (PEM)", ca, "Trust this authority");
  await sources.inState(PLANT, "live").waitFor();
});
