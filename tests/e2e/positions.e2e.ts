/** Numbers of a part that stands at several places, two levels deep: each place by the units that were ever there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moved } from "../../electron/demo/product/frame.ts";
import { line, type AssemblyDefinition, type PartDefinition } from "../../electron/demo/product/item.ts";
import { rectangle } from "../../electron/demo/product/profile.ts";
import { prism } from "../../electron/demo/product/solid.ts";
import { stepText } from "../../electron/demo/product/step-product.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const PIN: PartDefinition = {
  number: "RG-300",
  name: "Pin",
  revision: "A",
  bodies: [{ solid: prism(rectangle(10, 10), 0, 30), colour: [0.7, 0.7, 0.7] }],
};
/** Of two pins each. */
const ARM: AssemblyDefinition = {
  number: "RG-200",
  name: "Arm",
  revision: "A",
  components: line(10, PIN, "Pin", moved(-10, 0, 0), moved(10, 0, 0)),
};
const RIG: AssemblyDefinition = {
  number: "RG-100",
  name: "Rig",
  revision: "A",
  components: line(10, ARM, "Arm", moved(-40, 0, 0), moved(40, 0, 0)),
};
const RIGS = 12;
/** mm off nominal of the pins of each place, and so how much of the tolerance of ± 0.1 mm. */
const OFF = { "Arm.1/Pin.1": 0, "Arm.1/Pin.2": 0.02, "Arm.2/Pin.1": 0.04, "Arm.2/Pin.2": 0.06 } as const;

let folder: string;
let data: string;
let shell: BrowserShell;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-positions-"));
  data = join(folder, "data");
  const file = join(folder, "rig.step");
  writeFileSync(file, stepText(RIG, "rig.step"));
  const first = await openInBrowser({ demo: false, dataFolder: data });
  await first.app.imports.openFiles([file]);
  await first.app.imports.run();
  await first.browser.close();
  await first.serve.stop();
  record(join(data, "cache.db"));
  shell = await openInBrowser({ demo: false, dataFolder: data, size: { width: 1366, height: 768 } });
  await shell.app.product.select(/^RG-100/);
  await shell.app.scene.ready(60_000);
}, 120_000);
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rigs with two arms of two pins: what was built in where, what was measured on each pin, and what each cost. */
function record(path: string): void {
  const cache = new Database(path);
  const partOf = (number: string): number =>
    cache.prepare("SELECT part_id FROM part WHERE number = ?").pluck().get(number) as number;
  const source = cache.prepare("SELECT min(source_id) FROM source").pluck().get() as number;
  const addUnit = cache.prepare(
    "INSERT INTO unit (part_id, serial, serial_status, source_id) VALUES (?, ?, 'proven', ?)",
  );
  const unit = (number: string, serial: string): number =>
    Number(addUnit.run(partOf(number), serial, source).lastInsertRowid);
  const build = cache.prepare(
    "INSERT INTO unit_component (source_id, key, parent_id, child_id, position) VALUES (?, ?, ?, ?, ?)",
  );
  const characteristic = Number(
    cache
      .prepare(
        "INSERT INTO characteristic (part_id, source_id, name, kind, nominal, lower_limit, upper_limit, uom) VALUES (?, ?, 'D', 'diameter', 10, 9.9, 10.1, 'mm')",
      )
      .run(partOf(PIN.number), source).lastInsertRowid,
  );
  const measure = cache.prepare(
    "INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence, taken_us) VALUES (?, ?, ?, ?, ?, 'pass', 'source', ?, ?)",
  );
  for (let rig = 1; rig <= RIGS; rig += 1) {
    const top = unit(RIG.number, `R${rig}`);
    for (const arm of ["Arm.1", "Arm.2"]) {
      const within = unit(ARM.number, `R${rig} ${arm}`);
      build.run(source, `${rig} ${arm}`, top, within, arm);
      for (const pin of ["Pin.1", "Pin.2"]) {
        const place = `${arm}/${pin}` as keyof typeof OFF;
        const own = unit(PIN.number, `R${rig} ${place}`);
        build.run(source, `${rig} ${place}`, within, own, pin);
        const value = 10 + OFF[place] + (rig % 2 === 0 ? 0.01 : -0.01);
        measure.run(source, `${rig} ${place}`, own, characteristic, value, rig, rig * 60_000_000);
      }
    }
  }
  cache.close();
}

const legend = (): Promise<string> => shell.app.scene.legend.innerText();

test("four places of one pin have four worst deviations, where the part as a whole has one", async () => {
  const { app } = shell;
  await app.command("Colour by: worst deviation of the part");
  await expect
    .poll(legend)
    .toMatch(/no data: 0 of 4 positions\s+Each position by the units built in there\./);
  // From ± 10 % about nothing to 60 and 10 %.
  expect(await legend()).toMatch(/Range [+−]10 % to \+70 %/);
  expect(await app.scene.colouring()).toMatch(/^part-deviation 4\/4/);
});

test("so has its capability", async () => {
  const { app } = shell;
  await app.command("Colour by: lowest Cpk of the part");
  await expect.poll(legend).toMatch(/Lowest Cpk of the part[^]*Each position by the units built in there\./);
  // From value to value 0.02 mm, so sigma is 0.02 / 1.128: (0.1 - off) / (3 sigma) at 0 and at 0.06 mm.
  const cpk = (off: number): string => String(Number(((0.1 - off) / ((3 * 0.02) / 1.128)).toFixed(2)));
  expect(await legend()).toContain(`Range ${cpk(0.06)} to ${cpk(0)}`);
});

test("where no record says which arm is where, pins are told by their place in both together, and that is said", async () => {
  const { app } = shell;
  const cache = new Database(join(data, "cache.db"));
  cache.exec(
    "UPDATE unit_component SET position = NULL WHERE position LIKE 'Arm.%' AND position NOT LIKE '%/%'",
  );
  cache.close();
  await app.command("Colour by: worst deviation of the part");
  await expect
    .poll(legend)
    .toMatch(
      /Each position by the units built in there\.\s+4 of them for all places of their assembly together\./,
    );
  // The second pins of both arms are at most 70 % off, the first ones at most 50 %.
  expect(await legend()).toMatch(/Range \+50 % to \+70 %/);
});
