/** CPU of a STEP import, kernel workers included, against the kernel reading the whole file at once. */
import { spawnSync } from "node:child_process";
import { basename, join, resolve } from "node:path";
import { sharedData } from "../../shared-data.ts";
import { median, type Figure } from "../figure.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const RUNS = 3;
const FILES = [
  "nist-box-assembly/cad/nist_mtc_crada_plate.STEP",
  "step/nist_ctc_01_asme1_ap242-e1.stp",
  "step/nist_ctc_02_asme1_ap242-e2.stp",
  "step/nist_ctc_03_asme1_ap242-e2.stp",
  "step/nist_ctc_05_asme1_ap242-e1.stp",
  "step/nist_ftc_06_asme1_ap242-e2.stp",
  "step/nist_827-9999-904.stp",
  "step/so101_base.step",
  "step/odrive_pcb_v3.5.step",
];

export async function* measure(): AsyncGenerator<Figure> {
  const demo = join(ROOT, "assets/demo/linear-actuator.step");
  const found = FILES.flatMap((name) => sharedData(name) ?? []);
  if (found.length < FILES.length)
    console.error("cad: the real data are not there, only the demo is measured");
  for (const file of [demo, ...found]) {
    const own: number[] = [];
    const plain: number[] = [];
    // In turn: what else the machine does falls on both.
    for (let run = 0; run < RUNS; run += 1) {
      own.push(cpuSeconds("importer", file));
      plain.push(cpuSeconds("kernel", file));
    }
    yield {
      group: "cad",
      name: `import of ${basename(file)}`,
      value: median(own),
      unit: "s CPU",
      baseline: median(plain),
      baselineName: "occt-import-js, whole file",
      target: { of: "ratio", comparison: "at most", limit: 1 },
    };
  }
}

/** A process of its own for each: nothing is warm, and its CPU is its own. */
function cpuSeconds(mode: "importer" | "kernel", file: string): number {
  const script = join(ROOT, "tests/bench/cad-process.ts");
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, mode, file], { encoding: "utf8" });
  const seconds = Number(stdout.trim());
  if (status !== 0 || !(seconds > 0)) throw new Error(`${mode} of ${basename(file)}: ${stderr}`);
  return seconds;
}
