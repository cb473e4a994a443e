/** Bad input through the screen: one clear message with file and line, and the sound rest is kept. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const SETUP = "Part,Serial,Tool,Feed\nPL-7,1,T4,High\nPL-7,2,T4,Low\nPL-7,,T4,Low\n";
const QIF = `<?xml version="1.0"?>
<QIFDocument xmlns="http://qifstandards.org/xsd/qif2" versionQIF="2.1.0" idMax="9">
<QPId>0eac4971-a30f-4e4f-9249-000000000001</QPId>
<Product><PartSet n="1"><Part id="1"><Header><Name>PL-7</Name></Header></Part></PartSet></Product>
<MeasurementsResults n="1">
`;

const DEMO = join(import.meta.dirname, "../../assets/demo/linear-actuator.step");
/** ms, on a machine that does other work. */
const PATIENCE = 60_000;

let files: string;
let shell: BrowserShell;
beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), "throughline-faults-"));
  mkdirSync(join(files, "deep/er"), { recursive: true });
  writeFileSync(join(files, "setup.csv"), SETUP);
  writeFileSync(join(files, "cut.qif"), QIF);
  writeFileSync(
    join(files, "deep/er/noise.bin"),
    Uint8Array.from({ length: 3000 }, (_, i) => (i * 37) % 256),
  );
  writeFileSync(join(files, "empty.step"), "");
  writeFileSync(join(files, "broken.step"), "ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=PRODUCT('x");
  shell = await openInBrowser({ demo: false });
});
afterAll(async () => {
  rmSync(files, { recursive: true, force: true });
  await shell.close();
});

test("an empty start says what fills it", async () => {
  const { app } = shell;
  await app.page.getByText("Open a folder of files, drop it here, or follow a plant.").first().waitFor();
  await app.page.getByText("Nothing has been imported yet.").waitFor();
});

test("the plan says what nobody recognises, and the sound files are taken", async () => {
  const { app } = shell;
  await app.imports.openFolder(files);
  const plan = await app.imports.region.innerText();
  expect(plan).toContain("noise.bin");
  expect(plan).toContain("not recognised");
  await app.imports.run();
  await expect.poll(() => app.product.lines()).toContainEqual(expect.stringContaining("PL-7"));
  await app.product.select(/PL-7/);
  await app.show("Units");
  await expect.poll(() => app.units.lines()).toHaveLength(2);
});

test("the report names file and line of what was not taken", async () => {
  const { app } = shell;
  await app.show("Imports");
  const report = app.imports.report;
  for (const name of ["cut.qif", "broken.step"]) {
    await report.getByRole("button", { name: new RegExp(name.replace(".", "\\.")) }).click();
  }
  const text = await report.innerText();
  expect(text).toMatch(/cut\.qif[\s\S]*failed[\s\S]*[Ll]ine \d+/);
  expect(text).toMatch(/broken\.step[\s\S]*(failed|rejected)[\s\S]*[Ll]ine \d/);
  await report.getByRole("button", { name: /setup\.csv/ }).click();
  expect(await report.innerText()).toMatch(/line 4|row 4|A4|B4/i);
});

test("files named at the start are planned at once, and not read before a person says so", async () => {
  const named = await openInBrowser({ paths: [files] });
  try {
    await named.app.imports.start.waitFor();
    expect(await named.app.imports.region.innerText()).toContain("setup.csv");
    await named.app.page.getByText("no sources yet").waitFor();
  } finally {
    await named.close();
  }
});

test("cancelled in the middle of an assembly, what is drawn stays and says so; read again it is whole", async () => {
  const cancelled = await openInBrowser({ demo: false });
  try {
    const { app } = cancelled;
    await app.imports.openFiles([DEMO]);
    await app.imports.start.click();
    // Its first parts are there, most are not.
    await app.scene.ready(PATIENCE);
    await app.imports.cancel.press("Enter");
    await app.imports.report.waitFor({ timeout: PATIENCE });
    expect(await app.imports.report.innerText()).toContain("cancelled");
    expect(Number(await app.scene.region.getAttribute("data-nodes"))).toBeGreaterThan(0);
    await app.scene.region.locator(".scene-problems").waitFor();
    await app.imports.openFiles([DEMO]);
    await app.imports.run();
    await app.scene.whole(PATIENCE);
    expect(await app.imports.report.innerText()).not.toContain("cancelled");
  } finally {
    await cancelled.close();
  }
});
