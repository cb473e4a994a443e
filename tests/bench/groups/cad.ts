/**
 * Reading CAD files: processor time and memory against the kernel reading the whole file at once, the
 * kernels against each other, native Open CASCADE where it is installed, and what a person waits for.
 */
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { KERNELS } from "../../../electron/host/import/cad/kernel/kernels.ts";
import { KERNEL_NAMES, type KernelName } from "../../../electron/host/import/cad/kernel/mesh-kernel.ts";
import { sharedData } from "../../shared-data.ts";
import { prepareApp } from "../browser.ts";
import { nativeReader } from "../cad/native.ts";
import type { ProcessUse } from "../cad/process-use.ts";
import { bundleProcesses, type Processes } from "../cad/run-process.ts";
import { cancelling, firstGeometry, secondOpen } from "../cad/screen.ts";
import { median, type Figure } from "../figure.ts";
import { measureCompare } from "./compare.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const DEMO = join(ROOT, "assets/demo/linear-actuator.step");
const RUNS = 3;
const WHOLE = "occt-import-js, whole file";
/** Parts are used again in these: what is meshed once and drawn often has to show. */
const REPEATING = ["odrive_pcb_v3.5.step"];

export async function* measure(): AsyncGenerator<Figure> {
  yield* measureCompare();
  const files = [DEMO, ...realFiles()];
  if (files.length === 1) console.error("cad: the real data are not there, only the demo is measured");
  const processes = await bundleProcesses();
  try {
    for (const file of files) yield* readings(processes, file);
    yield* kernels(processes, files);
    yield* native(processes, files);
  } finally {
    processes.close();
  }
  await prepareApp();
  for (const file of [DEMO, ...files.filter((path) => REPEATING.includes(basename(path)))])
    yield await firstGeometry(file);
  yield await cancelling(DEMO);
  yield await secondOpen();
}

function realFiles(): readonly string[] {
  const plate = sharedData("nist-box-assembly/cad/nist_mtc_crada_plate.STEP");
  const folder = sharedData("step");
  const step =
    folder === undefined
      ? []
      : readdirSync(folder)
          .sort()
          .map((name) => join(folder, name));
  return [...(plate === undefined ? [] : [plate]), ...step.filter((path) => /\.(?:stp|step)$/i.test(path))];
}

/** Processor time and memory, in turn: what else the machine does falls on both. */
function* readings(processes: Processes, file: string): Generator<Figure> {
  const own: ProcessUse[] = [];
  const plain: ProcessUse[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    own.push(processes.importer(file));
    const whole = processes.whole(file);
    if (whole !== undefined) plain.push(whole);
  }
  const name = basename(file);
  if (plain.length === 0) {
    console.error(`cad: ${WHOLE}, throws on ${name}; the import took ${seconds(own).toFixed(2)} s CPU`);
    return;
  }
  yield {
    group: "cad",
    name: `import of ${name}`,
    value: seconds(own),
    unit: "s CPU",
    baseline: seconds(plain),
    baselineName: WHOLE,
    target: { of: "ratio", comparison: "at most", limit: REPEATING.includes(name) ? 0.5 : 1 },
  };
  const [most, mostOfWhole] = [peak(own), peak(plain)];
  if (most === undefined || mostOfWhole === undefined) return;
  yield {
    group: "cad",
    name: `memory at most, import of ${name}`,
    value: most,
    unit: "MB",
    baseline: mostOfWhole,
    baselineName: WHOLE,
    target: { of: "ratio", comparison: "at most", limit: 0.6 },
  };
}

/** The other kernel in the default's place: all files one after the other, each cold, then each again. */
function* kernels(processes: Processes, files: readonly string[]): Generator<Figure> {
  if (!KERNELS.replicad.isPresent()) {
    console.error("cad: replicad-opencascadejs is not installed");
    return;
  }
  const uses = (kernel: string, times: number): readonly ProcessUse[] =>
    files.map((file) => processes.importer(file, kernel, times));
  for (const [what, times] of [
    ["cold", 1],
    ["the second time", 2],
  ] as const) {
    const [own, other] = [uses("occt-import-js", times), uses("replicad", times)];
    const sum = (of: readonly ProcessUse[]): number => of.reduce((total, { cpu }) => total + cpu, 0);
    const compared = { group: "cad", baselineName: "with the default kernel" } as const;
    yield {
      ...compared,
      name: `import of all files with replicad-opencascadejs, ${what}`,
      value: sum(other),
      unit: "s CPU",
      baseline: sum(own),
    };
    const [most, mostOwn] = [peak(other), peak(own)];
    if (times === 1 && most !== undefined && mostOwn !== undefined)
      yield {
        ...compared,
        name: "memory with replicad-opencascadejs, median of all files",
        value: most,
        unit: "MB",
        baseline: mostOwn,
      };
  }
  const size = (path: string): number => statSync(join(ROOT, "node_modules", path)).size / 1e6;
  yield {
    group: "cad",
    name: "size of replicad-opencascadejs on disk",
    value: size("replicad-opencascadejs/dist/replicad_single.wasm"),
    unit: "MB",
    baseline: size("occt-import-js/dist/occt-import-js.wasm"),
    baselineName: "occt-import-js",
  };
}

/** Warm against warm, so not the engine's compiling: what a process needs that has read the file before. */
const WARM_AFTER = 4;

function* native(processes: Processes, files: readonly string[]): Generator<Figure> {
  const reader = nativeReader();
  if ("missing" in reader) {
    console.error(`cad: native Open CASCADE is not installed (${reader.missing})`);
    return;
  }
  try {
    const sums = new Map<KernelName, { own: number; native: number }>();
    const figure = (kernel: KernelName, what: string, own: number, baseline: number): Figure => ({
      group: "cad",
      name: `import of ${what} with ${kernel}, warm`,
      value: own,
      unit: "s CPU",
      baseline,
      baselineName: "native Open CASCADE, whole file read and meshed",
      target: { of: "ratio", comparison: "at most", limit: 1.5 },
    });
    for (const file of files) {
      const baseline = reader.read(file, WARM_AFTER);
      if (baseline === undefined) {
        console.error(`cad: native Open CASCADE gives up on ${basename(file)}`);
        continue;
      }
      for (const kernel of KERNEL_NAMES.filter((name) => KERNELS[name].isPresent())) {
        const own = processes.importer(file, kernel, WARM_AFTER).cpu;
        const before = sums.get(kernel) ?? { own: 0, native: 0 };
        sums.set(kernel, { own: before.own + own, native: before.native + baseline });
        yield figure(kernel, basename(file), own, baseline);
      }
    }
    for (const [kernel, sum] of sums) yield figure(kernel, "all files", sum.own, sum.native);
  } finally {
    reader.close();
  }
}

function seconds(uses: readonly ProcessUse[]): number {
  return median(uses.map(({ cpu }) => cpu));
}

function peak(uses: readonly ProcessUse[]): number | undefined {
  const known = uses.flatMap(({ peak: most }) => most ?? []);
  return known.length === 0 ? undefined : median(known);
}
